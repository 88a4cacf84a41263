package dev.curtain.analysis;

import java.util.List;

/**
 * What a judge is held to.
 *
 * @param alpha highest probability of ever aborting a harmless candidate, over all looks and all
 *     metrics together, 0..1
 * @param minimumRequests candidate requests before a promotion can be spoken of
 */
public record JudgePolicy(double alpha, List<Metric> metrics, long minimumRequests) {
  /**
   * A metric's part of alpha: by weight among those that are acted on; for one that is not, what it
   * would be if it were.
   */
  public double level(Metric metric) {
    var acting =
        metrics.stream()
            .filter(each -> !each.handling().dryRun())
            .mapToDouble(each -> each.handling().weight())
            .sum();
    var own = metric.handling().weight();
    return alpha * own / (metric.handling().dryRun() ? acting + own : acting);
  }

  /** The metrics that a promotion rests on: the key ones, or all that are acted on. */
  public List<Metric> key() {
    var key = metrics.stream().filter(each -> each.handling().key()).toList();
    return key.isEmpty()
        ? metrics.stream().filter(each -> !each.handling().dryRun()).toList()
        : key;
  }

  public JudgePolicy {
    metrics = List.copyOf(metrics);
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException(
          "alpha: " + alpha + " (expected: a probability between 0 and 1, as 0.01)");
    }
    if (minimumRequests < 0) {
      throw new IllegalArgumentException(
          "minimum requests: " + minimumRequests + " (expected: 0 or more)");
    }
    if (metrics.stream().map(Metric::name).distinct().count() < metrics.size()) {
      throw new IllegalArgumentException(
          "metrics: " + metrics.stream().map(Metric::name).toList() + " (expected: no name twice)");
    }
  }
}
