package dev.curtain.analysis.series;

import dev.curtain.analysis.Normal;
import java.util.Arrays;

/**
 * The Mann-Whitney U test: exact permutation distribution, ties included, for small series, the
 * normal approximation with corrections for ties and continuity for large ones.
 *
 * @param u pairs in which the first exceeds the second, ties counted as half
 * @param pLess probability, were both the same, of a U as small as this or smaller
 * @param pGreater of one as large or larger
 * @param pDiffers of one as far from the middle, or farther
 */
public record RankSumTest(double u, double pLess, double pGreater, double pDiffers) {
  private static final int EXACT = 50;
  private static final int EXACT_WITH_TIES = 25;

  /** Both series must have points. */
  public static RankSumTest of(double[] first, double[] second) {
    if (first.length == 0 || second.length == 0) {
      throw new IllegalArgumentException(
          "series of " + first.length + " and " + second.length + " points (expected: 1 or more)");
    }
    var n = (double) first.length;
    var ranks = Ranks.of(first, second);
    var u = ranks.sumOfFirst() - n * (n + 1) / 2;
    var limit = ranks.tieCubes() > 0 ? EXACT_WITH_TIES : EXACT;
    return first.length <= limit && second.length <= limit
        ? exact(u, first, second)
        : approximate(u, ranks.tieCubes(), n, second.length);
  }

  private static RankSumTest approximate(double u, double tieCubes, double n, double m) {
    var mean = n * m / 2;
    var variance = n * m / 12 * ((n + m + 1) - tieCubes / ((n + m) * (n + m - 1)));
    if (!(variance > 0)) {
      return new RankSumTest(u, 1, 1, 1);
    }
    var sigma = StrictMath.sqrt(variance);
    var less = Normal.cdf((u + 0.5 - mean) / sigma);
    var greater = Normal.cdf(-(u - 0.5 - mean) / sigma);
    return twoSided(u, less, greater);
  }

  /**
   * Counts the ways to deal the pooled values to the two series, group of ties by group of ties: r
   * of a group of t going to the first series add r times (second's values below) + r(t−r)/2 to U.
   */
  private static RankSumTest exact(double u, double[] first, double[] second) {
    var n = first.length;
    var most = 2 * n * second.length;
    var pooled = Arrays.copyOf(first, n + second.length);
    System.arraycopy(second, 0, pooled, n, second.length);
    Arrays.sort(pooled);
    var ways = new double[n + 1][most + 1]; // [dealt to the first][2U]
    ways[0][0] = 1;
    var dealt = 0;
    while (dealt < pooled.length) {
      var tied = 1;
      while (dealt + tied < pooled.length && pooled[dealt + tied] == pooled[dealt]) {
        tied++;
      }
      ways = deal(ways, dealt, tied, second.length);
      dealt += tied;
    }
    var all = 0.0;
    var less = 0.0;
    var greater = 0.0;
    var observed = (int) StrictMath.round(2 * u);
    for (var twice = 0; twice <= most; twice++) {
      var count = ways[n][twice];
      all += count;
      less += twice <= observed ? count : 0;
      greater += twice >= observed ? count : 0;
    }
    return twoSided(u, less / all, greater / all);
  }

  private static double[][] deal(double[][] ways, int dealt, int tied, int second) {
    var next = new double[ways.length][ways[0].length];
    for (var had = 0; had < ways.length; had++) {
      var below = dealt - had; // of the second series
      if (below < 0 || below > second) {
        continue;
      }
      for (var r = 0; r <= tied && had + r < ways.length; r++) {
        var adds = 2 * r * below + r * (tied - r);
        var choices = choose(tied, r);
        for (var twice = 0; twice + adds < ways[had].length; twice++) {
          next[had + r][twice + adds] += ways[had][twice] * choices;
        }
      }
    }
    return next;
  }

  private static double choose(int n, int k) {
    var result = 1.0;
    for (var i = 1; i <= k; i++) {
      result = result * (n - k + i) / i;
    }
    return result;
  }

  private static RankSumTest twoSided(double u, double less, double greater) {
    return new RankSumTest(u, less, greater, StrictMath.min(1, 2 * StrictMath.min(less, greater)));
  }
}
