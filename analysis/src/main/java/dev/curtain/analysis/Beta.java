package dev.curtain.analysis;

/** The beta distribution, as far as one-sided confidence sequences need it. */
final class Beta {
  private static final double TINY = 1e-300;

  private Beta() {}

  /**
   * ln I_x(a, b), the logarithm of the distribution function, by the continued fraction of
   * Abramowitz and Stegun 26.5.8 (Lentz's method).
   *
   * @param x 0 &lt; x &lt; 1
   */
  static double logCdf(double x, double a, double b) {
    if (x > (a + 1) / (a + b + 2)) {
      return StrictMath.log1p(-StrictMath.exp(direct(1 - x, b, a)));
    }
    return direct(x, a, b);
  }

  private static double direct(double x, double a, double b) {
    var front = a * StrictMath.log(x) + b * StrictMath.log1p(-x) - Gamma.logBeta(a, b);
    return StrictMath.min(0, front + StrictMath.log(fraction(x, a, b)) - StrictMath.log(a));
  }

  private static double fraction(double x, double a, double b) {
    var c = 1.0;
    var d = 1 / away(1 - (a + b) * x / (a + 1));
    var value = d;
    for (var m = 1; m < 100_000; m++) {
      var even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / away(1 + even * d);
      c = away(1 + even / c);
      value *= d * c;
      var odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / away(1 + odd * d);
      c = away(1 + odd / c);
      var factor = d * c;
      value *= factor;
      if (StrictMath.abs(factor - 1) < 1e-15) {
        break;
      }
    }
    return value;
  }

  private static double away(double value) {
    return StrictMath.abs(value) < TINY ? TINY : value;
  }
}
