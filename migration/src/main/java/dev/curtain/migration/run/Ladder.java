package dev.curtain.migration.run;

import java.time.Duration;

/**
 * How long a statement waits for its locks, try by try. While it waits every other query on the
 * table waits behind it, so {@code last} bounds the stall of any request.
 *
 * @param first of the first try
 * @param last of every try from the fifth on
 * @param hold how long a statement may hold its locks
 * @param pause between tries, doubled up to eight times itself, with jitter
 * @param patience a session whose transaction is older is waited for without queueing
 * @param deadline after which a step gives up
 * @param scan the deadline of a step that reads a table or builds an index
 */
public record Ladder(
    Duration first,
    Duration last,
    Duration hold,
    Duration pause,
    Duration patience,
    Duration deadline,
    Duration scan) {
  public static final Ladder STANDARD =
      new Ladder(
          Duration.ofMillis(100),
          Duration.ofMillis(500),
          Duration.ofSeconds(2),
          Duration.ofMillis(100),
          Duration.ofMillis(500),
          Duration.ofMinutes(10),
          Duration.ofHours(12));

  public Ladder withDeadline(Duration deadline) {
    return new Ladder(first, last, hold, pause, patience, deadline, scan);
  }

  Duration rung(int attempt) {
    long step = (last.toMillis() - first.toMillis()) / 4;
    return Duration.ofMillis(Math.min(last.toMillis(), first.toMillis() + attempt * step));
  }

  Duration pause(int attempt) {
    return pause.multipliedBy(1L << Math.min(attempt, 3));
  }
}
