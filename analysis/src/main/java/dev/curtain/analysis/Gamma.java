package dev.curtain.analysis;

/** The gamma function, as far as the judges need it. */
final class Gamma {
  /** B(2k) / (2k (2k−1)), k = 1…7, of Stirling's series (Abramowitz and Stegun 6.1.41). */
  private static final double[] STIRLING = {
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156
  };

  private static final double HALF_LOG_TWO_PI = 0.918938533204672741780329736406;

  private Gamma() {}

  /** ln Γ(x) for x &gt; 0. */
  static double log(double x) {
    // The series needs a large argument; Γ(x) = Γ(x+1)/x gets there.
    var shift = 1.0;
    var z = x;
    while (z < 10) {
      shift *= z;
      z += 1;
    }
    var inverse = 1 / z;
    var square = inverse * inverse;
    var series = 0.0;
    for (var k = STIRLING.length - 1; k >= 0; k--) {
      series = series * square + STIRLING[k];
    }
    return (z - 0.5) * StrictMath.log(z)
        - z
        + HALF_LOG_TWO_PI
        + series * inverse
        - StrictMath.log(shift);
  }

  /** ln B(a, b). */
  static double logBeta(double a, double b) {
    return log(a) + log(b) - log(a + b);
  }
}
