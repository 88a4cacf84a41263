package dev.curtain.analysis;

import java.util.Optional;

/**
 * An A/B test of a yes/no outcome per user: converted or not. It may be looked at after every
 * block.
 *
 * <p>Each direction is an e-process ({@link ComparisonTest} with no tolerance, sides exchanged for
 * one of them) that may spend half of alpha; the split is tested beside ({@link SampleRatio}), at a
 * level of its own that is strict enough to be no nuisance.
 */
public final class Experiment {
  /** Alpha of the split's test. */
  private static final double SPLIT_ALPHA = 0.001;

  private final double alpha;
  private final double share;
  private final long minimumUsers;
  private final Block.Sides total;
  private final MetricEvidence more;
  private final MetricEvidence less;

  private Experiment(
      double alpha,
      double share,
      long minimumUsers,
      Block.Sides total,
      MetricEvidence more,
      MetricEvidence less) {
    this.alpha = alpha;
    this.share = share;
    this.minimumUsers = minimumUsers;
    this.total = total;
    this.more = more;
    this.less = less;
  }

  public enum Decision {
    CANDIDATE_CONVERTS_MORE,
    BASELINE_CONVERTS_MORE,
    UNDECIDED,
    /** The split was not as intended: the counts mean nothing. */
    INVALID,
    TOO_FEW
  }

  /**
   * @param lower lower end of the interval for candidate minus baseline, {@code upper} likewise
   */
  public record Answer(
      Decision decision, double eValue, double lower, double upper, String reason) {}

  /**
   * @param alpha highest probability of calling a winner where there is none
   * @param share the candidate's intended part of the users, 0..1
   * @param minimumUsers on each side before anything is decided
   */
  public static Experiment of(double alpha, double share, long minimumUsers) {
    var conversion = new Metric("conversion", Optional.empty(), 0, "converted");
    return new Experiment(
        alpha,
        share,
        minimumUsers,
        new Block.Sides(Tally.NONE, Tally.NONE),
        MetricEvidence.of(conversion),
        MetricEvidence.of(conversion));
  }

  /**
   * As {@link #of}, where every outcome is a request: one user makes many, so that nothing can be
   * said about the split, and it is not tested.
   */
  public static Experiment ofRequests(double alpha, long minimum) {
    return of(alpha, Double.NaN, minimum);
  }

  /** Users first seen in this block, and how many of them converted. */
  public Experiment observe(Block.Sides block) {
    return new Experiment(
        alpha,
        share,
        minimumUsers,
        new Block.Sides(
            total.baseline().plus(block.baseline()), total.candidate().plus(block.candidate())),
        more.observe(block),
        less.observe(new Block.Sides(block.candidate(), block.baseline())));
  }

  public Answer answer() {
    var interval = more.difference(alpha);
    var level = alpha / 2;
    var split =
        Double.isNaN(share)
            ? new SampleRatio(0, false, "")
            : SampleRatio.of(total.baseline().n(), total.candidate().n(), share, SPLIT_ALPHA);
    var up = more.logHarm(level);
    var down = less.logHarm(level);
    var logE = StrictMath.max(up, down);
    var seen =
        "%s of %s users converted with the candidate, %s of %s without"
            .formatted(
                Reasons.rate(total.candidate()),
                Reasons.grouped(total.candidate().n()),
                Reasons.rate(total.baseline()),
                Reasons.grouped(total.baseline().n()));
    var decision = decision(split, up, down, -StrictMath.log(level));
    var reason =
        switch (decision) {
          case INVALID -> split.reason();
          case TOO_FEW ->
              seen + "; at least " + Reasons.grouped(minimumUsers) + " on each side are asked for";
          case UNDECIDED -> seen + "; no difference shown yet";
          case CANDIDATE_CONVERTS_MORE, BASELINE_CONVERTS_MORE ->
              seen
                  + "; probability of calling a winner where there is none ≤ "
                  + Reasons.percent(alpha);
        };
    return new Answer(
        decision, LogSpace.finiteExp(logE), interval.lower(), interval.upper(), reason);
  }

  private Decision decision(SampleRatio split, double up, double down, double limit) {
    if (split.mismatch()) {
      return Decision.INVALID;
    }
    if (StrictMath.min(total.baseline().n(), total.candidate().n()) < minimumUsers) {
      return Decision.TOO_FEW;
    }
    if (up >= limit) {
      return Decision.CANDIDATE_CONVERTS_MORE;
    }
    return down >= limit ? Decision.BASELINE_CONVERTS_MORE : Decision.UNDECIDED;
  }
}
