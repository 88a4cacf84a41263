package dev.curtain.analysis.series;

import java.util.Arrays;

/**
 * What becomes of points far from the rest.
 *
 * @param factor interquartile ranges beyond the quartiles, where they are removed
 */
public record Outliers(boolean remove, double factor) {
  public static final Outliers KEEP = new Outliers(false, 3);

  public Outliers {
    if (!(factor >= 0)) {
      throw new IllegalArgumentException("outlier factor: " + factor + " (expected: 0 or more)");
    }
  }

  /** Which values lie outside. */
  record Fences(double low, double high) {
    boolean outside(double value) {
      return value < low || value > high;
    }

    double[] inside(double[] values) {
      return Arrays.stream(values).filter(value -> !outside(value)).toArray();
    }
  }

  double[] applied(double[] values) {
    return remove ? reduced(quartiles(values, factor), values).inside(values) : values;
  }

  /** Tukey's fences. */
  static Fences quartiles(double[] values, double factor) {
    var q1 = Description.percentile(values, 25);
    var q3 = Description.percentile(values, 75);
    var reach = factor * (q3 - q1);
    return new Fences(q1 - reach, q3 + reach);
  }

  /** Mean and standard deviations. */
  static Fences deviations(double[] values, double factor) {
    var description = Description.of(values);
    var reach = factor * description.std();
    return new Fences(description.mean() - reach, description.mean() + reach);
  }

  /** Never more than the outer hundredths: Kayenta's "reduced sensitivity". */
  private static Fences reduced(Fences fences, double[] values) {
    return new Fences(
        StrictMath.min(Description.percentile(values, 1), fences.low()),
        StrictMath.max(Description.percentile(values, 99), fences.high()));
  }
}
