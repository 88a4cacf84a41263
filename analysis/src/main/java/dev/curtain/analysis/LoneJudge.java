package dev.curtain.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** See {@link Judges#alone}. */
final class LoneJudge implements Judge {
  private final JudgePolicy policy;
  private final List<Alarm> alarms;
  private final long blocks;
  private final long leftOutMillis;
  private final Optional<Verdict> abort;

  /** One metric against its bound. */
  private record Alarm(Metric metric, BoundTest above, Dispersion dispersion, Tally candidate) {
    static Alarm of(Metric metric) {
      var bound =
          metric
              .bound()
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      metric.name() + ": no bound (expected: one, for there is no baseline)"));
      return new Alarm(
          metric, BoundTest.of(bound, BoundTest.Side.ABOVE), Dispersion.none(), Tally.NONE);
    }

    Alarm observe(Tally seen) {
      return new Alarm(
          metric,
          above.observe(seen),
          dispersion.observe(new Block.Sides(Tally.NONE, seen)),
          candidate.plus(seen));
    }

    double logE() {
      return above.logE() / dispersion.ofCandidate();
    }
  }

  private LoneJudge(
      JudgePolicy policy,
      List<Alarm> alarms,
      long blocks,
      long leftOutMillis,
      Optional<Verdict> abort) {
    this.policy = policy;
    this.alarms = alarms;
    this.blocks = blocks;
    this.leftOutMillis = leftOutMillis;
    this.abort = abort;
  }

  static LoneJudge of(JudgePolicy policy) {
    return new LoneJudge(
        policy,
        policy.metrics().stream()
            .filter(metric -> !metric.handling().dryRun())
            .map(Alarm::of)
            .toList(),
        0,
        0,
        Optional.empty());
  }

  @Override
  public LoneJudge observe(Block block) {
    var next = new ArrayList<Alarm>(alarms.size());
    for (var alarm : alarms) {
      var seen = block.metrics().get(alarm.metric().name());
      next.add(seen == null ? alarm : alarm.observe(seen.candidate()));
    }
    var looks = blocks + 1;
    var left = leftOutMillis + block.leftOutMillis().orElse(0L);
    var level = StrictMath.log(alarms.size() / policy.alpha());
    var decided =
        abort.or(() ->
            next.stream()
                .filter(alarm -> alarm.logE() >= level)
                .findFirst()
                .map(alarm -> verdict(Verdict.Decision.ABORT, alarm, looks, left)));
    return new LoneJudge(policy, List.copyOf(next), looks, left, decided);
  }

  @Override
  public boolean aborted() {
    return abort.isPresent();
  }

  @Override
  public Verdict verdict() {
    if (abort.isPresent()) {
      return abort.get();
    }
    if (alarms.isEmpty()) {
      return SequentialJudge.nothing(policy, blocks);
    }
    var first = alarms.getFirst();
    var decision =
        first.candidate().n() == 0 ? Verdict.Decision.INCONCLUSIVE : Verdict.Decision.CONTINUE;
    return verdict(decision, first, blocks, leftOutMillis);
  }

  @Override
  public long blocks() {
    return abort.isPresent() ? verdict().blocks() : blocks;
  }

  @Override
  public List<Evidence> evidence() {
    return alarms.stream()
        .map(alarm ->
            new Evidence(
                alarm.metric(),
                Tally.NONE,
                alarm.candidate(),
                Double.NEGATIVE_INFINITY,
                Optional.of(alarm.above().logE()),
                alarm.dispersion().ofCandidate(),
                alarm.dispersion().ofCandidate(),
                alarm.logE(),
                StrictMath.log(alarms.size() / policy.alpha()),
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY))
        .toList();
  }

  private Verdict verdict(Verdict.Decision decision, Alarm alarm, long looks, long left) {
    var bound = alarm.metric().bound().orElse(1.0);
    var seen = alarm.candidate();
    var range = RateSequence.of(seen, policy.alpha(), alarm.dispersion().ofCandidate());
    var sentence =
        "%s of %s requests %s, with everything on this version; the limit is %s"
            .formatted(
                seen.n() == 0 ? "none" : Reasons.percent(seen.rate()),
                Reasons.grouped(seen.n()),
                alarm.metric().description(),
                Reasons.percent(bound));
    return new Verdict(
        decision,
        Optional.of(alarm.metric().name()),
        Reasons.leftOut(sentence, left),
        Tally.NONE,
        seen,
        policy.alpha(),
        StrictMath.exp(StrictMath.min(700, alarm.logE())),
        range.lower(),
        range.upper(),
        looks);
  }
}
