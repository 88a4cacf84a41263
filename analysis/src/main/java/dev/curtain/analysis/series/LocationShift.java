package dev.curtain.analysis.series;

import dev.curtain.analysis.Normal;
import java.util.Arrays;

/**
 * By how much the experiment lies above the control: Hodges-Lehmann estimate and interval by
 * inverting the Mann-Whitney test, as R's {@code wilcox.test(conf.int = TRUE, exact = FALSE)} does.
 */
record LocationShift(double lower, double upper, double estimate) {
  /** R's and Kayenta's: absolute, so the answer depends on the unit of the series. */
  private static final double ROOT_TOLERANCE = 1e-4;

  /** The rank sum has no variance: every value is tied. */
  static final class AllTied extends RuntimeException {
    private static final long serialVersionUID = 1;

    AllTied() {
      super("all values are tied, the shift has no interval");
    }
  }

  static LocationShift of(double[] experiment, double[] control, double confidence) {
    var x = Description.of(experiment);
    var y = Description.of(control);
    var low = x.min() - y.max();
    var high = x.max() - y.min();
    var z = Normal.quantile((1 - confidence) / 2);
    return new LocationShift(
        root(experiment, control, -z, low, high),
        root(experiment, control, z, low, high),
        BrentRoot.of(shift -> statistic(experiment, control, shift, 0), low, high, ROOT_TOLERANCE));
  }

  private static double root(
      double[] experiment, double[] control, double quantile, double low, double high) {
    if (statistic(experiment, control, low, quantile) <= 0) {
      return low;
    }
    if (statistic(experiment, control, high, quantile) >= 0) {
      return high;
    }
    return BrentRoot.of(
        shift -> statistic(experiment, control, shift, quantile), low, high, ROOT_TOLERANCE);
  }

  /** The standardised rank sum of the experiment less {@code shift}, minus {@code quantile}. */
  static double statistic(double[] experiment, double[] control, double shift, double quantile) {
    var n = (double) experiment.length;
    var m = (double) control.length;
    var ranks = Ranks.of(experiment, shift, control);
    var distance = ranks.sumOfFirst() - n * (n + 1) / 2 - n * m / 2;
    var variance = n * m / 12 * ((n + m + 1) - ranks.tieCubes() / ((n + m) * (n + m - 1)));
    if (!(variance > 0)) {
      throw new AllTied();
    }
    var corrected = distance - StrictMath.signum(distance) * 0.5;
    return corrected / StrictMath.sqrt(variance) - quantile;
  }

  /**
   * A constant series, spread out by 1e-5 of its value: normal scores in place of Kayenta's random
   * noise, so that the same series always give the same answer.
   */
  static double[] spread(double[] constant) {
    var result = new double[constant.length];
    Arrays.setAll(
        result, i -> constant[i] * (1 + 1e-5 * Normal.quantile((i + 0.5) / constant.length)));
    return result;
  }
}
