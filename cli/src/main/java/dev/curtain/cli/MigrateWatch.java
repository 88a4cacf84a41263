package dev.curtain.cli;

import dev.curtain.migration.plan.Migration;
import dev.curtain.migration.run.Runner;
import dev.curtain.migration.run.State;
import dev.curtain.server.migration.WatchedRun;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a migration is watched while it runs. */
final class MigrateWatch {
  @Option(
      names = "--look",
      paramLabel = "SECONDS",
      description = {
        "Count the database's errors and lock waits for so long before it begins (${DEFAULT-VALUE})"
            + " and judge it by them: hold, pause, or take it back. 0: nobody watches."
      })
  private long look = 3;

  State run(Settings settings, Target target, Runner.Manner manner, Migration migration) {
    if (look < 0) {
      throw Failure.usage("--look " + look + " (expected: 0 or more seconds)");
    }
    return look == 0
        ? Migrations.run(settings, target, manner, runner -> runner.start(migration))
        : Migrations.answered(() ->
            new WatchedRun(
                    target.needed(settings), manner, Optional::empty, Duration.ofSeconds(look))
                .start(migration, Migrations.watcher(settings.screen()), Migrations.by(settings)));
  }
}
