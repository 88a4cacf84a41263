package dev.curtain.analysis;

import java.util.Map;

/**
 * What was seen in one short stretch of time, candidate and baseline in the same seconds: by metric
 * name, the tallies of both sides. A metric that was not measured in this block is absent, which is
 * not the same as zero.
 */
public record Block(Map<String, Sides> metrics) {
  public Block {
    metrics = Map.copyOf(metrics);
  }

  public record Sides(Tally baseline, Tally candidate) {}
}
