package dev.curtain.analysis.series;

import java.util.List;

/** What becomes of points that are not numbers. */
public enum NanStrategy {
  /** They are left out. */
  REMOVE,
  /** They count as 0, for metrics that are silent where there is nothing to report. */
  REPLACE;

  double[] applied(List<Double> values) {
    return switch (this) {
      case REMOVE ->
          values.stream().filter(v -> !v.isNaN()).mapToDouble(Double::doubleValue).toArray();
      case REPLACE -> values.stream().mapToDouble(v -> v.isNaN() ? 0 : v).toArray();
    };
  }
}
