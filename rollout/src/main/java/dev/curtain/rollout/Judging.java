package dev.curtain.rollout;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Evidence;
import dev.curtain.analysis.Judge;
import dev.curtain.analysis.JudgePolicy;
import dev.curtain.analysis.Judges;
import dev.curtain.analysis.Metric;
import dev.curtain.analysis.Tally;
import dev.curtain.analysis.Verdict;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Fewer requests that all failed may be one user's. */
  private static final long FEW = 5;

  /** Whatever was normal, a version of which every other request is bad is not good. */
  static final double RUIN = 0.5;

  static final Set<Phase> ENDS =
      EnumSet.of(
          Phase.PROMOTED, Phase.REPORTED, Phase.ROLLED_BACK, Phase.INCONCLUSIVE, Phase.FAILED);

  private Judging() {}

  /**
   * Freezes what is normal. A latency metric without a declared bound needs enough requests to know
   * the serving version's own quantile; without them it is left out, and that is said.
   */
  static void begin(Move move, RolloutEvent.BaselineTaken baseline) {
    RolloutSpec spec = move.before.spec();
    for (LatencyGate gate : spec.latencies()) {
      Optional<Long> bound = gate.bound(baseline.requests(), baseline.quantileMicros());
      bound.ifPresentOrElse(
          micros -> move.after.boundMicros.put(gate.metric(), micros),
          () ->
              move.note(
                  gate.metric()
                      + " is not judged: "
                      + baseline.requests()
                      + " requests are too few to know what is normal (expected: >= "
                      + LatencyGate.REQUESTS_FOR_A_QUANTILE
                      + ")"));
    }
    baseline
        .leftOutMillis()
        .ifPresent(millis ->
            move.note(
                "left out of what is normal: " + millis + " ms in which this machine stood still"));
    List<Metric> metrics =
        spec.policy().metrics().stream()
            .filter(metric ->
                spec.latencies().stream().noneMatch(gate -> gate.metric().equals(metric.name()))
                    || move.after.boundMicros.containsKey(metric.name()))
            .toList();
    Judge judge = Judges.sequential(spec.policy().of(metrics));
    for (Map<String, Tally> beat : baseline.past()) {
      Map<String, Block.Sides> sides = new LinkedHashMap<>();
      beat.forEach((metric, tally) -> sides.put(metric, new Block.Sides(tally, Tally.NONE)));
      judge = judge.observe(new Block(sides));
    }
    move.after.judge = Optional.of(judge);
  }

  /**
   * From here on nobody is left to compare with: the new version is held to the declared bound, or
   * to what the old one did while both served, plus the tolerance; where both never served
   * together, to the share of slow requests that the old one's own quantile implies, and to {@link
   * #RUIN} for failures. The alarm has a tenth of alpha, on top of what the comparison had. The
   * verdict stays the comparison's until the alarm says something else.
   */
  static void alone(Move move) {
    List<Metric> metrics =
        move.before.spec().policy().metrics().stream()
            .filter(metric -> !metric.handling().dryRun() && judged(move, metric))
            .map(metric ->
                new Metric(
                    metric.name(), Optional.of(bound(move, metric)), 0, metric.description()))
            .toList();
    metrics.stream()
        .filter(metric -> metric.bound().equals(Optional.of(RUIN)))
        .forEach(metric ->
            move.note(
                metric.name()
                    + " has no declared limit and was never compared: from here on only every other"
                    + " request being bad is noticed"));
    move.after.doubt = Optional.empty();
    move.after.judge =
        Optional.of(
            Judges.alone(new JudgePolicy(move.before.spec().policy().alpha() / 10, metrics, 0)));
  }

  /** Whether anything is known that makes a request bad. */
  private static boolean judged(Move move, Metric metric) {
    return gate(move, metric).isEmpty() || move.after.boundMicros.containsKey(metric.name());
  }

  private static Optional<LatencyGate> gate(Move move, Metric metric) {
    return move.before.spec().latencies().stream()
        .filter(gate -> gate.metric().equals(metric.name()))
        .findFirst();
  }

  private static double bound(Move move, Metric metric) {
    Tally seen = seen(move, metric);
    if (metric.bound().isEmpty() && seen.n() == 0) {
      return gate(move, metric)
          .map(gate -> Math.clamp(1 - gate.quantile() + metric.tolerance(), 0.001, 0.999))
          .orElse(RUIN);
    }
    double there = seen.n() == 0 ? 0 : seen.rate();
    return Math.clamp(
        Math.max(metric.bound().orElse(0.0), there + metric.tolerance()), 0.001, 0.999);
  }

  private static Tally seen(Move move, Metric metric) {
    return move.after.baseline.getOrDefault(metric.name(), Tally.NONE);
  }

  /**
   * What a judge that has nobody to compare with holds against the new version: more than {@link
   * #SUSPICION}, or everything that it was shown was bad, however little that was. An alarm needs
   * more than that; until it is raised or this is over, nothing is gone on with in silence.
   */
  static Optional<String> doubt(Judge alone, String version) {
    return alone.evidence().stream()
        .filter(each -> {
          Tally seen = each.candidate();
          boolean everything = seen.n() >= FEW && seen.bad() == seen.n();
          return everything || each.logHarm() >= StrictMath.log(SUSPICION);
        })
        .max(Comparator.comparingDouble(Evidence::logHarm))
        .map(each ->
            "%d of %d requests %s, with everything on %s; the limit is %s"
                .formatted(
                    each.candidate().bad(),
                    each.candidate().n(),
                    each.metric().description(),
                    version,
                    Shares.percent(100 * each.metric().bound().orElse(1.0))));
  }

  static String reason(Move move) {
    return move.after.verdict.map(Verdict::reason).orElse("the candidate does harm");
  }

  /** Whether nothing at all was measured since the new version has everything. */
  static boolean unseen(Move move) {
    return move.after.judge.map(judge -> judge.blocks() == 0).orElse(true);
  }

  static String undecided(Move move) {
    return "no conclusion in time: "
        + move.after
            .doubt
            .or(() -> move.after.verdict.map(Verdict::reason))
            .orElse("nothing was measured");
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
