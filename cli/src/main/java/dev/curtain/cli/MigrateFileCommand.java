package dev.curtain.cli;

import dev.curtain.migration.plan.InvalidMigration;
import dev.curtain.migration.plan.Migration;
import dev.curtain.migration.plan.MigrationReader;
import dev.curtain.migration.run.Ladder;
import dev.curtain.migration.run.Pace;
import dev.curtain.migration.run.Runner;
import dev.curtain.migration.run.State;
import dev.curtain.server.api.ApiClient;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.MigrationDocument.ContractionDocument;
import dev.curtain.server.document.MigrationDocument.MigrationPlanDocument;
import dev.curtain.server.document.MigrationDocument.PlannedDocument;
import dev.curtain.server.document.SchemaUse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about a migration's file. */
abstract class MigrateFileCommand implements Callable<Integer> {
  @Mixin final Settings settings;
  @Mixin final Target target = new Target();
  @Mixin final Commands.Output output = new Commands.Output();

  @Parameters(paramLabel = "FILE", description = "A migration, as docs/migrations.md has it.")
  private String file = "";

  MigrateFileCommand(Settings settings) {
    this.settings = settings;
  }

  final Migration migration() {
    try {
      return MigrationReader.read(file, ModelFile.text(file));
    } catch (InvalidMigration e) {
      throw Failure.no(String.valueOf(e.getMessage()), e);
    }
  }

  /** {@code curtain migrate plan FILE}. */
  @Command(
      name = "plan",
      mixinStandardHelpOptions = true,
      description = "Show the steps of a migration on a database, and what its end takes away.",
      footer = {
        "",
        "Examples:",
        "  curtain migrate plan amounts.json --url jdbc:postgresql://db/shop",
        "  curtain migrate plan amounts.json --json"
      })
  static final class Plan extends MigrateFileCommand {
    @Mixin private final Client client = new Client();

    @Option(
        names = "--ask",
        description = "Ask the curtain that runs which rollback targets the end would take away.")
    private boolean ask;

    Plan(Settings settings) {
      super(settings);
    }

    @Override
    public Integer call() throws InterruptedException {
      Migration migration = migration();
      dev.curtain.migration.plan.Plan planned =
          Migrations.run(
              settings, target, Runner.Manner.STANDARD, runner -> runner.plan(migration));
      MigrationPlanDocument plan =
          ask
              ? MigrationPlanDocument.of(planned, SchemaUse.of(client.ask(ApiClient::status)))
              : MigrationPlanDocument.of(planned);
      Screen screen = settings.screen();
      if (output.json()) {
        screen.line(Documents.pretty(plan));
        return ExitCode.GOOD;
      }
      String phase = "";
      for (PlannedDocument step : plan.steps()) {
        if (!step.phase().equals(phase)) {
          phase = step.phase();
          screen.line(screen.styled(phase, Screen.Style.BOLD) + end(phase));
        }
        screen.line("  " + step.says());
      }
      if (!plan.removes().isEmpty()) {
        screen.line(
            "Contract takes away "
                + String.join(", ", plan.removes())
                + ": from there on versions that need it are no targets of a rollback. Versions"
                + " that do not: "
                + migration.withoutOld());
      }
      if (plan.targets() != null) {
        screen.line(
            plan.targets().isEmpty()
                ? "No version in use needs it."
                : "In use now, and no target of a rollback from there on: "
                    + String.join("; ", plan.targets()));
      }
      plan.notes().forEach(note -> screen.line("Note: " + note));
      return ExitCode.GOOD;
    }

    private static String end(String phase) {
      return phase.equals("contract") ? "  (no way back from here)" : "";
    }
  }

  /** {@code curtain migrate start FILE}. */
  @Command(
      name = "start",
      mixinStandardHelpOptions = true,
      description = {
        "Begin a migration, or go on with it: expand, fill, verify. Then both shapes work, and the"
            + " code may move and go back as it likes."
      },
      footer = {
        "",
        "Examples:",
        "  curtain migrate start amounts.json --url jdbc:postgresql://db/shop",
        "  curtain migrate start amounts.json --max-replica-lag 10 --duty 30"
      })
  static final class Start extends MigrateFileCommand {
    @Mixin private final Migrations.Holds holds = new Migrations.Holds();
    @Mixin private final MigrateWatch watch = new MigrateWatch();

    @Option(
        names = "--duty",
        paramLabel = "PERCENT",
        description = "Share of time spent filling, 1 to 100 (${DEFAULT-VALUE}).")
    private int duty = (int) (100 * Pace.STANDARD.duty());

    @Option(
        names = "--lock-deadline",
        paramLabel = "SECONDS",
        description = "Give up on a step's locks after (${DEFAULT-VALUE}).")
    private long deadline = Ladder.STANDARD.deadline().toSeconds();

    Start(Settings settings) {
      super(settings);
    }

    @Override
    public Integer call() {
      if (duty < 1 || duty > 100) {
        throw Failure.usage("--duty " + duty + " (expected: 1..100)");
      }
      Migration migration = migration();
      Pace pace = new Pace(Pace.STANDARD.batch(), duty / 100.0, Pace.STANDARD.most());
      Ladder ladder = Ladder.STANDARD.withDeadline(Duration.ofSeconds(deadline));
      Runner.Manner manner = new Runner.Manner(ladder, pace, holds.throttle());
      State state = watch.run(settings, target, manner, migration);
      settings
          .screen()
          .line(
              output.json()
                  ? Documents.pretty(
                      new ContractionDocument(migration.name(), state.word(), List.of()))
                  : migration.name()
                      + ": "
                      + state.word()
                      + (state == State.READY
                          ? ". Both shapes work; move the code by its own rollout, then curtain"
                              + " migrate contract "
                              + migration.name()
                          : ""));
      return ExitCode.GOOD;
    }
  }
}
