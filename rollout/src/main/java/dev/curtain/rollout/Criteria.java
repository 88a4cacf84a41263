package dev.curtain.rollout;

import dev.curtain.analysis.JudgePolicy;
import dev.curtain.analysis.Metric;
import dev.curtain.model.RollbackPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a candidate is judged by: the model's {@code auto_rollback} where it says something, these
 * defaults where it does not.
 *
 * @param watch how long a step is watched
 */
record Criteria(
    boolean automatic, JudgePolicy policy, List<LatencyGate> latencies, Duration watch) {
  /** Probability of ever aborting a harmless candidate, over all metrics and looks. */
  static final double ALPHA = 0.01;

  /** Candidate requests before evidence of harmlessness counts. */
  static final long MINIMUM_REQUESTS = 50;

  /**
   * Failures beyond the baseline's that are still no harm, where the model sets no limit: one
   * request in a hundred.
   */
  static final double ERROR_TOLERANCE = 0.01;

  /** Where the model sets no limit, "slow" is 1.5 times the serving version's own p95 … */
  static final double LATENCY_FACTOR = 1.5;

  /** … and one request in twenty more than the baseline's may be. */
  static final double LATENCY_TOLERANCE = 0.05;

  static final Duration WATCH = Duration.ofMinutes(5);

  static Criteria of(RollbackPolicy policy) {
    List<Metric> metrics = new ArrayList<>();
    List<LatencyGate> latencies = new ArrayList<>();
    metrics.add(
        new Metric(
            "error_rate",
            policy.errorRate(),
            policy.errorRate().isPresent() ? 0 : ERROR_TOLERANCE,
            "failed"));
    for (RollbackPolicy.LatencyBound latency : policy.latencies()) {
      String name = "latency_p" + percentile(latency.quantile());
      latencies.add(
          new LatencyGate(
              name, latency.quantile(), Optional.of(latency.bound().toNanos() / 1_000), 1));
      metrics.add(
          new Metric(
              name,
              Optional.of(1 - latency.quantile()),
              0,
              "took longer than " + Words.duration(latency.bound())));
    }
    if (latencies.isEmpty()) {
      latencies.add(new LatencyGate("latency_p95", 0.95, Optional.empty(), LATENCY_FACTOR));
      metrics.add(
          new Metric(
              "latency_p95",
              Optional.empty(),
              LATENCY_TOLERANCE,
              "took longer than " + LATENCY_FACTOR + " times the serving version's p95"));
    }
    return new Criteria(
        policy.enabled(),
        new JudgePolicy(ALPHA, metrics, MINIMUM_REQUESTS),
        latencies,
        policy.triggerTime().orElse(WATCH));
  }

  private static String percentile(double quantile) {
    double per = Math.round(quantile * 10_000) / 100.0;
    return per == Math.rint(per)
        ? String.valueOf((long) per)
        : String.valueOf(per).replace(".", "");
  }
}
