package dev.curtain.bench.judge;

import java.util.SplittableRandom;

/** Random numbers for simulated traffic, from a given seed. */
final class Draws {
  private final SplittableRandom random;

  Draws(long seed) {
    this.random = new SplittableRandom(seed);
  }

  double uniform() {
    return random.nextDouble();
  }

  double normal() {
    return random.nextGaussian();
  }

  /**
   * Successes of n trials: waiting times between them are geometric, as many draws as successes.
   */
  int binomial(int n, double p) {
    if (p <= 1e-12 || n == 0) {
      return 0;
    }
    if (p > 0.5) {
      return n - binomial(n, Math.max(0, 1 - p));
    }
    double log = Math.log1p(-p);
    int successes = 0;
    double trials = 0;
    while (true) {
      trials += 1 + Math.floor(Math.log(1 - random.nextDouble()) / log);
      if (trials > n) {
        return successes;
      }
      successes++;
    }
  }

  int poisson(double mean) {
    if (mean > 30) {
      return poisson(mean / 2) + poisson(mean / 2);
    }
    double left = Math.exp(-mean);
    int events = -1;
    for (double product = 1; product > left; events++) {
      product *= 1 - random.nextDouble();
    }
    return events;
  }

  /** Gamma with mean 1 (Marsaglia and Tsang 2000). */
  double gamma(double shape) {
    double boost = shape < 1 ? Math.pow(1 - random.nextDouble(), 1 / shape) : 1;
    double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + c * x, 3);
      if (v > 0 && Math.log(1 - random.nextDouble()) < x * x / 2 + d - d * v + d * Math.log(v)) {
        return boost * d * v / shape;
      }
    }
  }
}
