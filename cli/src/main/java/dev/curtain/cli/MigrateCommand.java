package dev.curtain.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code curtain migrate}: changes of a PostgreSQL schema that nobody notices. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Change a PostgreSQL schema while it is in use: expand, fill, verify, and only much later"
          + " contract."
    },
    footer = {
      "",
      "Examples:",
      "  curtain migrate lint V42__amounts.sql",
      "  curtain migrate start amounts.json --url jdbc:postgresql://db/shop"
    })
final class MigrateCommand implements Runnable {
  @Mixin private final Settings settings;
  @Spec private CommandSpec spec = CommandSpec.create();

  MigrateCommand(Settings settings) {
    this.settings = settings;
  }

  static CommandLine line(Settings settings) {
    CommandLine line = new CommandLine(new MigrateCommand(settings));
    line.addSubcommand("lint", new MigrateLintCommand(settings));
    line.addSubcommand("plan", new MigrateFileCommand.Plan(settings));
    line.addSubcommand("start", new MigrateFileCommand.Start(settings));
    line.addSubcommand("status", new MigrateStatusCommand(settings));
    line.addSubcommand("pause", new MigrateNameCommand.Pause(settings));
    line.addSubcommand("resume", new MigrateNameCommand.Resume(settings));
    line.addSubcommand("rollback", new MigrateNameCommand.Rollback(settings));
    line.addSubcommand("verify", new MigrateNameCommand.Verify(settings));
    line.addSubcommand("contract", new MigrateContractCommand(settings));
    return line;
  }

  @Override
  public void run() {
    spec.commandLine().usage(settings.screen().out());
  }
}
