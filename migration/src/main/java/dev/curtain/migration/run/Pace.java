package dev.curtain.migration.run;

import java.time.Duration;

/**
 * How large a batch is and how long the rest after it.
 *
 * @param batch how long a batch should take; rows of it are locked for so long
 * @param duty the share of time that is spent in batches, 0..1
 * @param most rows of a batch, at the most
 */
public record Pace(Duration batch, double duty, int most) {
  /**
   * Batches short enough that nobody notices one: who needs the processor, or the disk that the
   * batch's log goes to, waits for the end of it.
   */
  public static final Pace STANDARD = new Pace(Duration.ofMillis(10), 0.5, 20_000);

  static final int FIRST = 100;
  private static final int LEAST = 50;

  public Pace {
    if (duty <= 0 || duty > 1) {
      throw new IllegalArgumentException("duty: " + duty + " (expected: above 0, at most 1)");
    }
  }

  /** The next size after a batch of {@code rows} that took so long: at most doubled. */
  int next(int rows, Duration took) {
    double factor = (double) batch.toNanos() / Math.max(1, took.toNanos());
    double size = rows * Math.clamp(factor, 0.5, 2.0);
    return (int) Math.clamp(size, LEAST, most);
  }

  int halved(int rows) {
    return Math.max(LEAST, rows / 2);
  }

  Duration rest(Duration took) {
    return Duration.ofNanos((long) (took.toNanos() * (1 - duty) / duty));
  }
}
