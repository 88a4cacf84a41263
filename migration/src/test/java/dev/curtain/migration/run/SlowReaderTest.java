package dev.curtain.migration.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.migration.Database;
import dev.curtain.migration.plan.Migration;
import dev.curtain.migration.plan.MigrationReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * A report holds its lock for three seconds. What comes after a statement that waits for a lock
 * waits, too: plainly until the report ends, and by the ladder no longer than one of its rungs.
 */
class SlowReaderTest {
  private static final int CLIENTS = 4;
  private static final Duration REPORT = Duration.ofSeconds(3);
  private static final Duration RUNG = Duration.ofMillis(300);

  /** Besides the rung: what a machine in use by others makes a request wait. */
  private static final Duration SLACK = Duration.ofMillis(1200);

  /** Its patience is longer than the report, so that it stands in the queue on every try. */
  private static final Ladder QUEUES =
      new Ladder(
          RUNG,
          RUNG,
          Duration.ofSeconds(2),
          Duration.ofMillis(100),
          Duration.ofHours(1),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1));

  private static final Migration ADD =
      MigrationReader.read(
          "m",
          "{\"migration\": \"m\", \"operations\": [{\"op\": \"add_column\", \"table\": \"t\","
              + " \"column\": \"c\", \"type\": \"int\"}]}");

  /** What is done behind the report. */
  private interface Work {
    void run(Connection connection) throws SQLException;
  }

  @Test
  void no_request_waits_longer_than_a_rung_of_the_ladder() throws Exception {
    Duration plain = longest(connection -> execute(connection, "ALTER TABLE t ADD COLUMN c int"));
    assertThat(plain).isGreaterThan(RUNG.plus(SLACK));

    Duration ours =
        longest(connection ->
            new Runner(
                    connection,
                    new Runner.Manner(QUEUES, Pace.STANDARD, Throttle.NONE),
                    Watcher.NOBODY)
                .start(ADD));
    assertThat(ours).isBetween(RUNG.dividedBy(2), RUNG.plus(SLACK));
  }

  /** The longest that one of the clients waited for an answer. */
  private static Duration longest(Work work) throws Exception {
    try (Database database = Database.fresh();
        Connection report = database.connect();
        Connection migrator = database.connect()) {
      database.execute("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
      report.setAutoCommit(false);
      execute(report, "SELECT * FROM t");
      CountDownLatch over = new CountDownLatch(1);
      CountDownLatch served = new CountDownLatch(CLIENTS);
      List<FutureTask<Duration>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        FutureTask<Duration> client = new FutureTask<>(() -> client(database, served, over));
        clients.add(client);
        Thread.startVirtualThread(client);
      }
      // Who is still connecting waits for nothing.
      assertThat(served.await(60, TimeUnit.SECONDS)).as("every client was answered").isTrue();
      FutureTask<Boolean> migration =
          new FutureTask<>(() -> {
            work.run(migrator);
            return true;
          });
      Thread.startVirtualThread(migration);
      // The report's own time passes; there is nothing to wait for but the clock.
      LockSupport.parkNanos(REPORT.toNanos());
      report.rollback();
      assertThat(migration.get()).isTrue();
      over.countDown();
      return longest(clients);
    }
  }

  private static Duration longest(List<FutureTask<Duration>> clients)
      throws InterruptedException, ExecutionException {
    Duration longest = Duration.ZERO;
    for (FutureTask<Duration> client : clients) {
      longest = longest.compareTo(client.get()) > 0 ? longest : client.get();
    }
    return longest;
  }

  private static Duration client(Database database, CountDownLatch served, CountDownLatch over)
      throws SQLException {
    long longest = 0;
    try (Connection connection = database.connect()) {
      execute(connection, "UPDATE t SET id = 1 WHERE id = 2");
      served.countDown();
      while (over.getCount() > 0) {
        long began = System.nanoTime();
        execute(connection, "UPDATE t SET id = 1 WHERE id = 2");
        longest = Math.max(longest, System.nanoTime() - began);
        // A pace, so that the clients do not take the machine from the migration.
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
    }
    return Duration.ofNanos(longest);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
