package dev.curtain.analysis;

import java.util.SplittableRandom;

/** Random numbers for simulated traffic, from a given seed. */
final class Draws {
  private final SplittableRandom random;

  Draws(long seed) {
    this.random = new SplittableRandom(seed);
  }

  long binomial(long n, double p) {
    if (p < 1e-12) {
      return 0;
    }
    if (p > 0.5) {
      return n - binomial(n, StrictMath.max(0, 1 - p));
    }
    // Waiting times between successes are geometric: as many draws as successes.
    var log = StrictMath.log1p(-p);
    var successes = 0L;
    var trials = 0L;
    while (true) {
      trials += 1 + (long) (StrictMath.log(1 - random.nextDouble()) / log);
      if (trials > n) {
        return successes;
      }
      successes++;
    }
  }

  /** Arrivals until time {@code mean} at rate 1. */
  long poisson(double mean) {
    var arrivals = -1L;
    for (var time = 0.0; time <= mean; arrivals++) {
      time -= StrictMath.log(1 - random.nextDouble());
    }
    return arrivals;
  }

  Tally tally(long n, double p) {
    return new Tally(n, binomial(n, p));
  }

  double normal() {
    return random.nextGaussian();
  }

  double uniform() {
    return random.nextDouble();
  }

  /** Gamma with mean 1 (Marsaglia and Tsang 2000). */
  double gamma(double shape) {
    var boost = shape < 1 ? StrictMath.pow(1 - random.nextDouble(), 1 / shape) : 1.0;
    var d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3;
    var c = 1 / StrictMath.sqrt(9 * d);
    while (true) {
      var x = random.nextGaussian();
      var v = StrictMath.pow(1 + c * x, 3);
      if (v > 0
          && StrictMath.log(1 - random.nextDouble())
              < x * x / 2 + d - d * v + d * StrictMath.log(v)) {
        return boost * d * v / shape;
      }
    }
  }
}
