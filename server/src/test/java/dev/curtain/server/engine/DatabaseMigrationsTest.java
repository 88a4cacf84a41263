package dev.curtain.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.migration.plan.MigrationReader;
import dev.curtain.migration.run.Runner;
import dev.curtain.migration.run.Watcher;
import dev.curtain.rollout.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A rollout may wait for a migration: the database itself says how that one stands. */
class DatabaseMigrationsTest {
  @Test
  void a_migration_is_done_when_both_versions_can_work_and_no_longer_when_it_was_taken_back()
      throws Exception {
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start();
        Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      Map<String, String> environment =
          Map.of(
              "CURTAIN_DATABASE_URL",
              postgres.getJdbcUrl("postgres", "postgres"),
              "PGUSER",
              "postgres");
      assertThat(DatabaseMigrations.of(environment).done("old")).isEmpty();

      statement.execute("CREATE TABLE t (id int PRIMARY KEY, a int)");
      Runner runner = new Runner(connection, Runner.Manner.STANDARD, Watcher.NOBODY);
      runner.start(
          MigrationReader.read(
              "m",
              "{\"migration\": \"old\", \"operations\": [{\"op\": \"drop_column\", \"table\":"
                  + " \"t\", \"column\": \"a\"}]}"));
      assertThat(DatabaseMigrations.of(environment).done("old")).contains(true);
      assertThat(DatabaseMigrations.of(environment).done("another")).isEmpty();
      runner.rollback("old");
      assertThat(DatabaseMigrations.of(environment).done("old")).contains(false);
    }
  }

  @Test
  void without_a_database_nothing_is_known() {
    assertThat(DatabaseMigrations.of(Map.of())).isSameAs(Migrations.NONE);
    assertThat(
            DatabaseMigrations.of(
                    Map.of("CURTAIN_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/none"))
                .done("m"))
        .isEmpty();
  }
}
