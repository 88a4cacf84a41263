package dev.curtain.server.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How long to wait before a track's next start: longer after each replica that fell in a row. Not
 * for use by several threads.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Map<String, Integer> falls = new HashMap<>();
  private final Map<String, Instant> notBefore = new HashMap<>();

  void fell(String track, Instant at) {
    int count = falls.merge(track, 1, Integer::sum);
    Duration wait = FIRST.multipliedBy(1L << Math.min(count - 1, 10));
    notBefore.put(track, at.plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST));
  }

  void stood(String track) {
    falls.remove(track);
    notBefore.remove(track);
  }

  /**
   * Another attempt begins: what fell before does not count against it, but the pause after it
   * stays, or an effect that is tried again for ever would be so without any.
   */
  void forgiven(String track) {
    falls.remove(track);
  }

  int falls(String track) {
    return falls.getOrDefault(track, 0);
  }

  boolean mayStart(String track, Instant now) {
    Instant earliest = notBefore.get(track);
    return earliest == null || !now.isBefore(earliest);
  }

  /** Whether any track's next start may have to wait. */
  boolean waiting() {
    return !notBefore.isEmpty();
  }
}
