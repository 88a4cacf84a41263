package dev.curtain.analysis;

/**
 * Arithmetic on logarithms. {@link StrictMath} everywhere: its results are defined to the last bit
 * on every platform, those of {@link Math} are not, and a verdict has to be recomputable elsewhere.
 */
final class LogSpace {
  private LogSpace() {}

  /** ln(Σ exp(terms[i])). */
  static double sum(double[] terms) {
    var largest = Double.NEGATIVE_INFINITY;
    for (var term : terms) {
      largest = StrictMath.max(largest, term);
    }
    if (largest == Double.NEGATIVE_INFINITY) {
      return largest;
    }
    var sum = 0.0;
    for (var term : terms) {
      sum += StrictMath.exp(term - largest);
    }
    return largest + StrictMath.log(sum);
  }

  /** ln(w·exp(a) + (1−w)·exp(b)) for 0 &lt; w &lt; 1. */
  static double mix(double w, double a, double b) {
    var left = StrictMath.log(w) + a;
    var right = StrictMath.log1p(-w) + b;
    var larger = StrictMath.max(left, right);
    if (Double.isInfinite(larger)) {
      return larger;
    }
    return larger + StrictMath.log1p(StrictMath.exp(StrictMath.min(left, right) - larger));
  }

  /** exp(x), kept finite so that it can be written down. */
  static double finiteExp(double x) {
    return StrictMath.exp(StrictMath.min(x, 700));
  }
}
