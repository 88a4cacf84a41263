package dev.curtain.migration.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.migration.plan.Migration;
import dev.curtain.migration.plan.MigrationReader;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * After a backfill comes the vacuum of its table, of hours on a large one, and it holds a lock that
 * every change of the schema has to wait for. PostgreSQL lets it give way to whoever waits longer
 * than deadlock_timeout, usually a second; here that is done where no request waits behind.
 */
@Timeout(120)
class VacuumTest {
  private static final Migration ADD =
      MigrationReader.read(
          "m",
          "{\"migration\": \"m\", \"operations\": [{\"op\": \"add_column\", \"table\": \"t\","
              + " \"column\": \"c\", \"type\": \"int\"}]}");

  /** It would have to wait for the vacuum's end, were that not to give way. */
  private static final Ladder SHORT = Ladder.STANDARD.withDeadline(Duration.ofSeconds(15));

  @Test
  void an_autovacuum_gives_way_and_no_request_waits_for_that() throws Exception {
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("autovacuum_naptime", "1s")
                // Far from what a busy machine makes a request wait.
                .setServerConfig("deadlock_timeout", "3s")
                .setPGStartupWait(Duration.ofMinutes(1))
                .start();
        Connection connection = postgres.getPostgresDatabase().getConnection();
        Connection client = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id int PRIMARY KEY, a int)");
      // A vacuum that takes a tenth of a second for every page, and more.
      statement.execute(
          "ALTER TABLE t SET (autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit ="
              + " 1, autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0)");
      statement.execute("INSERT INTO t SELECT i, i FROM generate_series(1, 100000) i");
      statement.execute("UPDATE t SET a = a + 1");
      while (!vacuumed(statement)) {
        // Its launcher wakes once a second.
        LockSupport.parkNanos(50_000_000);
      }
      AtomicBoolean over = new AtomicBoolean();
      FutureTask<Duration> longest = new FutureTask<>(() -> longest(client, over));
      Thread.startVirtualThread(longest);
      Runner.Manner manner = new Runner.Manner(SHORT, Pace.STANDARD, Throttle.NONE);
      try {
        assertThat(new Runner(connection, manner, Watcher.NOBODY).start(ADD))
            .isEqualTo(State.CONTRACTED);
      } finally {
        over.set(true);
      }
      assertThat(longest.get())
          .as("the longest that a request took; one that waited for the vacuum to give way: 3 s")
          .isLessThan(Duration.ofMillis(2_700));
    }
  }

  private static boolean vacuumed(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT count(*) > 0 FROM pg_stat_progress_vacuum v JOIN pg_locks l USING (pid) WHERE"
                + " l.relation = 't'::regclass AND l.granted")) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  private static Duration longest(Connection client, AtomicBoolean over) throws SQLException {
    long longest = 0;
    try (Statement statement = client.createStatement()) {
      while (!over.get()) {
        long began = System.nanoTime();
        statement.execute("UPDATE t SET a = 0 WHERE id = 1");
        longest = Math.max(longest, System.nanoTime() - began);
        // A pace; what is waited for is time itself.
        LockSupport.parkNanos(5_000_000);
      }
    }
    return Duration.ofNanos(longest);
  }
}
