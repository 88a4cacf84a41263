package dev.curtain.model;

/** How far two words are from each other. */
public final class Likeness {
  private Likeness() {}

  /** Letters to write, remove or exchange; two exchanged neighbours are one. */
  public static int distance(String a, String b) {
    int[][] costs = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          costs[i][j] = i + j;
        } else {
          int change = costs[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
          costs[i][j] = Math.min(change, Math.min(costs[i - 1][j], costs[i][j - 1]) + 1);
          if (i > 1
              && j > 1
              && a.charAt(i - 1) == b.charAt(j - 2)
              && a.charAt(i - 2) == b.charAt(j - 1)) {
            costs[i][j] = Math.min(costs[i][j], costs[i - 2][j - 2] + 1);
          }
        }
      }
    }
    return costs[a.length()][b.length()];
  }
}
