package dev.curtain.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** See {@link Judges#sequential}. */
final class SequentialJudge implements Judge {
  private final JudgePolicy policy;
  private final List<MetricEvidence> evidence;
  private final long blocks;
  private final Optional<Abort> abort;

  /** The verdict, and what it rests on: neither changes afterwards. */
  private record Abort(Verdict verdict, List<MetricEvidence> evidence) {}

  private SequentialJudge(
      JudgePolicy policy, List<MetricEvidence> evidence, long blocks, Optional<Abort> abort) {
    this.policy = policy;
    this.evidence = evidence;
    this.blocks = blocks;
    this.abort = abort;
  }

  static SequentialJudge of(JudgePolicy policy) {
    var evidence = policy.metrics().stream().map(MetricEvidence::of).toList();
    return new SequentialJudge(policy, evidence, 0, Optional.empty());
  }

  @Override
  public SequentialJudge observe(Block block) {
    var next = new ArrayList<MetricEvidence>(evidence.size());
    for (var one : evidence) {
      var seen = block.metrics().get(one.metric().name());
      next.add(seen == null ? one : one.observe(seen));
    }
    var looks = blocks + 1;
    var decided = abort.isPresent() ? abort : abort(next, looks);
    return new SequentialJudge(policy, List.copyOf(next), looks, decided);
  }

  @Override
  public Verdict verdict() {
    if (abort.isPresent()) {
      return abort.get().verdict();
    }
    for (var one : evidence) {
      var missing = Reasons.missing(one, policy.minimumRequests());
      if (missing.isPresent()) {
        return verdict(Verdict.Decision.INCONCLUSIVE, one, missing.get(), blocks);
      }
    }
    var slowest = furthestFromSafe();
    if (slowest.isEmpty()) {
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
          blocks);
    }
    var one = slowest.get();
    return one.logSafety() >= -StrictMath.log(policy.alpha())
        ? verdict(Verdict.Decision.PROMOTE, one, Reasons.promote(one, policy), blocks)
        : verdict(Verdict.Decision.CONTINUE, one, Reasons.undecided(one, policy), blocks);
  }

  @Override
  public boolean aborted() {
    return abort.isPresent();
  }

  @Override
  public List<Evidence> evidence() {
    return abort.map(Abort::evidence).orElse(evidence).stream()
        .map(one -> one.arithmetic(level(), policy.alpha()))
        .toList();
  }

  private Optional<Abort> abort(List<MetricEvidence> now, long looks) {
    var limit = -StrictMath.log(level());
    var worst = limit;
    var found = Optional.<MetricEvidence>empty();
    for (var one : now) {
      var harm = one.logHarm(level());
      if (harm >= worst) {
        worst = harm;
        found = Optional.of(one);
      }
    }
    return found.map(one ->
        new Abort(
            verdict(Verdict.Decision.ABORT, one, Reasons.abort(one, policy), looks),
            List.copyOf(now)));
  }

  /** Each metric's part of alpha. */
  private double level() {
    return policy.alpha() / evidence.size();
  }

  private Optional<MetricEvidence> furthestFromSafe() {
    var least = Double.POSITIVE_INFINITY;
    var found = Optional.<MetricEvidence>empty();
    for (var one : evidence) {
      var safety = one.logSafety();
      if (safety < least) {
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
        reason,
        one.baseline(),
        one.candidate(),
        policy.alpha(),
        LogSpace.finiteExp(one.logHarm(level())),
        interval.lower(),
        interval.upper(),
        looks);
  }
}
