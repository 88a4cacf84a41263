package dev.curtain.cli;

import dev.curtain.flags.InvalidFlags;
import dev.curtain.server.ofrep.FlagFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code curtain flags}: feature flags in flagd's format. */
@Command(
    name = "flags",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Feature flags in flagd's format: serve, list and lint a definition.",
    footer = {
      "",
      "Examples:",
      "  curtain flags serve flags.json",
      "  curtain flags list flags.json --overdue"
    })
final class FlagsCommand implements Runnable {
  @Mixin private final Settings settings;
  @Spec private CommandSpec spec = CommandSpec.create();

  FlagsCommand(Settings settings) {
    this.settings = settings;
  }

  static CommandLine line(Settings settings) {
    CommandLine line = new CommandLine(new FlagsCommand(settings));
    line.addSubcommand("serve", new FlagsServeCommand(settings));
    line.addSubcommand("list", new FlagsListCommand(settings));
    line.addSubcommand("lint", new FlagsLintCommand(settings));
    return line;
  }

  @Override
  public void run() {
    spec.commandLine().usage(settings.screen().out());
  }

  static String read(String name) {
    try {
      return FlagFile.text(Path.of(name));
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  static Failure unreadable(String name, IOException e) {
    return Failure.couldNot(
        name
            + ": "
            + (e instanceof NoSuchFileException
                ? "no such file (expected: a flagd definition such as flags.json)"
                : "cannot be read: " + e.getMessage()),
        e);
  }

  static Failure refused(String name, InvalidFlags e) {
    StringBuilder text = new StringBuilder(name + ": refused");
    e.problems().forEach(problem -> text.append("\n  ").append(problem));
    return Failure.no(text.toString(), e);
  }
}
