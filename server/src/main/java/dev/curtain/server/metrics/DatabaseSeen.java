package dev.curtain.server.metrics;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was seen of a database within the window.
 *
 * @param place host, port and name; empty where nobody says where it is
 * @param hint what to write, so that it is watched; empty where it is
 * @param problem why the latest look gave nothing; empty where it gave something
 * @param from the first look of the window
 * @param until the latest look that gave something
 * @param sums of everything between these two; empty before there are two
 * @param now as it was at the latest look
 */
public record DatabaseSeen(
    Optional<String> place,
    Optional<String> hint,
    Optional<String> problem,
    Optional<Instant> from,
    Optional<Instant> until,
    Optional<Sums> sums,
    Optional<Now> now,
    List<Moment> moments) {
  public DatabaseSeen {
    moments = List.copyOf(moments);
  }

  /** One that nobody watches. */
  static DatabaseSeen unwatched(String hint) {
    return new DatabaseSeen(
        Optional.empty(),
        Optional.of(hint),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** See {@code DatabaseLook}. */
  public record Sums(
      long committed, long rolledBack, long deadlocks, long conflicts, long sessionsLost) {
    static final Sums NONE = new Sums(0, 0, 0, 0, 0);

    Sums plus(Sums more) {
      return new Sums(
          committed + more.committed,
          rolledBack + more.rolledBack,
          deadlocks + more.deadlocks,
          conflicts + more.conflicts,
          sessionsLost + more.sessionsLost);
    }
  }

  /**
   * @param blocker who holds what the longest waits for
   */
  public record Now(
      int connections, int waiting, long longestWaitMillis, Optional<String> blocker) {}

  /**
   * Between a look and the one before.
   *
   * @param waiting sessions that waited for a lock at the look
   */
  public record Moment(Instant at, long overMillis, Sums sums, int waiting) {}
}
