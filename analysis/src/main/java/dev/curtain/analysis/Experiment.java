package dev.curtain.analysis;

import java.util.Optional;

/**
 * An A/B test of a yes/no outcome per user: converted or not. It may be looked at after every
 * block.
 *
 * <p>Each direction is an e-process ({@link ComparisonTest} with no tolerance, sides exchanged for
 * one of them) that may spend half of alpha; the split is tested beside ({@link SampleRatio}), at a
 * level of its own that is strict enough to be no nuisance. Users are independent of each other and
 * counted once, so that a block of a thousand counts for what it says; requests come in bursts, and
 * are held down as in a rollout.
 */
public final class Experiment {
  /** Alpha of the split's test. */
  private static final double SPLIT_ALPHA = 0.001;

  private final double alpha;
  private final double share;
  private final long minimumUsers;
  private final Block.Sides total;
  private final Proof more;
  private final Proof less;

  private Experiment(
      double alpha, double share, long minimumUsers, Block.Sides total, Proof more, Proof less) {
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
    return of(alpha, share, minimumUsers, OfUsers.NOTHING);
  }

  private static Experiment of(double alpha, double share, long minimumUsers, Proof nothing) {
    var none = new Block.Sides(Tally.NONE, Tally.NONE);
    return new Experiment(alpha, share, minimumUsers, none, nothing, nothing);
  }

  /**
   * As {@link #of}, where every outcome is a request: one user makes many, so that nothing can be
   * said about the split, and it is not tested.
   */
  public static Experiment ofRequests(double alpha, long minimum) {
    var conversion = new Metric("conversion", Optional.empty(), 0, "converted");
    return of(alpha, Double.NaN, minimum, new OfRequests(MetricEvidence.of(conversion)));
  }

  /** That the candidate has more than the baseline, by whom the outcomes are of. */
  private sealed interface Proof {
    Proof observe(Block.Sides block);

    double logE(double level);

    RateSequence.Range difference(double alpha);
  }

  private record OfRequests(MetricEvidence evidence) implements Proof {
    @Override
    public Proof observe(Block.Sides block) {
      return new OfRequests(evidence.observe(block));
    }

    @Override
    public double logE(double level) {
      return evidence.logHarm(level);
    }

    @Override
    public RateSequence.Range difference(double alpha) {
      return evidence.difference(alpha);
    }
  }

  /**
   * @param waiting users of one side who wait for company: a comparison needs both
   */
  private record OfUsers(ComparisonTest test, Block.Sides total, Block.Sides waiting)
      implements Proof {
    private static final Block.Sides NOBODY = new Block.Sides(Tally.NONE, Tally.NONE);
    private static final double INDEPENDENT = 1;

    static final OfUsers NOTHING =
        new OfUsers(ComparisonTest.of(0, ComparisonTest.Side.WORSE), NOBODY, NOBODY);

    @Override
    public Proof observe(Block.Sides block) {
      var all = plus(total, block);
      var now = plus(waiting, block);
      return now.baseline().n() > 0 && now.candidate().n() > 0
          ? new OfUsers(test.observeWhole(now), all, NOBODY)
          : new OfUsers(test, all, now);
    }

    @Override
    public double logE(double level) {
      return test.logE();
    }

    @Override
    public RateSequence.Range difference(double alpha) {
      var there = RateSequence.of(total.candidate(), alpha / 2, INDEPENDENT);
      var here = RateSequence.of(total.baseline(), alpha / 2, INDEPENDENT);
      return new RateSequence.Range(there.lower() - here.upper(), there.upper() - here.lower());
    }

    private static Block.Sides plus(Block.Sides some, Block.Sides more) {
      return new Block.Sides(
          some.baseline().plus(more.baseline()), some.candidate().plus(more.candidate()));
    }
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
    var up = more.logE(level);
    var down = less.logE(level);
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
