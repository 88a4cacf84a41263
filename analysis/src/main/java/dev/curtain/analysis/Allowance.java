package dev.curtain.analysis;

/**
 * What is made of one block's evidence, settled before the block is seen: it is divided by the
 * scatter of earlier blocks, and then it counts for so much at most. Less than is due keeps an
 * e-value an e-value (e^(g/φ) is concave in e^g).
 *
 * @param scatter ≥ 1
 * @param most natural logarithm
 */
record Allowance(double scatter, double most) {
  /** One look at everything, where no block is a burst. */
  static final Allowance WHOLE = new Allowance(1, Double.POSITIVE_INFINITY);

  /**
   * No block multiplies the wealth by more than e^2.9, about 18: what happens within one block may
   * be one burst. At α = 0.01 an abort still takes three blocks at least, as no bet has more than
   * about a third of the wealth.
   */
  private static final double MOST = 2.9;

  /** Who has seen few bursts, or none, is more careful: 9 times … */
  private static final double MOST_WHILE_YOUNG = 2.2;

  private static final double YOUNG_BLOCKS = 300;

  /** … and 4.5 times at first. */
  private static final double MOST_AT_FIRST = 1.5;

  private static final double FIRST_BLOCKS = 60;

  /**
   * @param seen blocks of the serving version before this one
   */
  static Allowance of(double scatter, double seen) {
    if (seen < FIRST_BLOCKS) {
      return new Allowance(scatter, MOST_AT_FIRST);
    }
    return new Allowance(scatter, seen < YOUNG_BLOCKS ? MOST_WHILE_YOUNG : MOST);
  }

  double of(double logRatio) {
    return StrictMath.min(most, logRatio / scatter);
  }
}
