package dev.curtain.analysis.series;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One score from the classifications of many metrics, as Kayenta's weighted sum does it. */
public final class Scores {
  private Scores() {}

  /** A metric's part in the score; it may belong to several groups. */
  public record Scored(
      String name, Classification classification, boolean critical, List<String> groups) {
    public Scored {
      groups = List.copyOf(groups);
    }
  }

  /**
   * @param value 0..100, rounded to 2 decimals
   * @param groups score of each group; 0 where none of its metrics had data
   */
  public record Summary(double value, Map<String, Double> groups) {
    public Summary {
      groups = Map.copyOf(groups);
    }
  }

  /**
   * Groups without a weight share what the given weights leave of 100. A group without data counts
   * as passed. A critical metric that did not pass makes the score 0, as does no data for half of
   * the metrics or more.
   */
  public static Summary of(List<Scored> metrics, Map<String, Double> weights) {
    Map<String, List<Classification>> groups = new LinkedHashMap<>();
    for (var metric : metrics) {
      for (var group : metric.groups()) {
        groups.computeIfAbsent(group, name -> new ArrayList<>()).add(metric.classification());
      }
    }
    var given = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    var without = groups.keySet().stream().filter(name -> !weights.containsKey(name)).count();
    var shared = without == 0 ? 0 : (100 - given) / without;
    Map<String, Double> scores = new LinkedHashMap<>();
    var sum = 0.0;
    for (var group : groups.entrySet()) {
      var score = score(group.getValue());
      var weight = weights.getOrDefault(group.getKey(), shared);
      sum += score.orElse(100.0) * weight / 100;
      scores.put(group.getKey(), score.orElse(0.0));
    }
    var silent = metrics.stream().filter(m -> m.classification() == Classification.NODATA).count();
    var lost =
        metrics.stream().anyMatch(m -> m.critical() && m.classification() != Classification.PASS)
            || 2 * silent >= metrics.size();
    return new Summary(lost ? 0 : StrictMath.round(sum * 100) / 100.0, scores);
  }

  private static Optional<Double> score(List<Classification> group) {
    var counted = group.stream().filter(c -> c != Classification.NODATA).count();
    var passed = group.stream().filter(c -> c == Classification.PASS).count();
    return counted == 0 ? Optional.empty() : Optional.of(100.0 * passed / counted);
  }

  /**
   * Whether a run with these scores, one per interval, succeeded: the last one counts, unless one
   * at or below {@code marginal} ended the run before.
   */
  public static boolean succeeded(
      List<Double> intervals, Optional<Double> pass, Optional<Double> marginal) {
    if (intervals.isEmpty()) {
      return false;
    }
    var counted =
        intervals.stream()
            .filter(score -> marginal.isPresent() && score <= marginal.get())
            .findFirst()
            .orElse(intervals.getLast());
    return marginal.map(limit -> counted > limit).orElse(true)
        && pass.map(limit -> counted >= limit).orElse(true);
  }
}
