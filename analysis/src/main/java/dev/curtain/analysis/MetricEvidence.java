package dev.curtain.analysis;

import java.util.Optional;

/**
 * What was seen of one metric, and what it proves.
 *
 * <p>Harm is shown when the candidate is above the bound <em>and</em> worse than the concurrent
 * baseline. Harmless is the union of two nulls; under each of them one of the two e-values is
 * small, so the smaller one is an e-value for the union. Safety is shown against the intersection
 * of two nulls ("above the bound and worse"), where each e-value is valid and so is any weighted
 * mean.
 */
final class MetricEvidence {
  /** The bound, where there is one, is what promotion mostly rests on. */
  static final double BOUND_WEIGHT = 0.8;

  /** The rest of what a promotion rests on is block by block, for which bursts do not matter. */
  static final double REQUESTS_WEIGHT = 0.85;

  /** This test's part of alpha. */
  static final double PART = 0.98;

  private static final double LOG_PART = StrictMath.log(PART);

  private final Metric metric;
  private final Tally baseline;
  private final Tally candidate;

  /** Requests of one side that wait for company: a comparison needs both. */
  private final Block.Sides waiting;

  private final Optional<BoundTest> above;
  private final Optional<BoundTest> below;
  private final ComparisonTest worse;
  private final ComparisonTest notWorse;
  private final BlockTest calm;
  private final Dispersion dispersion;

  /** What the blocks' evidence was divided by, added up, and how many blocks that were. */
  private final double scatter;

  private final long compared;

  /** The scatter as it is known now, which both tests and the next block need. */
  private final double now;

  private MetricEvidence(
      Metric metric,
      Tally baseline,
      Tally candidate,
      Block.Sides waiting,
      Optional<BoundTest> above,
      Optional<BoundTest> below,
      ComparisonTest worse,
      ComparisonTest notWorse,
      BlockTest calm,
      Dispersion dispersion,
      double scatter,
      long compared,
      double now) {
    this.metric = metric;
    this.baseline = baseline;
    this.candidate = candidate;
    this.waiting = waiting;
    this.above = above;
    this.below = below;
    this.worse = worse;
    this.notWorse = notWorse;
    this.calm = calm;
    this.dispersion = dispersion;
    this.scatter = scatter;
    this.compared = compared;
    this.now = now;
  }

  static MetricEvidence of(Metric metric) {
    return new MetricEvidence(
        metric,
        Tally.NONE,
        Tally.NONE,
        new Block.Sides(Tally.NONE, Tally.NONE),
        metric.bound().map(bound -> BoundTest.of(bound, BoundTest.Side.ABOVE)),
        metric.bound().map(bound -> BoundTest.of(bound, BoundTest.Side.BELOW)),
        ComparisonTest.of(metric.tolerance(), ComparisonTest.Side.WORSE),
        ComparisonTest.of(metric.tolerance(), ComparisonTest.Side.NOT_WORSE),
        calm(metric),
        Dispersion.none(),
        0,
        0,
        1);
  }

  MetricEvidence observe(Block.Sides seen) {
    return metric.times().isPresent() && seen.candidate().n() > 0
        ? settled().observe(seen)
        : next(seen);
  }

  /** At the candidate's first request it is settled what "so many times the baseline" is. */
  private MetricEvidence settled() {
    var certain = metric.settled(baseline);
    return new MetricEvidence(
        certain,
        baseline,
        candidate,
        waiting,
        above,
        below,
        ComparisonTest.of(certain.tolerance(), ComparisonTest.Side.WORSE).learn(baseline),
        ComparisonTest.of(certain.tolerance(), ComparisonTest.Side.NOT_WORSE).learn(baseline),
        calm(certain),
        dispersion,
        scatter,
        compared,
        now);
  }

  private MetricEvidence next(Block.Sides seen) {
    var allBaseline = baseline.plus(seen.baseline());
    var allCandidate = candidate.plus(seen.candidate());
    if (allCandidate.n() == 0) {
      // Before the candidate's first request the baseline is not concurrent with anything.
      return new MetricEvidence(
          metric,
          allBaseline,
          allCandidate,
          waiting,
          above,
          below,
          worse.learn(seen.baseline()),
          notWorse.learn(seen.baseline()),
          calm,
          dispersion.learn(seen.baseline()),
          0,
          0,
          1);
    }
    var block =
        new Block.Sides(
            waiting.baseline().plus(seen.baseline()), waiting.candidate().plus(seen.candidate()));
    var comparable = block.baseline().n() > 0 && block.candidate().n() > 0;
    var allowance = dispersion.before(block, now);
    var after = dispersion.observe(seen);
    return new MetricEvidence(
        metric,
        allBaseline,
        allCandidate,
        comparable ? new Block.Sides(Tally.NONE, Tally.NONE) : block,
        above.map(test -> test.observe(seen.candidate())),
        below.map(test -> test.observe(seen.candidate())),
        comparable ? worse.observe(block, allowance) : worse,
        comparable ? notWorse.observe(block, allowance) : notWorse,
        comparable ? calm.observe(value(block)) : calm,
        after,
        comparable ? scatter + allowance.scatter() : scatter,
        comparable ? compared + 1 : compared,
        after.ofComparison());
  }

  /** The bound where it is what is easier to be below, else the tolerance. */
  private static BlockTest calm(Metric metric) {
    return BlockTest.of(byBound(metric) ? metric.bound().orElse(0.0) : metric.tolerance());
  }

  private static boolean byBound(Metric metric) {
    return metric.bound().orElse(0.0) > metric.tolerance();
  }

  /** Of a block with both sides: the candidate's share, or by how much it is the larger one. */
  private double value(Block.Sides block) {
    var here = byBound(metric) ? 0 : block.baseline().rate();
    return block.candidate().rate() - here;
  }

  Metric metric() {
    return metric;
  }

  Tally baseline() {
    return baseline;
  }

  Tally candidate() {
    return candidate;
  }

  /**
   * ln of the e-value against "harmless", the scatter of the blocks allowed for. 98 % of the
   * metric's part of alpha are for this test, 2 % for {@link HardFailure}.
   *
   * @param level this metric's part of alpha
   */
  double logHarm(double level) {
    return StrictMath.max(
        LOG_PART + sequentialHarm(),
        HardFailure.logE(metric, dispersion.compared(), candidate, level));
  }

  private double sequentialHarm() {
    var versus = worse.logE() * corrected();
    return above.map(test -> StrictMath.min(test.logE() / now, versus)).orElse(versus);
  }

  /** ln of the e-value against "harmful", the scatter of the blocks allowed for. */
  double logSafety() {
    var versus = notWorse.logE() * corrected();
    var requests =
        below.map(test -> LogSpace.mix(BOUND_WEIGHT, test.logE() / now, versus)).orElse(versus);
    return LogSpace.mix(REQUESTS_WEIGHT, requests, calm.logE());
  }

  /** The blocks scatter more than was known when they were divided: that is made up for. */
  private double corrected() {
    return compared == 0 ? 1 : StrictMath.min(1, scatter / compared / now);
  }

  /**
   * @param level this metric's part of alpha
   */
  Evidence arithmetic(double level, double alpha) {
    return new Evidence(
        metric,
        baseline,
        candidate,
        worse.logE(),
        above.map(BoundTest::logE),
        now,
        compared == 0 ? now : scatter / compared,
        logHarm(level),
        -StrictMath.log(level),
        logSafety(),
        -StrictMath.log(alpha));
  }

  /**
   * Candidate minus baseline: an interval that covers the difference at all looks together with
   * probability 1 − alpha.
   */
  RateSequence.Range difference(double alpha) {
    var there = RateSequence.of(candidate, alpha / 2, dispersion.ofCandidate());
    var here = RateSequence.of(baseline, alpha / 2, dispersion.ofBaseline());
    return new RateSequence.Range(there.lower() - here.upper(), there.upper() - here.lower());
  }
}
