package dev.curtain.analysis;

/** The standard normal distribution. */
public final class Normal {
  private static final double SQRT_TWO_PI = 2.506628274631000502415765284811;

  private Normal() {}

  /**
   * P(Z ≤ z): Marsaglia's series near the middle ("Evaluating the normal distribution", Journal of
   * Statistical Software 2004), Laplace's continued fraction in the tails.
   */
  public static double cdf(double z) {
    if (Double.isNaN(z)) {
      return z;
    }
    if (z < -3) {
      return tail(-z);
    }
    if (z > 3) {
      return 1 - tail(z);
    }
    var term = z;
    var sum = z;
    for (var i = 3; StrictMath.abs(term) > 1e-18 * StrictMath.abs(sum); i += 2) {
      term *= z * z / i;
      sum += term;
    }
    return 0.5 + sum * density(z);
  }

  /** The z with P(Z ≤ z) = p, for 0 &lt; p &lt; 1. */
  public static double quantile(double p) {
    if (!(p > 0 && p < 1)) {
      throw new IllegalArgumentException("quantile of " + p + " (expected: between 0 and 1)");
    }
    if (p > 0.5) {
      return -quantile(1 - p);
    }
    var low = -40.0;
    var high = 0.0;
    var z = -1.0;
    for (var i = 0; i < 100; i++) {
      var error = cdf(z) - p;
      if (error > 0) {
        high = z;
      } else {
        low = z;
      }
      var next = z - error / density(z);
      if (!(next > low && next < high)) {
        next = low + (high - low) / 2;
      }
      if (StrictMath.abs(next - z) <= 1e-15 * StrictMath.abs(z)) {
        return next;
      }
      z = next;
    }
    return z;
  }

  private static double density(double z) {
    return StrictMath.exp(-z * z / 2) / SQRT_TWO_PI;
  }

  /** P(Z &gt; z) for z ≥ 3: φ(z) / (z + 1/(z + 2/(z + 3/(z + …)))). */
  private static double tail(double z) {
    var fraction = z;
    for (var k = 60; k >= 1; k--) {
      fraction = z + k / fraction;
    }
    return density(z) / fraction;
  }
}
