package dev.curtain.bench.judge;

import java.util.SplittableRandom;

/** Random numbers for simulated traffic, from a given seed. */
final class Draws {
  private static final double[] LOG_FACTORIAL = logFactorials();

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

  /** Products of uniform numbers below a mean of 10, transformed rejection from there on. */
  int poisson(double mean) {
    if (mean >= 10) {
      return rejected(mean);
    }
    double left = Math.exp(-mean);
    int events = 0;
    for (double product = 1 - random.nextDouble(); product > left; events++) {
      product *= 1 - random.nextDouble();
    }
    return events;
  }

  /**
   * PTRS of Hörmann, "The transformed rejection method for generating Poisson random variables",
   * 1993.
   */
  private int rejected(double mean) {
    double b = 0.931 + 2.53 * Math.sqrt(mean);
    double a = -0.059 + 0.02483 * b;
    double most = 0.9277 - 3.6224 / (b - 2);
    while (true) {
      double u = random.nextDouble() - 0.5;
      double v = 1 - random.nextDouble();
      double us = 0.5 - Math.abs(u);
      double k = Math.floor((2 * a / us + b) * u + mean + 0.43);
      if (us >= 0.07 && v <= most) {
        return (int) k;
      }
      if (k >= 0
          && !(us < 0.013 && v > us)
          && Math.log(v * (1.1239 + 1.1328 / (b - 3.4)) / (a / (us * us) + b))
              <= k * Math.log(mean) - mean - logFactorial((int) k)) {
        return (int) k;
      }
    }
  }

  private static double logFactorial(int k) {
    if (k < LOG_FACTORIAL.length) {
      return LOG_FACTORIAL[k];
    }
    // Stirling's series; from 256 on the next term is below 1e-10.
    return (k + 0.5) * Math.log(k) - k + 0.5 * Math.log(2 * Math.PI) + 1.0 / (12.0 * k);
  }

  private static double[] logFactorials() {
    double[] table = new double[256];
    for (int k = 1; k < table.length; k++) {
      table[k] = table[k - 1] + Math.log(k);
    }
    return table;
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
