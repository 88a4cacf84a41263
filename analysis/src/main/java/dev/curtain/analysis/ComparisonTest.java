package dev.curtain.analysis;

import java.util.ArrayList;
import java.util.List;

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
 * for little, however large ({@link #MOST_PER_BLOCK}).
 */
final class ComparisonTest {
  enum Side {
    /** Evidence that candidate &gt; baseline + tolerance. */
    WORSE,
    /** Evidence that candidate &lt; baseline + tolerance. */
    NOT_WORSE
  }

  /** Baseline shares to bet on: NaN is "what earlier blocks showed". */
  private static final double[] Q0 = {Double.NaN, 0.001, 0.02, 0.2};

  private static final double[] Q0_WEIGHT = {0.7, 0.1, 0.1, 0.1};

  /** Candidates: odds against the edge of the null. */
  private static final double[] WORSE_ODDS = {1.5, 2.5, 5, 12, 40, 200, 1500};

  /** Candidates: parts of the baseline's share. */
  private static final double[] NOT_WORSE_RATIO = {1, 0.6, 0.15};

  /**
   * No block multiplies the wealth by more than e^1.5, about 4.5. What happens within one block may
   * be one burst; less gain than is due keeps an e-value an e-value.
   */
  private static final double MOST_PER_BLOCK = 1.5;

  private final double tolerance;
  private final Side side;

  /** The baseline of earlier blocks; may be expectations, hence not a tally. */
  private final double learntN;

  private final double learntBad;

  private final double[] logWealth;

  private ComparisonTest(
      double tolerance, Side side, double learntN, double learntBad, double[] logWealth) {
    this.tolerance = tolerance;
    this.side = side;
    this.learntN = learntN;
    this.learntBad = learntBad;
    this.logWealth = logWealth;
  }

  static ComparisonTest of(double tolerance, Side side) {
    var alternatives = side == Side.WORSE ? WORSE_ODDS.length : NOT_WORSE_RATIO.length;
    List<Double> wealth = new ArrayList<>();
    for (var weight : Q0_WEIGHT) {
      for (var i = 0; i < alternatives; i++) {
        wealth.add(StrictMath.log(weight / alternatives));
      }
    }
    var start = wealth.stream().mapToDouble(Double::doubleValue).toArray();
    return new ComparisonTest(tolerance, side, 0, 0, start);
  }

  /** A block in which only the baseline was seen: nothing to compare, but something to learn. */
  ComparisonTest learn(Tally baseline) {
    return new ComparisonTest(
        tolerance, side, learntN + baseline.n(), learntBad + baseline.bad(), logWealth);
  }

  /** A block in which both sides were seen. */
  ComparisonTest observe(Block.Sides block) {
    return observe(block, MOST_PER_BLOCK);
  }

  /** All there is at once, for one comparison without looks: no block is held down. */
  ComparisonTest observeWhole(Block.Sides all) {
    return observe(all, Double.POSITIVE_INFINITY);
  }

  private ComparisonTest observe(Block.Sides block, double most) {
    var here = block.baseline();
    var there = block.candidate();
    return observe(
        here.n(),
        here.bad(),
        there.n(),
        (q0, q1, p0) ->
            StrictMath.min(
                most,
                logRatio(here.n(), here.bad(), q0, p0)
                    + logRatio(there.n(), there.bad(), q1, p0 + tolerance)));
  }

  /** What a block of n0 and n1 requests brings on average at the given rates: for forecasts. */
  ComparisonTest expect(double n0, double rate0, double n1, double rate1) {
    var outcomes = Poisson.around(n1 * rate1);
    return observe(
        n0,
        n0 * rate0,
        n1,
        (q0, q1, p0) -> {
          var here = logRatio(n0, n0 * rate0, q0, p0);
          var sum = 0.0;
          for (var outcome : outcomes) {
            var there = logRatio(n1, StrictMath.min(outcome.count(), n1), q1, p0 + tolerance);
            sum += outcome.probability() * StrictMath.min(MOST_PER_BLOCK, here + there);
          }
          return sum;
        });
  }

  /** ln of the likelihood ratio of (q0, q1) to (p0, p0 + tolerance) in a block. */
  private interface Gain {
    double of(double q0, double q1, double p0);
  }

  private ComparisonTest observe(double n0, double bad0, double n1, Gain gain) {
    var next = logWealth.clone();
    var w = n1 / (n0 + n1);
    var i = 0;
    for (var fixed : Q0) {
      // Half a bad outcome in fifty good ones: where nothing was learnt yet, 1 %.
      var q0 = Double.isNaN(fixed) ? (learntBad + 0.5) / (learntN + 50) : fixed;
      for (var alternative : side == Side.WORSE ? WORSE_ODDS : NOT_WORSE_RATIO) {
        var q1 = candidate(q0, alternative);
        if (isOutsideTheNull(q0, q1)) {
          var p0 = Projection.baseline(q0, q1, tolerance, w);
          next[i] += gain.of(q0, q1, p0);
        }
        i++;
      }
    }
    return new ComparisonTest(tolerance, side, learntN + n0, learntBad + bad0, next);
  }

  private double candidate(double q0, double alternative) {
    return switch (side) {
      case WORSE -> {
        var edge = StrictMath.min(q0 + tolerance, 1);
        yield alternative * edge / (1 - edge + alternative * edge);
      }
      case NOT_WORSE -> q0 * alternative;
    };
  }

  private boolean isOutsideTheNull(double q0, double q1) {
    return switch (side) {
      case WORSE -> q1 < 1 && q1 > q0 + tolerance;
      case NOT_WORSE -> q1 < q0 + tolerance;
    };
  }

  private static double logRatio(double n, double bad, double q, double p) {
    var good = n - bad;
    var sum = 0.0;
    if (bad > 0) {
      sum += bad * StrictMath.log(q / p);
    }
    if (good > 0) {
      sum += good * (StrictMath.log1p(-q) - StrictMath.log1p(-p));
    }
    return sum;
  }

  /** Natural logarithm of the e-value. */
  double logE() {
    return LogSpace.sum(logWealth);
  }
}
