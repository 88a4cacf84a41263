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
 * @param times where present, the tolerance is what makes so many times the baseline's share, as it
 *     was before the candidate's first request; settled then, so that it is no part of the test
 * @param handling what is made of its evidence, and of its absence
 */
public record Metric(
    String name,
    Optional<Double> bound,
    double tolerance,
    String description,
    Handling handling,
    Optional<Double> times) {
  public Metric {
    times = times == null ? Optional.empty() : times;
    if (times.isPresent() && !(times.get() >= 1 && times.get() <= 1000)) {
      throw new IllegalArgumentException(
          name + ": " + times.get() + " times the baseline (expected: 1..1000)");
    }
    // Records of before metrics were handled one by one have none.
    handling = handling == null ? Handling.USUAL : handling;
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

  /** Handled as usual. */
  public Metric(String name, Optional<Double> bound, double tolerance, String description) {
    this(name, bound, tolerance, description, Handling.USUAL, Optional.empty());
  }

  public Metric handled(Handling other) {
    return new Metric(name, bound, tolerance, description, other, times);
  }

  /** With a tolerance of so many times the baseline's share less one, settled when it begins. */
  public Metric times(double factor) {
    return new Metric(name, bound, tolerance, description, handling, Optional.of(factor));
  }

  /** What "so many times" is, given what the serving version did before. */
  Metric settled(Tally before) {
    if (times.isEmpty()) {
      return this;
    }
    // Half a bad outcome in fifty: where nothing was seen, 1 %.
    var rate = (before.bad() + 0.5) / (before.n() + 50);
    var more = StrictMath.min(1, rate * (times.get() - 1));
    return new Metric(name, bound, more, description, handling, Optional.empty());
  }
}
