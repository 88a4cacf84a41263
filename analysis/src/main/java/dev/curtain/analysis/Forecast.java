package dev.curtain.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a canary can find out, before it starts.
 *
 * <p>The judge's own arithmetic is done on average traffic: every block brings what such a block
 * brings on average, and the time is that at which the evidence gets to the limit and, as failures
 * come whole, half a failure beyond (Wald's overshoot).
 *
 * @param harms expected time to an abort, for a candidate with 2× and 5× the baseline's rate and
 *     with one percentage point more
 * @param promotion expected seconds until a candidate as good as the baseline is promoted
 * @param smallestShare smallest share, of a few round ones, at which one percentage point more is
 *     found within the window
 * @param sentence the same for people
 */
public record Forecast(
    List<Detection> harms,
    Optional<Double> promotion,
    Optional<Double> smallestShare,
    String sentence) {
  public Forecast {
    harms = List.copyOf(harms);
  }

  /**
   * @param name {@code 2x}, {@code 5x}, {@code +1 %}
   * @param rate the candidate's share of bad outcomes
   * @param seconds expected, absent where it does not happen within the window
   * @param users who met the candidate by then (by the end of the window where it is not found)
   */
  public record Detection(String name, double rate, Optional<Double> seconds, long users) {}

  private static final double[] SHARES = {
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5
  };

  /**
   * @param policy the judge's
   * @param metric which of its metrics
   * @param windowSeconds how long the canary may take
   */
  public static Forecast of(
      JudgePolicy policy, Metric metric, Traffic traffic, double windowSeconds) {
    var p0 = traffic.baselineRate();
    List<Detection> harms = new ArrayList<>();
    if (p0 > 0) {
      harms.add(detection(policy, metric, traffic, windowSeconds, "2x", 2 * p0));
      harms.add(detection(policy, metric, traffic, windowSeconds, "5x", 5 * p0));
    }
    harms.add(detection(policy, metric, traffic, windowSeconds, "+1 %", p0 + 0.01));
    var promotion = Fluid.promotion(policy, metric, traffic, windowSeconds);
    Optional<Double> smallest = Optional.empty();
    for (var share : SHARES) {
      if (smallest.isEmpty()
          && Fluid.abort(policy, metric, traffic.withShare(share), windowSeconds, p0 + 0.01)
              .isPresent()) {
        smallest = Optional.of(share);
      }
    }
    return new Forecast(
        harms, promotion, smallest, ForecastSentence.of(traffic, harms, smallest, windowSeconds));
  }

  /**
   * The same for harms that are harms to this judge: rates of two, three and five times the limit,
   * which is the bound, or the baseline's rate plus the tolerance where that is more.
   */
  public static Forecast beyondLimit(
      JudgePolicy policy, Metric metric, Traffic traffic, double windowSeconds) {
    double bound =
        StrictMath.max(metric.bound().orElse(0.0), traffic.baselineRate() + metric.tolerance());
    List<Detection> harms = new ArrayList<>();
    for (int times : new int[] {2, 3, 5}) {
      double rate = StrictMath.min(0.99, times * bound);
      harms.add(detection(policy, metric, traffic, windowSeconds, Reasons.percent(rate), rate));
    }
    double sought = StrictMath.min(0.99, 3 * bound);
    Optional<Double> smallest =
        java.util.Arrays.stream(SHARES)
            .filter(share ->
                Fluid.abort(policy, metric, traffic.withShare(share), windowSeconds, sought)
                    .isPresent())
            .boxed()
            .findFirst();
    return new Forecast(
        harms,
        Fluid.promotion(policy, metric, traffic, windowSeconds),
        smallest,
        ForecastSentence.of(traffic, harms, smallest, windowSeconds));
  }

  /** A canary that can find none of the harms within its window. */
  public boolean isSlowRollout() {
    return harms.stream().noneMatch(harm -> harm.seconds().isPresent());
  }

  private static Detection detection(
      JudgePolicy policy,
      Metric metric,
      Traffic traffic,
      double windowSeconds,
      String name,
      double rate) {
    var capped = StrictMath.min(rate, 1);
    var seconds = Fluid.abort(policy, metric, traffic, windowSeconds, capped);
    var requests = traffic.candidateRequests(seconds.orElse(windowSeconds));
    var users = (long) StrictMath.ceil(requests / traffic.requestsPerUser());
    return new Detection(name, capped, seconds, users);
  }
}
