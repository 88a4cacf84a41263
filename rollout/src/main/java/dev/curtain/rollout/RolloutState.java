package dev.curtain.rollout;

import dev.curtain.analysis.Judge;
import dev.curtain.analysis.Tally;
import dev.curtain.analysis.Verdict;
import dev.curtain.model.Ordered;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a rollout is: the fold over its events.
 *
 * @param step index into the steps; -1 before the first
 * @param held paused by a person or by the judge without leave to roll back; nothing advances, a
 *     rollback stays possible
 * @param stepDone the current step has done its work while held
 * @param since when the phase began
 * @param share per cent of traffic the candidate has
 * @param pending effects without an answer, oldest first
 * @param boundMicros by metric, what makes a request slow
 * @param baseline by metric, what the serving version did beside the candidate
 * @param judge present once it is known what is normal
 * @param doubt what is held against the new version with nobody left to compare with, as long as
 *     that is too much to go on in silence
 * @param reason why it ends as it does, one sentence
 * @param exposure counts of the candidate's side when it was last asked
 * @param crashes replicas of the candidate that ended by themselves
 * @param doorway the gate that is stood before, as far as it is known
 * @param outage the gap of a recreate
 * @param trial the A/B test
 */
public record RolloutState(
    RolloutSpec spec,
    Phase phase,
    int step,
    boolean held,
    boolean stepDone,
    Instant since,
    double share,
    long nextEffect,
    Map<Long, Effect> pending,
    Map<String, Long> boundMicros,
    Map<String, Tally> baseline,
    Optional<Judge> judge,
    Optional<Verdict> verdict,
    Optional<String> doubt,
    Optional<Conclusion> conclusion,
    Optional<String> reason,
    Milestones milestones,
    SideCounts exposure,
    Optional<Cutover> cutover,
    int crashes,
    Doorway doorway,
    Outage outage,
    Trial trial) {
  public RolloutState {
    pending = Collections.unmodifiableMap(new LinkedHashMap<>(pending));
    boundMicros = Ordered.copyOf(boundMicros);
    baseline = Ordered.copyOf(baseline);
  }

  /** As long as the router holds requests at most, twice. */
  private static final Duration LONGEST_CROWD = Duration.ofMinutes(1);

  /** Before anything has happened. */
  public static RolloutState planned(RolloutSpec spec) {
    return new RolloutState(
        spec,
        Phase.PLANNED,
        -1,
        false,
        false,
        Instant.EPOCH,
        0,
        1,
        Map.of(),
        Map.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Milestones.NONE,
        SideCounts.NONE,
        Optional.empty(),
        0,
        Doorway.NONE,
        Outage.NONE,
        Trial.NONE);
  }

  /** The step being carried out. */
  public Optional<Step> currentStep() {
    return step >= 0 && step < spec.steps().size()
        ? Optional.of(spec.steps().get(step))
        : Optional.empty();
  }

  /**
   * Whether candidate and baseline are to be measured and reported as {@link
   * RolloutEvent.Measured}.
   */
  public boolean measuring() {
    return (judge.isPresent() || phase == Phase.EXPERIMENTING)
        && (milestones.exposed().isPresent() || mirroring())
        && milestones.back().isEmpty()
        && conclusion.map(c -> c == Conclusion.PROMOTED).orElse(true)
        && !phase.ended();
  }

  /** Whether the candidate gets copies of requests. */
  public boolean mirroring() {
    for (int i = Math.min(step, spec.steps().size() - 1); i >= 0; i--) {
      switch (spec.steps().get(i)) {
        case Step.Mirror mirror -> {
          return mirror.share() > 0 && (i < step || phase != Phase.SHIFTING);
        }
        case Step.Shift _, Step.Advance _, Step.Open _, Step.Close _ -> {
          return false;
        }
        case Step.Baseline _,
            Step.Scale _,
            Step.Watch _,
            Step.Soak _,
            Step.Gated _,
            Step.Await _,
            Step.Trial _ -> {}
      }
    }
    return false;
  }

  /** When a {@link RolloutEvent.Tick} is wanted, if nothing else happens before. */
  public Optional<Instant> wakeAt() {
    if (held) {
      return Optional.empty();
    }
    return currentStep()
        .flatMap(current ->
            switch (current) {
              case Step.Watch watch when phase == Phase.WATCHING ->
                  Optional.of(
                      watchedFrom().plus(judgedEnough(watch) ? watch.atLeast() : watch.atMost()));
              case Step.Soak soak when phase == Phase.SOAKING ->
                  Optional.of(since.plus(doubt.isPresent() ? patience(soak) : soak.lasting()));
              case Step.Gated gated
                  when phase == Phase.GATED
                      && pending.isEmpty()
                      && !Gating.byPeople(gated.gate()) ->
                  Optional.of(since.plus(gated.every().multipliedBy(doorway.refusals())));
              case Step.Trial trial when phase == Phase.EXPERIMENTING ->
                  Optional.of(since.plus(trial.atMost()));
              case Step.Watch _,
                  Step.Soak _,
                  Step.Baseline _,
                  Step.Scale _,
                  Step.Shift _,
                  Step.Gated _,
                  Step.Open _,
                  Step.Mirror _,
                  Step.Close _,
                  Step.Await _,
                  Step.Advance _,
                  Step.Trial _ ->
                  Optional.empty();
            });
  }

  /**
   * Whoever waited for the end of a gap comes all at once, and is slow for that: for as long again
   * as the gap lasted nothing is held against the new version. Nobody waits longer than the router
   * holds requests, so neither does the judge.
   */
  Optional<Instant> crowdUntil() {
    Duration most =
        currentStep().orElse(null) instanceof Step.Watch watch && watch.seen()
            ? LONGEST_CROWD
            : Duration.ofDays(365);
    return outage
        .to()
        .flatMap(end -> outage.last().map(gap -> end.plus(gap.compareTo(most) < 0 ? gap : most)));
  }

  /** From when on time counts as watched. */
  Instant watchedFrom() {
    return currentStep().orElse(null) instanceof Step.Watch watch && watch.seen()
        ? crowdUntil().filter(until -> until.isAfter(since)).orElse(since)
        : since;
  }

  /** How long a soak goes on at most while there is doubt; people are asked after that. */
  static Duration patience(Step.Soak soak) {
    return soak.lasting().multipliedBy(Planner.PATIENCE);
  }

  /**
   * Whether a watch may end at its shortest: nothing may speak against the candidate, and where it
   * is to conclude, enough must speak for it. An alarm that was not raised says nothing where it
   * had too few looks to be raised: as long as there is doubt, silence is not waited for.
   */
  boolean judgedEnough(Step.Watch watch) {
    boolean unseen = judge.map(each -> each.blocks() == 0).orElse(false);
    if (share >= 100 && (watch.seen() && unseen || doubt.isPresent())) {
      return false;
    }
    return watch.conclude()
        ? verdict.map(v -> v.decision() == Verdict.Decision.PROMOTE).orElse(false)
        : verdict.map(v -> v.eValue() < Judging.SUSPICION).orElse(true);
  }

  /**
   * Whether going back is still a change of route: no step has begun to take the last of the
   * previous version away.
   */
  public boolean warm() {
    return spec.steps().stream().limit(step + 1L).noneMatch(RolloutState::takesAll);
  }

  /**
   * Whether the previous version, which a recreate has stopped, is started again when this goes
   * back: a redeploy with a gap of its own.
   */
  public boolean restorable() {
    return spec.recreates() && !warm() && !phase.ended();
  }

  /** Index of the first step from which going back is more than a change of route. */
  public int pointOfNoReturn() {
    return (int) spec.steps().stream().takeWhile(each -> !takesAll(each)).count();
  }

  private static boolean takesAll(Step step) {
    return step instanceof Step.Scale scale
        && scale.purpose() == Step.Purpose.RETIRE
        && scale.replicas().values().stream().allMatch(count -> count == 0);
  }

  Edit edit() {
    return new Edit(this);
  }

  /** A copy being made; never leaves the package. */
  static final class Edit {
    Phase phase;
    int step;
    boolean held;
    boolean stepDone;
    Instant since;
    double share;
    long nextEffect;
    Map<Long, Effect> pending;
    Map<String, Long> boundMicros;
    Map<String, Tally> baseline;
    Optional<Judge> judge;
    Optional<Verdict> verdict;
    Optional<String> doubt;
    Optional<Conclusion> conclusion;
    Optional<String> reason;
    Milestones milestones;
    SideCounts exposure;
    Optional<Cutover> cutover;
    int crashes;
    Doorway doorway;
    Outage outage;
    Trial trial;
    private final RolloutSpec spec;

    private Edit(RolloutState from) {
      spec = from.spec;
      phase = from.phase;
      step = from.step;
      held = from.held;
      stepDone = from.stepDone;
      since = from.since;
      share = from.share;
      nextEffect = from.nextEffect;
      pending = new LinkedHashMap<>(from.pending);
      boundMicros = new LinkedHashMap<>(from.boundMicros);
      baseline = new LinkedHashMap<>(from.baseline);
      judge = from.judge;
      verdict = from.verdict;
      doubt = from.doubt;
      conclusion = from.conclusion;
      reason = from.reason;
      milestones = from.milestones;
      exposure = from.exposure;
      cutover = from.cutover;
      crashes = from.crashes;
      doorway = from.doorway;
      outage = from.outage;
      trial = from.trial;
    }

    RolloutState done() {
      return new RolloutState(
          spec,
          phase,
          step,
          held,
          stepDone,
          since,
          share,
          nextEffect,
          pending,
          boundMicros,
          baseline,
          // Whoever has ended is not judged any more; its verdict stays.
          phase.ended() ? Optional.empty() : judge,
          verdict,
          doubt,
          conclusion,
          reason,
          milestones,
          exposure,
          cutover,
          crashes,
          doorway,
          outage,
          phase.ended() ? trial.closed() : trial);
    }
  }
}
