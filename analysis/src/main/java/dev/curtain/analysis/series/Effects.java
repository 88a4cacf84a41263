package dev.curtain.analysis.series;

/** Measures of how far apart two series are. */
final class Effects {
  private Effects() {}

  /** NaN where either mean is 0. */
  static double meanRatio(double[] experiment, double[] control) {
    var above = Description.of(experiment).mean();
    var below = Description.of(control).mean();
    return above == 0 || below == 0 ? Double.NaN : above / below;
  }

  /** McGraw and Wong's common language effect size, ties counted as half (Vargha and Delaney). */
  static double commonLanguage(double[] experiment, double[] control) {
    var m = (double) experiment.length;
    var ranks = Ranks.of(experiment, control);
    return (2 * ranks.sumOfFirst() - m * (m + 1)) / (2 * m * control.length);
  }

  /** Difference of means in pooled standard deviations. */
  static double cohenD(double[] experiment, double[] control) {
    var x = Description.of(experiment);
    var y = Description.of(control);
    var pooled =
        ((x.count() - 1) * x.std() * x.std() + (y.count() - 1) * y.std() * y.std())
            / (x.count() + y.count() - 2);
    return (x.mean() - y.mean()) / StrictMath.sqrt(pooled);
  }
}
