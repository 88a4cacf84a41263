package dev.curtain.migration.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs statements that take strong locks so that nobody waits long for them: each try is bounded,
 * fails as a whole, and is made again; a session that will hold its lock for long is waited for
 * without standing in the queue. There is no last try without a bound.
 *
 * <p>Before a strong lock comes one that only other changes of the schema and VACUUM wait for. It
 * may be waited for longer than {@code deadlock_timeout}, and that is when PostgreSQL makes an
 * autovacuum give way; behind the short waits of a strong lock it would go on to its end, for
 * hours.
 */
final class Guard {
  /** lock_not_available, deadlock_detected, query_canceled (by statement_timeout). */
  private static final Set<String> AGAIN = Set.of("55P03", "40P01", "57014");

  /** Whoever reads and writes rows does not wait for this one, nor behind it. */
  private static final String QUIET = "SHARE UPDATE EXCLUSIVE";

  private static final Duration QUIET_MORE = Duration.ofMillis(500);

  private final Ladder ladder;
  private final Watcher watcher;
  private final AtomicLong retries;

  Guard(Ladder ladder, Watcher watcher, AtomicLong retries) {
    this.ladder = ladder;
    this.watcher = watcher;
    this.retries = retries;
  }

  /** Something done in the guarded transaction. */
  @FunctionalInterface
  interface Work {
    void run(Connection connection) throws SQLException;
  }

  /** What to lock first, how strongly, and how long it may take once it is locked. */
  record Locks(List<String> relations, String mode, Duration hold) {
    Locks {
      relations = List.copyOf(relations);
    }
  }

  /**
   * Locks and works in one transaction, again and again until it succeeds or the deadline is over.
   *
   * @throws Stopped after the deadline, with who held the lock
   */
  void transaction(Connection connection, String what, Locks locks, Work work) throws SQLException {
    long end = System.nanoTime() + ladder.deadline().toNanos();
    for (int attempt = 0; ; attempt++) {
      awaitFree(connection, what, locks.relations(), end);
      try {
        connection.setAutoCommit(false);
        Jdbc.execute(connection, "SET LOCAL statement_timeout = 0");
        int relations = Math.max(1, locks.relations().size());
        Duration quiet = deadlockTimeout(connection).plus(QUIET_MORE);
        lock(connection, QUIET, locks.relations(), quiet);
        lock(
            connection, locks.mode(), locks.relations(), ladder.rung(attempt).dividedBy(relations));
        Jdbc.execute(connection, "SET LOCAL statement_timeout = " + locks.hold().toMillis());
        work.run(connection);
        connection.commit();
        return;
      } catch (RuntimeException e) {
        connection.rollback();
        throw e;
      } catch (SQLException e) {
        connection.rollback();
        retries.incrementAndGet();
        if (!AGAIN.contains(e.getSQLState())) {
          throw e;
        }
        overdue(connection, what, locks.relations(), end);
        pause(attempt);
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  /** {@code wait} is for each of them. */
  private static void lock(
      Connection connection, String mode, List<String> relations, Duration wait)
      throws SQLException {
    Jdbc.execute(connection, "SET LOCAL lock_timeout = " + Math.max(1, wait.toMillis()));
    for (String relation : relations) {
      Jdbc.execute(connection, "LOCK TABLE " + relation + " IN " + mode + " MODE");
    }
  }

  private static Duration deadlockTimeout(Connection connection) throws SQLException {
    return Duration.ofMillis(
        Jdbc.first(
                connection,
                row -> row.getLong(1),
                "SELECT setting::bigint FROM pg_settings WHERE name = 'deadlock_timeout'")
            .orElse(1_000L));
  }

  /** Waits, outside the queue, for sessions that look as if they kept their locks for long. */
  private void awaitFree(Connection connection, String what, List<String> relations, long end)
      throws SQLException {
    String told = "";
    for (int attempt = 0; ; attempt++) {
      List<String> blockers = Blockers.of(connection, relations, ladder.patience());
      if (blockers.isEmpty()) {
        return;
      }
      String now = String.join("; ", blockers);
      if (!now.equals(told)) {
        watcher.says(what + " waits, without queueing, for " + now);
        told = now;
      }
      overdue(connection, what, relations, end);
      pause(attempt);
    }
  }

  private void overdue(Connection connection, String what, List<String> relations, long end)
      throws SQLException {
    if (System.nanoTime() < end) {
      return;
    }
    List<String> blockers = Blockers.of(connection, relations, Duration.ZERO);
    throw new Stopped(
        what
            + ": no lock within "
            + ladder.deadline().toSeconds()
            + " s; nothing was changed. "
            + (blockers.isEmpty()
                ? "Nobody holds it for long just now"
                : "Held by " + String.join("; ", blockers))
            + ". Start it again at any time");
  }

  private void pause(int attempt) {
    long millis = ladder.pause(attempt).toMillis();
    try {
      Thread.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped("interrupted; nothing was changed");
    }
  }
}
