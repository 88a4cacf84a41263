package dev.curtain.analysis;

import java.util.Map;

/**
 * What was seen in one short stretch of time, candidate and baseline in the same seconds: by metric
 * name, the tallies of both sides. A metric that was not measured in this block is absent, which is
 * not the same as zero; and one whose measures could not be had is in {@code errors}, which is
 * neither.
 *
 * @param errors by metric name, what whoever measures it said instead
 */
public record Block(Map<String, Sides> metrics, Map<String, String> errors) {
  public Block {
    metrics = Map.copyOf(metrics);
    // Records of before there were sources that can be out have none.
    errors = errors == null ? Map.of() : Map.copyOf(errors);
  }

  public Block(Map<String, Sides> metrics) {
    this(metrics, Map.of());
  }

  public record Sides(Tally baseline, Tally candidate) {}
}
