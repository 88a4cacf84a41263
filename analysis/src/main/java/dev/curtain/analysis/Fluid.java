package dev.curtain.analysis;

import java.util.Optional;

/** The judge on average traffic, block by block. */
final class Fluid {
  private Fluid() {}

  /** Expected seconds to the abort of a candidate with this rate, if within the window. */
  static Optional<Double> abort(
      JudgePolicy policy, Metric metric, Traffic traffic, double window, double rate) {
    var seconds = traffic.effectiveBlockSeconds();
    var n1 = traffic.candidateRequests(seconds);
    var n0 = traffic.requestsPerSecond() * seconds - n1;
    var limit = -StrictMath.log(MetricEvidence.PART * policy.level(metric));
    var worse = ComparisonTest.of(metric.tolerance(), ComparisonTest.Side.WORSE);
    var above = metric.bound().map(bound -> BoundTest.of(bound, BoundTest.Side.ABOVE));
    var before = 0.0;
    for (var blocks = 1L; blocks * seconds <= window; blocks++) {
      var scatter = scatter(traffic, blocks, n0, n1);
      worse =
          worse.expect(n0, traffic.baselineRate(), n1, rate, allowance(traffic, blocks, scatter));
      above = above.map(test -> test.observe(n1, n1 * rate));
      var compared = worse.logE();
      var logE =
          above.map(test -> StrictMath.min(test.logE() / scatter, compared)).orElse(compared);
      var gain = logE - before;
      before = logE;
      // Half a failure beyond; where failures are rarer than blocks, one brings many blocks' gain.
      var overshoot = gain / StrictMath.max(1e-12, StrictMath.min(1, n1 * rate)) / 2;
      if (gain > 0 && logE >= limit + overshoot) {
        return Optional.of(blocks * seconds);
      }
    }
    return Optional.empty();
  }

  /** Expected seconds to the promotion of a candidate as good as the baseline. */
  static Optional<Double> promotion(
      JudgePolicy policy, Metric metric, Traffic traffic, double window) {
    var seconds = traffic.effectiveBlockSeconds();
    var n1 = traffic.candidateRequests(seconds);
    var n0 = traffic.requestsPerSecond() * seconds - n1;
    var p = traffic.baselineRate();
    var limit = -StrictMath.log(policy.alpha());
    var notWorse = ComparisonTest.of(metric.tolerance(), ComparisonTest.Side.NOT_WORSE);
    var below = metric.bound().map(bound -> BoundTest.of(bound, BoundTest.Side.BELOW));
    for (var blocks = 1L; blocks * seconds <= window; blocks++) {
      var scatter = scatter(traffic, blocks, n0, n1);
      notWorse = notWorse.expect(n0, p, n1, p, allowance(traffic, blocks, scatter));
      below = below.map(test -> test.observe(n1, n1 * p));
      var compared = notWorse.logE();
      var logE =
          below
              .map(test ->
                  LogSpace.mix(MetricEvidence.BOUND_WEIGHT, test.logE() / scatter, compared))
              .orElse(compared);
      if (logE + StrictMath.log(MetricEvidence.REQUESTS_WEIGHT) >= limit
          && blocks * n1 >= policy.minimumRequests()) {
        return Optional.of(blocks * seconds);
      }
    }
    return Optional.empty();
  }

  private static Allowance allowance(Traffic traffic, long blocks, double scatter) {
    var seconds = traffic.pastSeconds() + blocks * traffic.effectiveBlockSeconds();
    return Allowance.of(scatter, seconds / traffic.blockSeconds());
  }

  /** What a block's evidence is divided by, on average. */
  private static double scatter(Traffic traffic, long blocks, double n0, double n1) {
    // The judge counts blocks as they come, not as long as it takes for both sides to be seen.
    var part = traffic.blockSeconds() / traffic.effectiveBlockSeconds();
    return Dispersion.expected(
        traffic.pastSeconds() / traffic.blockSeconds(),
        blocks / part,
        part * n0 * traffic.baselineRate(),
        part * n1 * traffic.baselineRate());
  }
}
