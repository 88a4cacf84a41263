package dev.curtain.rollout;

import java.time.Duration;

/**
 * How durations of the model become durations of the clock.
 *
 * @param speed model time passes this many times faster, {@code >= 1}; 1 when running for real
 * @param longestSoak a rehearsal does not keep the previous version warm for longer than this
 */
public record Pace(double speed, Duration longestSoak) {
  /** As written. */
  public static final Pace REAL = new Pace(1, Duration.ofDays(365));

  /** Below this there is no evidence to be had, however fast time passes. */
  private static final Duration SHORTEST_WATCH = Duration.ofMillis(500);

  /**
   * A conclusion that takes its time is waited for: a machine that is busy with other things gives
   * evidence slowly, and however fast time passes, it is the machine's that is needed.
   */
  private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(30);

  /** Starting takes real time, however fast the model's passes. */
  private static final Duration SHORTEST_DEADLINE = Duration.ofSeconds(6);

  public Pace {
    if (!(speed >= 1)) {
      throw new IllegalArgumentException("speed: " + speed + " (expected: >= 1)");
    }
  }

  Duration watch(Duration model) {
    return max(scaled(model), min(model, SHORTEST_WATCH));
  }

  /** How long a conclusion is waited for at most, where so long is asked for. */
  Duration patience(Duration model) {
    return max(scaled(model), min(model, SHORTEST_PATIENCE));
  }

  Duration warmUp(Duration model) {
    return scaled(model);
  }

  Duration soak(Duration model) {
    return min(scaled(model), longestSoak);
  }

  Duration deadline(Duration model) {
    return max(scaled(model), min(model, SHORTEST_DEADLINE));
  }

  private Duration scaled(Duration model) {
    return Duration.ofMillis(Math.round(model.toMillis() / speed));
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
