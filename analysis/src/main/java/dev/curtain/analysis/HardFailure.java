package dev.curtain.analysis;

/**
 * Every single request to the candidate failed, and the baseline's did not: this does not wait for
 * several blocks.
 *
 * <p>Let q be the largest share of bad outcomes that is still harmless: the bound, or the
 * baseline's share plus the tolerance. The first k requests are all bad with probability q^k at
 * most, and "some k ≥ k* were all bad" is the same event as "the first k* were", so looking after
 * every request costs nothing. The baseline's share is taken from the upper end of its confidence
 * sequence over the same blocks, at a hundredth of the level; the claim itself gets another
 * hundredth.
 */
final class HardFailure {
  /** Fewer may be one user's. */
  private static final long LEAST = 5;

  private static final double PART = 0.01;

  private HardFailure() {}

  /**
   * ln of the evidence against "harmless"; none where a candidate request succeeded.
   *
   * @param compared requests of blocks that had both sides
   * @param level the metric's part of alpha
   */
  static double logE(Metric metric, Block.Sides compared, Tally candidate, double level) {
    var k = candidate.n();
    if (k < LEAST || candidate.bad() < k || compared.baseline().n() == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    var baseline = RateSequence.of(compared.baseline(), PART * level, 1).upper();
    var q = StrictMath.max(metric.bound().orElse(0.0), baseline + metric.tolerance());
    return q >= 1 ? Double.NEGATIVE_INFINITY : StrictMath.log(PART) - k * StrictMath.log(q);
  }
}
