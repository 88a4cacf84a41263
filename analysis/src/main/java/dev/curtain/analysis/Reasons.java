package dev.curtain.analysis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/** Verdicts as sentences for people. */
final class Reasons {
  private Reasons() {}

  static String abort(MetricEvidence one, JudgePolicy policy) {
    return "%s; %s; probability of saying this about a harmless version ≤ %s"
        .formatted(seen(one), limits(one.metric(), "above", "more"), percent(policy.alpha()));
  }

  static String promote(MetricEvidence one, JudgePolicy policy) {
    return "%s; shown to be %s; probability of saying this about a harmful version ≤ %s"
        .formatted(seen(one), safeLimits(one.metric()), percent(policy.alpha()));
  }

  static String undecided(MetricEvidence one, JudgePolicy policy) {
    var interval = one.difference(policy.alpha());
    return "%s; not decided yet: the difference lies between %s and %s"
        .formatted(seen(one), points(interval.lower()), points(interval.upper()));
  }

  /** What is missing before this metric can be judged, if anything. */
  static Optional<String> missing(MetricEvidence one, long minimum) {
    var name = one.metric().name();
    for (var side : Side.values()) {
      var n = (side == Side.CANDIDATE ? one.candidate() : one.baseline()).n();
      var who = side == Side.CANDIDATE ? "the candidate" : "the baseline";
      if (n == 0) {
        return Optional.of("no data: %s of %s was never measured".formatted(name, who));
      }
      if (n < minimum) {
        return Optional.of(
            "too little data: %s of %s was measured on %s requests, at least %s are asked for"
                .formatted(name, who, grouped(n), grouped(minimum)));
      }
    }
    return Optional.empty();
  }

  /** The same, and for how long it was not known how long anything took. */
  static String leftOut(String reason, long millis) {
    return millis == 0
        ? reason
        : reason
            + "; left out: what was timed in the %s ms in which this machine stood still"
                .formatted(grouped(millis));
  }

  static String silent(MetricEvidence one, long looks) {
    return ("no data: %s of the candidate was not measured in %s looks with requests to it, which"
            + " is to end it (on_no_data abort)")
        .formatted(one.metric().name(), grouped(looks));
  }

  private enum Side {
    CANDIDATE,
    BASELINE
  }

  private static String seen(MetricEvidence one) {
    var baseline = one.baseline();
    return "%s of %s requests to the candidate %s, baseline %s"
        .formatted(
            percent(one.candidate().rate()),
            grouped(one.candidate().n()),
            predicate(one.metric().description()),
            baseline.n() == 0
                ? "not measured"
                : percent(baseline.rate()) + " of " + grouped(baseline.n()));
  }

  private static String limits(Metric metric, String above, String more) {
    var compared =
        metric.tolerance() == 0
            ? more + " than the baseline"
            : "%s than %s over the baseline".formatted(more, points(metric.tolerance()));
    return metric
        .bound()
        .map(bound -> "%s the limit of %s and %s".formatted(above, percent(bound), compared))
        .orElse(compared);
  }

  private static String safeLimits(Metric metric) {
    var compared =
        metric.tolerance() == 0
            ? "below the baseline"
            : "less than %s over the baseline".formatted(points(metric.tolerance()));
    var alternative = metric.tolerance() == 0 ? "" : " or " + compared;
    return metric
        .bound()
        .map(bound -> "below the limit of " + percent(bound) + alternative)
        .orElse(compared);
  }

  /** "slower than 500 ms" completes "… of the requests were", "failed" needs no verb. */
  private static String predicate(String description) {
    return description.startsWith("slower ") ? "were " + description : description;
  }

  static String rate(Tally tally) {
    return tally.n() == 0 ? "none" : percent(tally.rate());
  }

  static String percent(double share) {
    return number(share * 100) + " %";
  }

  private static String points(double difference) {
    return number(difference * 100) + " percentage points";
  }

  private static String number(double value) {
    if (value == 0) {
      return "0";
    }
    var digits = StrictMath.abs(value) >= 10 ? 3 : 2;
    return BigDecimal.valueOf(value)
        .round(new MathContext(digits, RoundingMode.HALF_UP))
        .stripTrailingZeros()
        .toPlainString();
  }

  static String grouped(long n) {
    var digits = new StringBuilder(Long.toString(n));
    for (var i = digits.length() - 3; i > 0; i -= 3) {
      digits.insert(i, ' ');
    }
    return digits.toString();
  }
}
