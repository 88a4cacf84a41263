package dev.curtain.migration.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.migration.Replica;
import dev.curtain.migration.plan.MigrationReader;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A backfill and a real replica that cannot keep up. */
@Timeout(120)
class ReplicaLagTest {
  /** So that there is something left to hold once a lag has been reported. */
  private static final Pace LEISURELY = new Pace(Duration.ofMillis(5), 0.1, 50);

  private static final int ROWS = 4_000;

  @TempDir Path home;

  @Test
  void a_backfill_holds_while_a_replica_is_behind_and_goes_on_when_it_is_not() throws Exception {
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setPGStartupWait(Duration.ofMinutes(1))
                .start();
        Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        Replica replica = Replica.of(postgres, home, "far")) {
      statement.execute("CREATE TABLE t (id int PRIMARY KEY, a int)");
      statement.execute("INSERT INTO t SELECT i, i FROM generate_series(1, " + ROWS + ") i");
      while (!replica.ask("SELECT to_regclass('t') IS NOT NULL").equals("t")) {
        // It is a little later, as replicas are.
        LockSupport.parkNanos(20_000_000);
      }
      List<String> said = new CopyOnWriteArrayList<>();
      Runner.Manner manner =
          new Runner.Manner(
              Ladder.STANDARD, LEISURELY, Throttle.replicaLag(Duration.ofMillis(700)));
      State state =
          new Runner(connection, manner, lagging(postgres, replica, said))
              .start(
                  MigrationReader.read(
                      "m",
                      "{\"migration\": \"m\", \"operations\": [{\"op\": \"add_column\", \"table\":"
                          + " \"t\", \"column\": \"b\", \"type\": \"int\", \"up\": \"a + 1\"}]}"));
      assertThat(state).isEqualTo(State.READY);
      int held = first(said, "held: replica far is ");
      assertThat(said.get(held)).matches("held: replica far is \\d{3,5} ms behind");
      assertThat(first(said, "goes on")).isGreaterThan(held);
      while (!replica.ask("SELECT count(b) FROM t").equals(String.valueOf(ROWS))) {
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  /**
   * Writes until the first one knows of the lag: a quick machine would else have filled everything
   * before it does.
   */
  private static void untilReported(EmbeddedPostgres postgres) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE ticks (n int)");
      do {
        statement.execute("INSERT INTO ticks VALUES (1)");
        LockSupport.parkNanos(20_000_000);
      } while (!known(statement));
    }
  }

  private static boolean known(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT count(*) > 0 FROM pg_stat_replication WHERE replay_lag > interval '1 s'")) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  private static int first(List<String> said, String begin) {
    for (int i = 0; i < said.size(); i++) {
      if (said.get(i).startsWith(begin)) {
        return i;
      }
    }
    throw new AssertionError("nobody said " + begin + "…: " + said);
  }

  /** Lets it lag from the backfill on, until that was noticed. */
  private static Watcher lagging(EmbeddedPostgres first, Replica replica, List<String> said) {
    return new Watcher() {
      @Override
      public void says(String message) {
        said.add(message);
        try {
          if (message.startsWith("backfill: ")) {
            replica.lag(Duration.ofSeconds(2));
            untilReported(first);
          } else if (message.startsWith("held: ")) {
            replica.lag(Duration.ZERO);
          }
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
      }

      @Override
      public void progress(Progress progress) {}
    };
  }
}
