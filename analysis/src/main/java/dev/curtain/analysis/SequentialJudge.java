package dev.curtain.analysis;

import dev.curtain.analysis.Handling.Missing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** See {@link Judges#sequential}. */
final class SequentialJudge implements Judge {
  /** Looks with requests to the candidate after which no data of a metric may mean an abort. */
  static final long PATIENCE = 480;

  private final JudgePolicy policy;
  private final List<MetricEvidence> evidence;
  private final long blocks;

  /** Blocks since the candidate's first request, by whatever metric. */
  private final long served;

  /** Metrics whose last answer was that there is none, and why. */
  private final Map<String, String> out;

  /** Of blocks whose times were left out. */
  private final long leftOutMillis;

  private final Optional<Abort> abort;

  /** The verdict, and what it rests on: neither changes afterwards. */
  private record Abort(Verdict verdict, List<MetricEvidence> evidence) {}

  private SequentialJudge(
      JudgePolicy policy,
      List<MetricEvidence> evidence,
      long blocks,
      long served,
      Map<String, String> out,
      long leftOutMillis,
      Optional<Abort> abort) {
    this.policy = policy;
    this.evidence = evidence;
    this.blocks = blocks;
    this.served = served;
    this.out = out;
    this.leftOutMillis = leftOutMillis;
    this.abort = abort;
  }

  static SequentialJudge of(JudgePolicy policy) {
    var evidence = policy.metrics().stream().map(MetricEvidence::of).toList();
    return new SequentialJudge(policy, evidence, 0, 0, Map.of(), 0, Optional.empty());
  }

  @Override
  public SequentialJudge observe(Block block) {
    var next = new ArrayList<MetricEvidence>(evidence.size());
    for (var one : evidence) {
      var seen = block.metrics().get(one.metric().name());
      next.add(seen == null ? one : one.observe(seen));
    }
    var looks = blocks + 1;
    var begun = served > 0 || next.stream().anyMatch(one -> one.candidate().n() > 0);
    var serving = begun ? served + 1 : 0;
    var nowOut = out(block);
    var left = leftOutMillis + block.leftOutMillis().orElse(0L);
    var after = new SequentialJudge(policy, List.copyOf(next), looks, serving, nowOut, left, abort);
    return abort.isPresent()
        ? after
        : after
            .found()
            .map(verdict -> new Abort(verdict, after.evidence))
            .map(found ->
                new SequentialJudge(
                    policy, after.evidence, looks, serving, nowOut, left, Optional.of(found)))
            .orElse(after);
  }

  private Map<String, String> out(Block block) {
    if (out.isEmpty() && block.errors().isEmpty()) {
      return out;
    }
    var next = new HashMap<>(out);
    next.keySet().removeAll(block.metrics().keySet());
    next.putAll(block.errors());
    return Map.copyOf(next);
  }

  @Override
  public Verdict verdict() {
    if (abort.isPresent()) {
      return abort.get().verdict();
    }
    var waitedFor = new ArrayList<MetricEvidence>();
    for (var one : key()) {
      var missing = missing(one);
      if (missing.isEmpty()) {
        waitedFor.add(one);
      } else if (missing.get().meaning() != Missing.IGNORE) {
        return verdict(Verdict.Decision.INCONCLUSIVE, one, missing.get().words(), blocks);
      }
    }
    var slowest = furthestFromSafe(waitedFor);
    if (slowest.isEmpty()) {
      return nothing(policy, blocks);
    }
    var one = slowest.get();
    return one.logSafety() >= -StrictMath.log(policy.alpha())
        ? verdict(Verdict.Decision.PROMOTE, one, Reasons.promote(one, policy), blocks)
        : verdict(Verdict.Decision.CONTINUE, one, Reasons.undecided(one, policy), blocks);
  }

  static Verdict nothing(JudgePolicy policy, long looks) {
    return new Verdict(
        Verdict.Decision.INCONCLUSIVE,
        Optional.empty(),
        "no metric to judge by",
        Tally.NONE,
        Tally.NONE,
        policy.alpha(),
        1,
        -1,
        1,
        looks);
  }

  /** What is missing of a metric, and what that means for it. */
  private record Gap(Missing meaning, String words) {}

  private Optional<Gap> missing(MetricEvidence one) {
    var handling = one.metric().handling();
    var error = out.get(one.metric().name());
    if (error != null) {
      return Optional.of(
          new Gap(
              handling.onError(),
              "provider error: %s cannot be had: %s".formatted(one.metric().name(), error)));
    }
    return Reasons.missing(one, policy.minimumRequests())
        .map(words ->
            new Gap(
                one.baseline().n() == 0 || one.candidate().n() == 0
                    ? handling.onNoData()
                    : handling.onTooFew(),
                words));
  }

  @Override
  public boolean aborted() {
    return abort.isPresent();
  }

  @Override
  public long blocks() {
    return abort.isPresent() ? verdict().blocks() : blocks;
  }

  @Override
  public List<Evidence> evidence() {
    return abort.map(Abort::evidence).orElse(evidence).stream()
        .map(one -> one.arithmetic(policy.level(one.metric()), policy.alpha()))
        .toList();
  }

  /** An abort, where the evidence of now is enough for one. */
  private Optional<Verdict> found() {
    var most = 0.0;
    var found = Optional.<MetricEvidence>empty();
    for (var one : evidence) {
      if (one.metric().handling().dryRun()) {
        continue;
      }
      var level = policy.level(one.metric());
      var margin = one.logHarm(level) + StrictMath.log(level);
      if (margin >= most) {
        most = margin;
        found = Optional.of(one);
      }
    }
    return found
        .map(one -> verdict(Verdict.Decision.ABORT, one, Reasons.abort(one, policy), blocks))
        .or(this::silent);
  }

  /**
   * A metric that is never measured where its silence is to end it; a provider that is out is not.
   */
  private Optional<Verdict> silent() {
    return evidence.stream()
        .filter(one ->
            one.metric().handling().onNoData() == Missing.ABORT
                && !one.metric().handling().dryRun()
                && served >= PATIENCE
                && !out.containsKey(one.metric().name())
                && one.candidate().n() == 0)
        .findFirst()
        .map(one -> verdict(Verdict.Decision.ABORT, one, Reasons.silent(one, served), blocks));
  }

  private List<MetricEvidence> key() {
    var names = policy.key().stream().map(Metric::name).toList();
    return evidence.stream().filter(one -> names.contains(one.metric().name())).toList();
  }

  private static Optional<MetricEvidence> furthestFromSafe(List<MetricEvidence> among) {
    var least = Double.POSITIVE_INFINITY;
    var found = Optional.<MetricEvidence>empty();
    for (var one : among) {
      var safety = one.logSafety();
      if (found.isEmpty() || safety < least) {
        least = safety;
        found = Optional.of(one);
      }
    }
    return found;
  }

  private Verdict verdict(
      Verdict.Decision decision, MetricEvidence one, String reason, long looks) {
    var interval = one.difference(policy.alpha());
    return new Verdict(
        decision,
        Optional.of(one.metric().name()),
        Reasons.leftOut(reason, leftOutMillis),
        one.baseline(),
        one.candidate(),
        policy.alpha(),
        LogSpace.finiteExp(one.logHarm(policy.level(one.metric()))),
        interval.lower(),
        interval.upper(),
        looks);
  }
}
