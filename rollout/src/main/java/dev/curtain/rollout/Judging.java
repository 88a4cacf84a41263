package dev.curtain.rollout;

import dev.curtain.analysis.JudgePolicy;
import dev.curtain.analysis.Judges;
import dev.curtain.analysis.Metric;
import dev.curtain.analysis.Tally;
import dev.curtain.analysis.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the machine knows about judging: when a judge may begin, and the sentences that a verdict
 * becomes.
 */
final class Judging {
  /**
   * A candidate that falls this often by itself is in a crash loop; statistics are not waited for.
   */
  static final int CRASHES_TO_GIVE_UP = 3;

  /**
   * Evidence against a candidate (odds) from which it gets no larger share until the judge has made
   * up its mind. Far below what an abort takes: it costs time, not the release.
   */
  static final double SUSPICION = 3;

  /** Fewer requests than this say nothing about a quantile. */
  static final long REQUESTS_FOR_A_QUANTILE = 100;

  static final Set<Phase> ENDS =
      EnumSet.of(Phase.PROMOTED, Phase.ROLLED_BACK, Phase.INCONCLUSIVE, Phase.FAILED);

  private Judging() {}

  /**
   * Freezes what is normal. A latency metric without a declared bound needs enough requests to know
   * the serving version's own quantile; without them it is left out, and that is said.
   */
  static void begin(Move move, RolloutEvent.BaselineTaken baseline) {
    RolloutSpec spec = move.before.spec();
    for (LatencyGate gate : spec.latencies()) {
      Optional<Long> bound =
          gate.boundMicros()
              .or(() ->
                  baseline.requests() >= REQUESTS_FOR_A_QUANTILE
                      ? Optional.ofNullable(baseline.quantileMicros().get(gate.metric()))
                          .map(micros -> Math.round(micros * gate.factor()))
                      : Optional.empty());
      bound.ifPresentOrElse(
          micros -> move.after.boundMicros.put(gate.metric(), micros),
          () ->
              move.note(
                  gate.metric()
                      + " is not judged: "
                      + baseline.requests()
                      + " requests are too few to know what is normal (expected: >= "
                      + REQUESTS_FOR_A_QUANTILE
                      + ")"));
    }
    List<Metric> metrics =
        spec.policy().metrics().stream()
            .filter(metric ->
                spec.latencies().stream().noneMatch(gate -> gate.metric().equals(metric.name()))
                    || move.after.boundMicros.containsKey(metric.name()))
            .toList();
    move.after.judge =
        Optional.of(
            Judges.sequential(
                new JudgePolicy(spec.policy().alpha(), metrics, spec.policy().minimumRequests())));
  }

  /**
   * From here on nobody is left to compare with: the new version is held to the declared bound, or
   * to what the old one did while both served, plus the tolerance. The alarm has a tenth of alpha,
   * on top of what the comparison had. The verdict stays the comparison's until the alarm says
   * something else.
   */
  static void alone(Move move) {
    List<Metric> metrics =
        move.before.spec().policy().metrics().stream()
            .filter(metric -> metric.bound().isPresent() || seen(move, metric).n() > 0)
            .map(metric ->
                new Metric(
                    metric.name(), Optional.of(bound(move, metric)), 0, metric.description()))
            .toList();
    if (metrics.isEmpty()) {
      move.after.judge = Optional.empty();
      return;
    }
    move.after.judge =
        Optional.of(
            Judges.alone(new JudgePolicy(move.before.spec().policy().alpha() / 10, metrics, 0)));
  }

  private static double bound(Move move, Metric metric) {
    Tally seen = seen(move, metric);
    double there = seen.n() == 0 ? 0 : seen.rate();
    return Math.clamp(
        Math.max(metric.bound().orElse(0.0), there + metric.tolerance()), 0.001, 0.999);
  }

  private static Tally seen(Move move, Metric metric) {
    return move.after.baseline.getOrDefault(metric.name(), Tally.NONE);
  }

  static String reason(Move move) {
    return move.after.verdict.map(Verdict::reason).orElse("the candidate does harm");
  }

  static String undecided(Move move) {
    return "no conclusion in time: "
        + move.after.verdict.map(Verdict::reason).orElse("nothing was measured");
  }

  static String crashed(Move move, RolloutEvent.CandidateCrashed event) {
    String what =
        event.left() == 0
            ? "no replica of " + move.before.spec().to() + " is left: "
            : move.after.crashes
                + " replicas of "
                + move.before.spec().to()
                + " ended by themselves, the last: ";
    return what
        + event.replica()
        + " ended by itself"
        + (event.lastWords().isBlank() ? "" : ": " + event.lastWords());
  }
}
