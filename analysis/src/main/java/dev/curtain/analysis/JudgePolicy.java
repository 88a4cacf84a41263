package dev.curtain.analysis;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a judge is held to.
 *
 * @param alpha highest probability of ever aborting a harmless candidate, over all looks and all
 *     metrics together, 0..1
 * @param minimumRequests candidate requests before a promotion can be spoken of
 * @param series numbers per interval, judged beside the metrics and outside of alpha
 */
public record JudgePolicy(
    double alpha, List<Metric> metrics, long minimumRequests, List<SeriesMetric> series) {
  /** Counts alone. */
  public JudgePolicy(double alpha, List<Metric> metrics, long minimumRequests) {
    this(alpha, metrics, minimumRequests, List.of());
  }

  /** The same about other metrics. */
  public JudgePolicy of(List<Metric> others) {
    return new JudgePolicy(alpha, others, minimumRequests, series);
  }

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

  /** Whether a promotion waits for a series: as for metrics, and beside them. */
  public boolean waitsFor(SeriesMetric one) {
    var anyKey =
        metrics.stream().anyMatch(each -> each.handling().key())
            || series.stream().anyMatch(each -> each.handling().key());
    return !one.handling().dryRun() && (one.handling().key() || !anyKey);
  }

  public JudgePolicy {
    metrics = List.copyOf(metrics);
    // Records of before there were series have none.
    series = series == null ? List.of() : List.copyOf(series);
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException(
          "alpha: " + alpha + " (expected: a probability between 0 and 1, as 0.01)");
    }
    if (minimumRequests < 0) {
      throw new IllegalArgumentException(
          "minimum requests: " + minimumRequests + " (expected: 0 or more)");
    }
    var names =
        Stream.concat(metrics.stream().map(Metric::name), series.stream().map(SeriesMetric::name))
            .toList();
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("metrics: " + names + " (expected: no name twice)");
    }
  }
}
