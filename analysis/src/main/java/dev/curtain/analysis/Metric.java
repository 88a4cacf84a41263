package dev.curtain.analysis;

import java.util.Optional;

/**
 * One yes/no outcome that a candidate is judged by.
 *
 * @param name {@code error_rate}, {@code latency_p95} …
 * @param bound highest acceptable share of bad outcomes, 0..1, where somebody declared one. A
 *     candidate is then harmful only if it is above the bound and worse than the concurrent
 *     baseline
 * @param tolerance how much worse than the concurrent baseline (absolute difference of shares,
 *     0..1) is still no harm
 * @param description what "bad" means, for people, as it completes "5 % of the requests …": {@code
 *     failed}, {@code slower than 500 ms}
 */
public record Metric(String name, Optional<Double> bound, double tolerance, String description) {
  public Metric {
    if (name.isBlank()) {
      throw new IllegalArgumentException("metric: no name (expected: error_rate, latency_p95 …)");
    }
    if (bound.isPresent() && !(bound.get() >= 0 && bound.get() <= 1)) {
      throw new IllegalArgumentException(
          name + ": bound " + bound.get() + " (expected: a share, 0..1)");
    }
    if (!(tolerance >= 0 && tolerance <= 1)) {
      throw new IllegalArgumentException(
          name + ": tolerance " + tolerance + " (expected: a difference of shares, 0..1)");
    }
  }
}
