package dev.curtain.analysis.series;

import java.util.Arrays;

/**
 * Two series ranked together, ties sharing the mean of their ranks.
 *
 * @param sumOfFirst ranks of the first series added up
 * @param tieCubes Σ t³ − t over groups of t tied values
 */
record Ranks(double sumOfFirst, double tieCubes) {
  static Ranks of(double[] first, double[] second) {
    return of(first, 0, second);
  }

  /** Ranks of {@code first − shift} among itself and {@code second}. */
  static Ranks of(double[] first, double shift, double[] second) {
    var moved = first.clone();
    for (var i = 0; i < moved.length; i++) {
      moved[i] -= shift;
    }
    var other = second.clone();
    Arrays.sort(moved);
    Arrays.sort(other);
    var sum = 0.0;
    var cubes = 0.0;
    var i = 0;
    var j = 0;
    while (i < moved.length || j < other.length) {
      var value =
          j == other.length || (i < moved.length && moved[i] <= other[j]) ? moved[i] : other[j];
      var firstTied = runOf(value, moved, i);
      var otherTied = runOf(value, other, j);
      var tied = (double) firstTied + otherTied;
      // Ranks i+j+1 … i+j+tied, shared.
      sum += firstTied * (i + j + (tied + 1) / 2);
      cubes += tied * tied * tied - tied;
      i += firstTied;
      j += otherTied;
    }
    return new Ranks(sum, cubes);
  }

  private static int runOf(double value, double[] sorted, int from) {
    var end = from;
    while (end < sorted.length && sorted[end] == value) {
      end++;
    }
    return end - from;
  }
}
