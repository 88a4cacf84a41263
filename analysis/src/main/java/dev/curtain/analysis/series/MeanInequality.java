package dev.curtain.analysis.series;

/** Compares means and nothing else; for series too short for anything better. */
final class MeanInequality {
  private MeanInequality() {}

  static Classification classify(double[] control, double[] experiment) {
    if (control.length == 0 || experiment.length == 0) {
      return Classification.NODATA;
    }
    var difference = Description.of(experiment).mean() - Description.of(control).mean();
    if (difference == 0) {
      return Classification.PASS;
    }
    return difference > 0 ? Classification.HIGH : Classification.LOW;
  }
}
