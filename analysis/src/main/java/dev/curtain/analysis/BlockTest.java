package dev.curtain.analysis;

/**
 * An e-process against "on average a block's value is at least the edge", where values are at most
 * 1 and each block is one observation, however many requests it has: evidence of safety for which
 * it does not matter how much a burst hits at once.
 *
 * <p>The wealth is a mixture of Π (1 + λ·(edge − value)) over a few λ below 1/(1 − edge). While
 * each block's value, given what was before, is the edge or more on average, no factor has an
 * expectation above 1 (Waudby-Smith and Ramdas, "Estimating means of bounded random variables by
 * betting", Journal of the Royal Statistical Society B 2024). Nothing is asked of the requests
 * within a block, so that {@link Dispersion} has nothing to allow for. It is slower than {@link
 * BoundTest} where requests are independent, and much faster after one burst.
 */
final class BlockTest {
  /** Parts of the largest bet that cannot lose everything. */
  private static final double[] BETS = {0.9, 0.5, 0.15};

  private final double edge;
  private final double[] logWealth;

  private BlockTest(double edge, double[] logWealth) {
    this.edge = edge;
    this.logWealth = logWealth;
  }

  /**
   * @param edge 0..1
   */
  static BlockTest of(double edge) {
    var even = -StrictMath.log(BETS.length);
    return new BlockTest(edge, new double[] {even, even, even});
  }

  /**
   * @param value at most 1: a share, or a difference of shares
   */
  BlockTest observe(double value) {
    var next = logWealth.clone();
    var largest = 1 / StrictMath.max(0.5, 1 - edge);
    for (var i = 0; i < next.length; i++) {
      next[i] += StrictMath.log1p(BETS[i] * largest * (edge - value));
    }
    return new BlockTest(edge, next);
  }

  /** Natural logarithm of the e-value. */
  double logE() {
    return LogSpace.sum(logWealth);
  }
}
