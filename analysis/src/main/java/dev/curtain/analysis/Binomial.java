package dev.curtain.analysis;

/** Successes in independent trials. */
final class Binomial {
  private Binomial() {}

  /** P(X ≥ k) of n trials with probability p each. */
  static double atLeast(long k, long n, double p) {
    if (k <= 0) {
      return 1;
    }
    var sum = 0.0;
    for (var i = k; i <= n; i++) {
      var term = StrictMath.exp(logProbability(i, n, p));
      sum += term;
      if (i > n * p && term < 1e-18 * sum) {
        break;
      }
    }
    return StrictMath.min(1, sum);
  }

  private static double logProbability(long k, long n, double p) {
    return Gamma.log(n + 1.0)
        - Gamma.log(k + 1.0)
        - Gamma.log(n - k + 1.0)
        + k * StrictMath.log(p)
        + (n - k) * StrictMath.log1p(-p);
  }
}
