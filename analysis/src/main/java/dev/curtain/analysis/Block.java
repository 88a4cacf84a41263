package dev.curtain.analysis;

import java.util.Map;
import java.util.Optional;

/**
 * What was seen in one short stretch of time, candidate and baseline in the same seconds: by metric
 * name, the tallies of both sides. A metric that was not measured in this block is absent, which is
 * not the same as zero; and one whose measures could not be had is in {@code errors}, which is
 * neither.
 *
 * @param errors by metric name, what whoever measures it said instead
 * @param points by series name, the number of an interval that ended in this stretch
 * @param leftOutMillis length of this stretch, where whoever measured did not run for a part of it
 *     and would have measured its own delay: what is measured by time is then left out of {@code
 *     metrics}, of both sides alike
 */
public record Block(
    Map<String, Sides> metrics,
    Map<String, String> errors,
    Map<String, Point> points,
    Optional<Long> leftOutMillis) {
  public Block {
    // Records of before that was noticed have none.
    leftOutMillis = leftOutMillis == null ? Optional.empty() : leftOutMillis;
    metrics = Map.copyOf(metrics);
    // Records of before there were series have none.
    points = points == null ? Map.of() : Map.copyOf(points);
    // Records of before there were sources that can be out have none.
    errors = errors == null ? Map.of() : Map.copyOf(errors);
  }

  public Block(Map<String, Sides> metrics, Map<String, String> errors, Map<String, Point> points) {
    this(metrics, errors, points, Optional.empty());
  }

  public Block(Map<String, Sides> metrics, Map<String, String> errors) {
    this(metrics, errors, Map.of());
  }

  public Block(Map<String, Sides> metrics) {
    this(metrics, Map.of());
  }

  /** The same stretch by other metrics. */
  public Block of(Map<String, Sides> others) {
    return new Block(others, errors, points, leftOutMillis);
  }

  /** One interval of a series; a side without a number had none. */
  public record Point(Optional<Double> baseline, Optional<Double> candidate) {}

  public record Sides(Tally baseline, Tally candidate) {}
}
