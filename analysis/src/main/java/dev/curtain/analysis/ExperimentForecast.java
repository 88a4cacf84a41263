package dev.curtain.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an A/B test can tell apart, before it starts: the test's own arithmetic on average users.
 *
 * @param differences that may be there, the smallest first
 * @param sentence the same for people
 */
public record ExperimentForecast(List<Difference> differences, String sentence) {
  /** How many times as many of the candidate's users convert. */
  private static final double[] TIMES = {1.02, 1.05, 1.1, 1.2, 1.5, 2};

  /** Looks along the way: a hundredth of the users each. */
  private static final int LOOKS = 100;

  public ExperimentForecast {
    differences = List.copyOf(differences);
  }

  /**
   * @param times of the baseline's conversion
   * @param users of both sides together after which it is decided, on average; absent where all of
   *     them are too few
   */
  public record Difference(double times, Optional<Long> users) {}

  /**
   * @param alpha of the experiment
   * @param share the candidate's part of the users, 0..1
   * @param minimumUsers on each side before anything is decided
   * @param conversion the baseline's, 0..1
   * @param users who take part in all
   */
  public static ExperimentForecast of(
      double alpha, double share, long minimumUsers, double conversion, long users) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          "share: " + share + " (expected: between 0 and 1, as 0.5)");
    }
    if (!(conversion > 0 && conversion < 1)) {
      throw new IllegalArgumentException(
          "conversion: " + conversion + " (expected: between 0 and 1, as 0.05)");
    }
    List<Difference> found = new ArrayList<>();
    for (var times : TIMES) {
      var better = conversion * times;
      if (better < 1) {
        found.add(
            new Difference(times, decided(alpha, share, minimumUsers, conversion, better, users)));
      }
    }
    return new ExperimentForecast(found, sentence(found, conversion, users));
  }

  private static Optional<Long> decided(
      double alpha, double share, long minimumUsers, double here, double there, long users) {
    var n1 = users * share / LOOKS;
    var n0 = (double) users / LOOKS - n1;
    var limit = -StrictMath.log(alpha / 2);
    var test = ComparisonTest.of(0, ComparisonTest.Side.WORSE);
    for (var look = 1; look <= LOOKS; look++) {
      test = test.expect(n0, here, n1, there, Allowance.WHOLE);
      if (test.logE() >= limit && look * StrictMath.min(n0, n1) >= minimumUsers) {
        return Optional.of((long) StrictMath.ceil(look * (n0 + n1)));
      }
    }
    return Optional.empty();
  }

  private static String sentence(List<Difference> found, double conversion, long users) {
    var smallest = found.stream().filter(each -> each.users().isPresent()).findFirst();
    return smallest
        .map(each ->
            "%s instead of %s of the users converting is told apart after about %s of %s users"
                .formatted(
                    Reasons.percent(conversion * each.times()),
                    Reasons.percent(conversion),
                    Reasons.grouped(each.users().orElseThrow()),
                    Reasons.grouped(users)))
        .orElse(
            "with %s users of whom %s convert no difference up to twice as many is told apart"
                .formatted(Reasons.grouped(users), Reasons.percent(conversion)));
  }
}
