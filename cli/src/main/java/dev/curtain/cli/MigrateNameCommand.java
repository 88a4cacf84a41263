package dev.curtain.cli;

import dev.curtain.migration.plan.Migration;
import dev.curtain.migration.run.Runner;
import dev.curtain.migration.run.Runner.Verification;
import dev.curtain.migration.run.State;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.MigrationDocument.ContractionDocument;
import dev.curtain.server.document.MigrationDocument.VerificationDocument;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Commands about a migration that a database knows. */
abstract class MigrateNameCommand implements Callable<Integer> {
  @Mixin final Settings settings;
  @Mixin final Target target = new Target();
  @Mixin final Commands.Output output = new Commands.Output();

  @Parameters(paramLabel = "MIGRATION", description = "Its name.")
  String name = "";

  MigrateNameCommand(Settings settings) {
    this.settings = settings;
  }

  final int run(Runner.Manner manner, Migrations.Work<State> work, String said) {
    return said(Migrations.run(settings, target, manner, work), said);
  }

  final int said(State state, String said) {
    settings
        .screen()
        .line(
            output.json()
                ? Documents.pretty(new ContractionDocument(name, state.word(), List.of()))
                : name + ": " + said);
    return ExitCode.GOOD;
  }

  static State after(Runner runner, String name) throws SQLException {
    return runner.status().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow()
        .state();
  }

  /** {@code curtain migrate pause MIGRATION}. */
  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = "Have the runner stop between two batches. Both versions go on as they are.",
      footer = {
        "",
        "Examples:",
        "  curtain migrate pause amounts",
        "  curtain migrate pause amounts --json"
      })
  static final class Pause extends MigrateNameCommand {
    Pause(Settings settings) {
      super(settings);
    }

    @Override
    public Integer call() {
      return run(
          Runner.Manner.STANDARD,
          runner -> {
            runner.pause(name);
            return after(runner, name);
          },
          "to pause after the batch at hand");
    }
  }

  /** {@code curtain migrate resume MIGRATION}. */
  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Go on with a migration where it stopped, paused or killed.",
      footer = {
        "",
        "Examples:",
        "  curtain migrate resume amounts",
        "  curtain migrate resume amounts --max-replica-lag 10"
      })
  static final class Resume extends MigrateNameCommand {
    @Mixin private final Migrations.Holds holds = new Migrations.Holds();
    @Mixin private final MigrateWatch watch = new MigrateWatch();

    Resume(Settings settings) {
      super(settings);
    }

    @Override
    public Integer call() {
      Runner.Manner manner =
          new Runner.Manner(
              Runner.Manner.STANDARD.ladder(), Runner.Manner.STANDARD.pace(), holds.throttle());
      Migration migration =
          Migrations.run(settings, target, manner, runner -> runner.recorded(name));
      return said(watch.run(settings, target, manner, migration), "both shapes work");
    }
  }

  /** {@code curtain migrate rollback MIGRATION}. */
  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      description = "Take a migration back: the schema is as it was. Refused after the contract.",
      footer = {
        "",
        "Examples:",
        "  curtain migrate rollback amounts",
        "  curtain migrate rollback amounts --json"
      })
  static final class Rollback extends MigrateNameCommand {
    Rollback(Settings settings) {
      super(settings);
    }

    @Override
    public Integer call() {
      return run(
          Runner.Manner.STANDARD,
          runner -> {
            runner.rollback(name);
            return State.ROLLED_BACK;
          },
          "taken back");
    }
  }

  /** {@code curtain migrate verify MIGRATION}. */
  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = "Compare every row again, and look for changes of the schema by others.",
      footer = {
        "",
        "Examples:",
        "  curtain migrate verify amounts",
        "  curtain migrate verify amounts --json"
      })
  static final class Verify extends MigrateNameCommand {
    Verify(Settings settings) {
      super(settings);
    }

    @Override
    public Integer call() {
      Verification found =
          Migrations.run(settings, target, Runner.Manner.STANDARD, runner -> runner.verify(name));
      Long wrong = found.wrong().isPresent() ? Long.valueOf(found.wrong().getAsLong()) : null;
      settings
          .screen()
          .line(
              output.json()
                  ? Documents.pretty(new VerificationDocument(name, wrong, found.drift()))
                  : name
                      + ": "
                      + (wrong == null ? "one shape only" : wrong + " wrong rows")
                      + (found.drift().isEmpty()
                          ? ", no drift"
                          : ", changed by others:\n  " + String.join("\n  ", found.drift())));
      boolean good = (wrong == null || wrong == 0) && found.drift().isEmpty();
      return good ? ExitCode.GOOD : ExitCode.NO;
    }
  }
}
