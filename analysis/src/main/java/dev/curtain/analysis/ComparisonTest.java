package dev.curtain.analysis;

/**
 * An e-process for the candidate's share of bad outcomes against the concurrent baseline's.
 *
 * <p>Null hypothesis of {@link Side#WORSE}: in every block, candidate ≤ baseline + tolerance, where
 * both shares may be different in every block (load, bursts that hit both sides, time of day). One
 * block of n0 baseline and n1 candidate requests contributes, for an alternative (q0, q1) outside
 * the null, the likelihood ratio of (q0, q1) to the nearest point (p0, p1) of the null ({@link
 * Projection}, weights n0 and n1).
 *
 * <p>Why this is an e-value: the null is convex, so with N = n0 + n1 and w = n1/N the projection
 * inequality gives (1−w)·A0 + w·A1 ≤ 1 for every pair of shares of the null, A0 and A1 being the
 * expected factors of one baseline and one candidate request. Requests independent given their
 * rates, the block's expectation is A0^n0 · A1^n1 ≤ ((1−w)·A0 + w·A1)^N ≤ 1 by the inequality of
 * arithmetic and geometric means. As A0, A1 are linear in the rates, rates that differ within the
 * block do no harm either, as long as their means over the block are in the null. The construction
 * is Turner, Ly, Grünwald, "Generic E-variables for exact sequential k-sample tests", Computational
 * Statistics and Data Analysis 2024, and Turner and Grünwald, "Anytime-valid confidence intervals
 * for contingency tables and beyond", Statistics and Probability Letters 2023.
 *
 * <p>q0 is either learnt from earlier blocks only (predictable) or one of a few fixed values; q1
 * runs over a grid. All are mixed, and mixtures of e-processes are e-processes. One block counts
 * for little, however large ({@link Allowance}).
 */
final class ComparisonTest {
  enum Side {
    /** Evidence that candidate &gt; baseline + tolerance. */
    WORSE,
    /** Evidence that candidate &lt; baseline + tolerance. */
    NOT_WORSE
  }

  /** Baseline shares to bet on: NaN, which is the first, is "what earlier blocks showed". */
  private static final double[] Q0 = {Double.NaN, 0.003, 0.05};

  private static final double[] Q0_WEIGHT = {0.96, 0.02, 0.02};

  /** Candidates: parts of the baseline's share. */
  private static final double[] NOT_WORSE_RATIO = {1, 0.6, 0.15};

  private static final double[] EQUAL = {1.0 / 3, 1.0 / 3, 1.0 / 3};

  private final double tolerance;
  private final Side side;

  /** The baseline of earlier blocks; may be expectations, hence not a tally. */
  private final double learntN;

  private final double learntBad;

  private final double[] logWealth;

  /** Bets on fixed shares of the baseline, which are the same in every block. */
  private final Bet[] fixed;

  private ComparisonTest(
      double tolerance,
      Side side,
      double learntN,
      double learntBad,
      double[] logWealth,
      Bet[] fixed) {
    this.tolerance = tolerance;
    this.side = side;
    this.learntN = learntN;
    this.learntBad = learntBad;
    this.logWealth = logWealth;
    this.fixed = fixed;
  }

  static ComparisonTest of(double tolerance, Side side) {
    var weights = side == Side.WORSE ? Effects.WEIGHTS : EQUAL;
    var start = new double[Q0.length * weights.length];
    for (var i = 0; i < start.length; i++) {
      start[i] = StrictMath.log(Q0_WEIGHT[i / weights.length] * weights[i % weights.length]);
    }
    return new ComparisonTest(tolerance, side, 0, 0, start, fixedBets(tolerance, side));
  }

  /** A block in which only the baseline was seen: nothing to compare, but something to learn. */
  ComparisonTest learn(Tally baseline) {
    return new ComparisonTest(
        tolerance, side, learntN + baseline.n(), learntBad + baseline.bad(), logWealth, fixed);
  }

  /**
   * A block in which both sides were seen.
   *
   * @param allowance known before the block
   */
  ComparisonTest observe(Block.Sides block, Allowance allowance) {
    var n0 = (double) block.baseline().n();
    var bad0 = (double) block.baseline().bad();
    var n1 = (double) block.candidate().n();
    var bad1 = (double) block.candidate().bad();
    return observe(
        n0,
        bad0,
        n1,
        odds ->
            allowance.of(
                bad0 * odds.badHere()
                    + (n0 - bad0) * odds.goodHere()
                    + bad1 * odds.badThere()
                    + (n1 - bad1) * odds.goodThere()));
  }

  /** Outcomes that are independent of each other: no block is held down. */
  ComparisonTest observeWhole(Block.Sides all) {
    return observe(all, Allowance.WHOLE);
  }

  /** What a block of n0 and n1 requests brings on average at the given rates: for forecasts. */
  ComparisonTest expect(double n0, double rate0, double n1, double rate1, Allowance allowance) {
    var outcomes = Poisson.around(n1 * rate1);
    return observe(
        n0,
        n0 * rate0,
        n1,
        odds -> {
          var here = n0 * (rate0 * odds.badHere() + (1 - rate0) * odds.goodHere());
          var sum = 0.0;
          for (var outcome : outcomes) {
            var bad = StrictMath.min(outcome.count(), n1);
            var there = bad * odds.badThere() + (n1 - bad) * odds.goodThere();
            sum += outcome.probability() * allowance.of(here + there);
          }
          return sum;
        });
  }

  /** ln of the likelihood ratios of one outcome, bad or good, of the baseline and the candidate. */
  private record LogRatios(double badHere, double goodHere, double badThere, double goodThere) {}

  /** What a block brings at these ratios. */
  private interface Gain {
    double of(LogRatios ratios);
  }

  /**
   * One thing that is bet on, a pair of shares, with the logarithms that do not depend on a block.
   */
  private record Bet(
      double q0,
      double q1,
      double logBad0,
      double logGood0,
      double logBad1,
      double logGood1,
      boolean outside) {}

  private static Bet bet(
      double tolerance, Side side, double q0, double alternative, double logBad0, double logGood0) {
    var q1 = candidate(tolerance, side, q0, alternative);
    return isOutsideTheNull(tolerance, side, q0, q1)
        ? new Bet(q0, q1, logBad0, logGood0, StrictMath.log(q1), StrictMath.log1p(-q1), true)
        : new Bet(q0, q1, logBad0, logGood0, 0, 0, false);
  }

  private static Bet[] fixedBets(double tolerance, Side side) {
    var alternatives = alternatives(side);
    var bets = new Bet[(Q0.length - 1) * alternatives.length];
    for (var i = 0; i < bets.length; i++) {
      var q0 = Q0[1 + i / alternatives.length];
      var alternative = alternatives[i % alternatives.length];
      bets[i] = bet(tolerance, side, q0, alternative, StrictMath.log(q0), StrictMath.log1p(-q0));
    }
    return bets;
  }

  private static double[] alternatives(Side side) {
    return side == Side.WORSE ? Effects.ODDS : NOT_WORSE_RATIO;
  }

  private ComparisonTest observe(double n0, double bad0, double n1, Gain gain) {
    var next = logWealth.clone();
    var w = n1 / (n0 + n1);
    var alternatives = alternatives(side);
    // Half a bad outcome in fifty good ones: where nothing was learnt yet, 1 %.
    var learnt = (learntBad + 0.5) / (learntN + 50);
    var logBad = StrictMath.log(learnt);
    var logGood = StrictMath.log1p(-learnt);
    for (var i = 0; i < next.length; i++) {
      var bet =
          i < alternatives.length
              ? bet(tolerance, side, learnt, alternatives[i], logBad, logGood)
              : fixed[i - alternatives.length];
      if (bet.outside()) {
        next[i] += gain.of(ratios(bet, w));
      }
    }
    return new ComparisonTest(tolerance, side, learntN + n0, learntBad + bad0, next, fixed);
  }

  private LogRatios ratios(Bet bet, double w) {
    var p0 = Projection.baseline(bet.q0(), bet.q1(), tolerance, w);
    var nullBad = StrictMath.log(p0);
    var nullGood = StrictMath.log1p(-p0);
    var same = tolerance == 0;
    var p1 = p0 + tolerance;
    return new LogRatios(
        bet.logBad0() - nullBad,
        bet.logGood0() - nullGood,
        bet.logBad1() - (same ? nullBad : StrictMath.log(p1)),
        bet.logGood1() - (same ? nullGood : StrictMath.log1p(-p1)));
  }

  private static double candidate(double tolerance, Side side, double q0, double alternative) {
    return switch (side) {
      case WORSE -> {
        var edge = StrictMath.min(q0 + tolerance, 1);
        yield alternative * edge / (1 - edge + alternative * edge);
      }
      case NOT_WORSE -> q0 * alternative;
    };
  }

  private static boolean isOutsideTheNull(double tolerance, Side side, double q0, double q1) {
    return switch (side) {
      case WORSE -> q1 < 1 && q1 > q0 + tolerance;
      case NOT_WORSE -> q1 < q0 + tolerance;
    };
  }

  /** Natural logarithm of the e-value. */
  double logE() {
    return LogSpace.sum(logWealth);
  }
}
