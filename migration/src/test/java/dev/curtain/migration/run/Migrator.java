package dev.curtain.migration.run;

import dev.curtain.migration.plan.MigrationReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;

/**
 * A migrator in a process of its own, so that it can be killed: {@code start|rollback URL FILE}.
 */
final class Migrator {
  private Migrator() {}

  public static void main(String[] args) throws Exception {
    try (Connection connection = DriverManager.getConnection(args[1], "postgres", "")) {
      System.out.println("connected");
      Runner.Manner slow =
          new Runner.Manner(
              Ladder.STANDARD, new Pace(Duration.ofMillis(5), 0.9, 400), Throttle.NONE);
      Runner runner = new Runner(connection, slow, Watcher.NOBODY);
      if (args[0].equals("start")) {
        runner.start(MigrationReader.read("m", Files.readString(Path.of(args[2]))));
      } else {
        runner.rollback("m");
      }
    }
  }
}
