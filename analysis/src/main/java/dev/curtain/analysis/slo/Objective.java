package dev.curtain.analysis.slo;

import java.time.Duration;

/**
 * A share of good outcomes to be kept over a period.
 *
 * @param target 0..1, as 0.999
 */
public record Objective(double target, Duration period) {
  public static final Duration MONTH = Duration.ofDays(30);

  public Objective {
    if (!(target > 0 && target < 1)) {
      throw new IllegalArgumentException(
          "target: " + target + " (expected: between 0 and 1, as 0.999)");
    }
    if (!period.isPositive()) {
      throw new IllegalArgumentException("period: " + period + " (expected: more than 0)");
    }
  }

  /** The share of outcomes that may be bad. */
  public double budget() {
    return 1 - target;
  }

  /** How long a total outage may last in a period: 43.2 minutes a month at 99.9 %. */
  public Duration allowedDowntime() {
    return Duration.ofMillis(StrictMath.round(period.toMillis() * budget()));
  }
}
