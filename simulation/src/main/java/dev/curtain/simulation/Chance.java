package dev.curtain.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** The luck of one world: the same seed draws the same. */
final class Chance {
  private final SplittableRandom random;

  Chance(long seed) {
    random = new SplittableRandom(seed);
  }

  /** True with probability {@code p}, 0..1. */
  boolean once(double p) {
    return p > 0 && random.nextDouble() < p;
  }

  /** Evenly from {@code low} to {@code high}, both included. */
  long between(long low, long high) {
    return low >= high ? low : random.nextLong(low, high + 1);
  }

  int between(int low, int high) {
    return (int) between((long) low, (long) high);
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** A waiting time with this mean, at least 1. */
  long wait(double mean) {
    return 1 + Math.round(-StrictMath.log(1 - random.nextDouble()) * mean);
  }

  /** A whole number with this mean: what is left over is a chance of one more. */
  long count(double mean) {
    long whole = (long) mean;
    return whole + (random.nextDouble() < mean - whole ? 1 : 0);
  }

  /** Of {@code n} so many, each with probability {@code p}; exact while few are expected. */
  long of(long n, double p) {
    if (p <= 0 || n <= 0) {
      return 0;
    }
    if (p >= 1) {
      return n;
    }
    if (n <= 16) {
      long hits = 0;
      for (long i = 0; i < n; i++) {
        hits += random.nextDouble() < p ? 1 : 0;
      }
      return hits;
    }
    double mean = n * p;
    if (mean < 30) {
      return poisson(mean, n);
    }
    double drawn = mean + random.nextGaussian() * StrictMath.sqrt(mean * (1 - p));
    return Math.clamp(Math.round(drawn), 0, n);
  }

  /** Knuth's product of uniforms; fine for small means. */
  private long poisson(double mean, long most) {
    double limit = StrictMath.exp(-mean);
    double product = random.nextDouble();
    long hits = 0;
    while (product > limit && hits < most) {
      product *= random.nextDouble();
      hits++;
    }
    return hits;
  }
}
