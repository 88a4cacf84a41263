package dev.curtain.analysis.series;

import java.util.Arrays;

/**
 * Summary of a series.
 *
 * @param std sample standard deviation (n − 1)
 */
public record Description(double min, double max, double mean, double std, int count) {
  static Description of(double[] values) {
    if (values.length == 0) {
      return new Description(0, 0, 0, 0, 0);
    }
    var mean = 0.0;
    for (var value : values) {
      mean += value / values.length;
    }
    var squares = 0.0;
    for (var value : values) {
      squares += (value - mean) * (value - mean);
    }
    var std = values.length == 1 ? 0 : StrictMath.sqrt(squares / (values.length - 1));
    return new Description(
        Arrays.stream(values).min().orElse(0),
        Arrays.stream(values).max().orElse(0),
        mean,
        std,
        values.length);
  }

  /**
   * Percentile by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996).
   *
   * @param p 0..100
   */
  static double percentile(double[] values, double p) {
    if (values.length == 0) {
      return 0;
    }
    var sorted = values.clone();
    Arrays.sort(sorted);
    var position = (sorted.length - 1) * p / 100;
    var below = (int) StrictMath.floor(position);
    var above = StrictMath.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
