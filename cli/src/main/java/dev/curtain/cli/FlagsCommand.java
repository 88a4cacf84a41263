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

/** {@code curtain flag}, and by its other name {@code curtain flags}: feature flags. */
@Command(
    name = "flag",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Feature flags: of the curtain that runs, or of a definition in flagd's format.",
    footer = {
      "",
      "Examples:",
      "  curtain flag off new-checkout --for customer=acme",
      "  curtain flag serve flags.json"
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
    line.addSubcommand("set", new FlagSetCommand(settings));
    line.addSubcommand("declare", new FlagBatchCommand.Declare(settings));
    line.addSubcommand("import", new FlagBatchCommand.Import(settings));
    line.addSubcommand("rebucket", new FlagRebucketCommand(settings));
    line.addSubcommand("propagation", new FlagPropagationCommand(settings));
    line.addSubcommand("references", new FlagReferencesCommand(settings));
    line.addSubcommand("retire", new FlagRetireCommand(settings));
    line.addSubcommand("on", new FlagCommand.On(settings));
    line.addSubcommand("off", new FlagCommand.Off(settings));
    line.addSubcommand("expose", new FlagCommand.Expose(settings));
    line.addSubcommand("rollout", new FlagCommand.Rollout(settings));
    line.addSubcommand("schedule", new FlagCommand.Plan(settings));
    line.addSubcommand("decide", new FlagCommand.Decide(settings));
    line.addSubcommand("history", new FlagHistoryCommand(settings));
    line.addSubcommand("undo", new FlagPlainCommand.Undo(settings));
    line.addSubcommand("approve", new FlagPlainCommand.Approve(settings));
    line.addSubcommand("reject", new FlagPlainCommand.Reject(settings));
    line.addSubcommand("remove", new FlagPlainCommand.Remove(settings));
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
