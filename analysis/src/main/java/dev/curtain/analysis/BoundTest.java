package dev.curtain.analysis;

import java.util.Arrays;

/**
 * An e-process for the share of bad outcomes on one side of a fixed bound.
 *
 * <p>The wealth is a mixture, over a grid of alternatives q beyond the bound p, of the likelihood
 * ratios Π (q/p)^bad · ((1−q)/(1−p))^good. For {@link Side#ABOVE} (null hypothesis: share ≤ p, q
 * above p) one factor has expectation 1 at share p and less below it, because the ratio grows with
 * the outcome; so at any share ≤ p, the same in every block or not, the wealth is a nonnegative
 * supermartingale that starts at 1, and by Ville's inequality P(wealth ever ≥ 1/α) ≤ α. {@link
 * Side#BELOW} is the mirror image. The mixture (Robbins 1970; Ramdas et al., "Game-theoretic
 * statistics and safe anytime-valid inference", Statistical Science 2023) costs a constant number
 * of observations compared with knowing q.
 */
final class BoundTest {
  enum Side {
    /** Evidence that the share is above the bound. */
    ABOVE,
    /** Evidence that the share is below the bound. */
    BELOW
  }

  private static final double[] ODDS_BELOW = {0.75, 0.5, 0.25, 0.08, 0.001};

  /** A bound of exactly 0 or 1 would make one observation infinite evidence. */
  private static final double EDGE = 1e-6;

  private final double[] logBad;
  private final double[] logGood;
  private final double[] logWealth;

  private BoundTest(double[] logBad, double[] logGood, double[] logWealth) {
    this.logBad = logBad;
    this.logGood = logGood;
    this.logWealth = logWealth;
  }

  static BoundTest of(double bound, Side side) {
    var p = StrictMath.clamp(bound, EDGE, 1 - EDGE);
    var odds = side == Side.ABOVE ? Effects.ODDS : ODDS_BELOW;
    var bad = new double[odds.length];
    var good = new double[odds.length];
    var wealth = new double[odds.length];
    for (var i = 0; i < odds.length; i++) {
      // q = odds·p / (1 − p + odds·p): always inside (0, 1)
      var scale = 1 - p + odds[i] * p;
      bad[i] = StrictMath.log(odds[i] / scale);
      good[i] = -StrictMath.log(scale);
    }
    if (side == Side.ABOVE) {
      Arrays.setAll(wealth, i -> StrictMath.log(Effects.WEIGHTS[i]));
    } else {
      Arrays.fill(wealth, -StrictMath.log(odds.length));
    }
    return new BoundTest(bad, good, wealth);
  }

  BoundTest observe(Tally tally) {
    return observe(tally.n(), tally.bad());
  }

  /** The same for counts that are expectations, as forecasts need it. */
  BoundTest observe(double n, double bad) {
    var next = logWealth.clone();
    for (var i = 0; i < next.length; i++) {
      next[i] += bad * logBad[i] + (n - bad) * logGood[i];
    }
    return new BoundTest(logBad, logGood, next);
  }

  /** Natural logarithm of the e-value. */
  double logE() {
    return LogSpace.sum(logWealth);
  }
}
