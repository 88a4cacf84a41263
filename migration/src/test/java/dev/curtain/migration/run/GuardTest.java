package dev.curtain.migration.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.migration.Database;
import dev.curtain.migration.plan.Migration;
import dev.curtain.migration.plan.MigrationReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** A session that keeps its lock is waited for, named, and never queued behind. */
class GuardTest {
  private static final Migration ADD =
      MigrationReader.read(
          "m",
          "{\"migration\": \"m\", \"operations\": [{\"op\": \"add_column\", \"table\": \"t\","
              + " \"column\": \"c\", \"type\": \"int\"}]}");

  private static final Ladder IMPATIENT =
      new Ladder(
          Duration.ofMillis(20),
          Duration.ofMillis(50),
          Duration.ofSeconds(2),
          Duration.ofMillis(10),
          Duration.ZERO,
          Duration.ofMillis(300),
          Duration.ofMinutes(1));

  @Test
  void after_the_deadline_it_says_who_holds_the_lock_and_has_changed_nothing() throws Exception {
    try (Database database = Database.fresh();
        Connection reader = database.connect();
        Statement reading = reader.createStatement();
        Connection connection = database.connect()) {
      database.execute("CREATE TABLE t (id int PRIMARY KEY)");
      reading.execute("SET application_name = 'the slow report'");
      reader.setAutoCommit(false);
      reading.execute("SELECT * FROM t");
      Runner runner = runner(connection, IMPATIENT, Watcher.NOBODY);
      assertThatThrownBy(() -> runner.start(ADD))
          .isInstanceOf(Stopped.class)
          .hasMessageContaining("the slow report, idle in transaction")
          .hasMessageContaining("AccessShareLock")
          .hasMessageContaining("nothing was changed");
      reader.rollback();
      assertThat(runner.start(ADD)).isEqualTo(State.CONTRACTED);
    }
  }

  @Test
  void it_goes_on_by_itself_when_the_reader_ends() throws Exception {
    BlockingQueue<String> said = new LinkedBlockingQueue<>();
    try (Database database = Database.fresh();
        Connection reader = database.connect();
        Statement reading = reader.createStatement();
        Connection connection = database.connect()) {
      database.execute("CREATE TABLE t (id int PRIMARY KEY)");
      reader.setAutoCommit(false);
      reading.execute("SELECT * FROM t");
      Thread ender =
          Thread.startVirtualThread(() -> {
            try {
              while (!said.take().contains("waits, without queueing")) {
                continue;
              }
              reader.rollback();
            } catch (SQLException | InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      Watcher watcher =
          new Watcher() {
            @Override
            public void says(String message) {
              said.add(message);
            }

            @Override
            public void progress(Progress progress) {}
          };
      Ladder patient = IMPATIENT.withDeadline(Duration.ofMinutes(1));
      assertThat(runner(connection, patient, watcher).start(ADD)).isEqualTo(State.CONTRACTED);
      ender.join();
    }
  }

  private static Runner runner(Connection connection, Ladder ladder, Watcher watcher) {
    return new Runner(connection, new Runner.Manner(ladder, Pace.STANDARD, Throttle.NONE), watcher);
  }
}
