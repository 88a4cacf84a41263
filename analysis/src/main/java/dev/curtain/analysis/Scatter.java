package dev.curtain.analysis;

/**
 * Sums over blocks of one size, enough to tell their scatter at any time.
 *
 * @param count blocks
 * @param last the block added last
 * @param candidate sums for the candidate alone, {@code baseline} likewise
 * @param xx sum of x², where x is the candidate's bad outcomes scaled to the baseline's share of
 *     the block's requests, and y the reverse: at equal rates x and y have the same mean
 * @param vx the variance of the sum of x that independent outcomes would have, {@code vy} likewise
 */
record Scatter(
    long count,
    Block.Sides last,
    Block.Sides total,
    Squares candidate,
    Squares baseline,
    double x,
    double y,
    double xx,
    double xy,
    double yy,
    double vx,
    double vy) {
  private static final Block.Sides NOTHING = new Block.Sides(Tally.NONE, Tally.NONE);
  private static final Scatter NONE =
      new Scatter(0, NOTHING, NOTHING, Squares.NONE, Squares.NONE, 0, 0, 0, 0, 0, 0, 0);

  static Scatter none() {
    return NONE;
  }

  /** Sums of bad², bad·n, n². */
  record Squares(double bb, double bn, double nn) {
    static final Squares NONE = new Squares(0, 0, 0);

    Squares plus(Tally tally) {
      var b = (double) tally.bad();
      var n = (double) tally.n();
      return new Squares(bb + b * b, bn + b * n, nn + n * n);
    }
  }

  Scatter plus(Block.Sides block) {
    var n0 = (double) block.baseline().n();
    var n1 = (double) block.candidate().n();
    var a = n0 / (n0 + n1);
    var b = n1 / (n0 + n1);
    var nextX = a * block.candidate().bad();
    var nextY = b * block.baseline().bad();
    return new Scatter(
        count + 1,
        block,
        new Block.Sides(
            total.baseline().plus(block.baseline()), total.candidate().plus(block.candidate())),
        candidate.plus(block.candidate()),
        baseline.plus(block.baseline()),
        x + nextX,
        y + nextY,
        xx + nextX * nextX,
        xy + nextX * nextY,
        yy + nextY * nextY,
        vx + a * nextX,
        vy + b * nextY);
  }

  double ofCandidate() {
    return ofOne(total.candidate(), candidate);
  }

  double ofBaseline() {
    return ofOne(total.baseline(), baseline);
  }

  private double ofOne(Tally tally, Squares squares) {
    if (tally.bad() == 0 || tally.bad() == tally.n()) {
      return 1;
    }
    var p = tally.rate();
    var residual = squares.bb() - 2 * p * squares.bn() + p * p * squares.nn();
    return lessNoise(residual / (tally.n() * p * (1 - p)), tally.bad());
  }

  /**
   * The most that the scatter of the differences between the sides, given what both have in common,
   * may well be: three standard errors more than it was.
   */
  double mostOfPairs() {
    var bad = StrictMath.min(total.candidate().bad(), total.baseline().bad());
    if (bad == 0) {
      return Double.POSITIVE_INFINITY;
    }
    var ratio = x / y;
    var residual = xx - 2 * ratio * xy + ratio * ratio * yy;
    var variance =
        vx * (1 - total.candidate().rate()) + ratio * ratio * vy * (1 - total.baseline().rate());
    return variance > 0
        ? StrictMath.max(1, residual / variance * count / (count - 1.0)) * (1 + 3 * noise(bad))
        : Double.POSITIVE_INFINITY;
  }

  private double lessNoise(double ratio, long bad) {
    return StrictMath.max(1, ratio * count / (count - 1.0) - noise(bad));
  }

  /** Standard error of Pearson's statistic for Poisson counts (McCullagh, Nelder 1989, §4.5). */
  private double noise(long bad) {
    return StrictMath.sqrt((2 + count / (double) bad) / (count - 1.0));
  }
}
