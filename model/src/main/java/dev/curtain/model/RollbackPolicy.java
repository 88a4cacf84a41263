package dev.curtain.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code auto_rollback} as executable policy.
 *
 * @param enabled false only where the model says {@code enabled false}
 * @param errorRate highest acceptable share of failed requests, 0..1
 * @param latencies highest acceptable latency by quantile
 * @param triggerTime how long a step is watched
 * @param profile a named rule for what is not said here: {@code lesson}, {@code guide}
 * @param analysis how candidates are judged, metric by metric
 */
public record RollbackPolicy(
    boolean enabled,
    Optional<Double> errorRate,
    List<LatencyBound> latencies,
    Optional<Duration> triggerTime,
    Optional<String> profile,
    Analysis analysis) {
  /** The model says nothing: the engine's defaults hold. */
  public static final RollbackPolicy NONE =
      new RollbackPolicy(true, Optional.empty(), List.of(), Optional.empty());

  /** Without a profile; judged as usual. */
  public RollbackPolicy(
      boolean enabled,
      Optional<Double> errorRate,
      List<LatencyBound> latencies,
      Optional<Duration> triggerTime) {
    this(enabled, errorRate, latencies, triggerTime, Optional.empty(), Analysis.NONE);
  }

  RollbackPolicy judged(Analysis other) {
    return new RollbackPolicy(enabled, errorRate, latencies, triggerTime, profile, other);
  }

  public RollbackPolicy {
    latencies = List.copyOf(latencies);
  }

  /** The {@code quantile} (0..1) of latency is to stay at or below {@code bound}. */
  public record LatencyBound(double quantile, Duration bound) {}
}
