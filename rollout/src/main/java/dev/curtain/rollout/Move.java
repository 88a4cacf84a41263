package dev.curtain.rollout;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Judge;
import dev.curtain.analysis.Tally;
import dev.curtain.analysis.Verdict;
import dev.curtain.model.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One transition in the making: what the rows of the table are written in. */
final class Move {
  /** Clearing away is not what a rollout can fail by; it only has to end some day. */
  private static final Duration CLEARING_WITHIN = Duration.ofMinutes(10);

  final RolloutState before;
  final RolloutEvent event;
  final RolloutState.Edit after;
  private final RolloutSpec spec;
  private final List<Effect> effects = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  Move(RolloutState before, RolloutEvent event) {
    this.before = before;
    this.event = event;
    this.after = before.edit();
    this.spec = before.spec();
  }

  Transition done() {
    return new Transition(after.done(), effects, notes);
  }

  Instant at() {
    return event.at();
  }

  void note(String words) {
    notes.add(words);
  }

  // Conditions

  /**
   * Whether an answer belongs to an effect that is still wanted; late ones of given-up steps do
   * not.
   */
  boolean answers(long effect) {
    return before.pending().containsKey(effect);
  }

  boolean watchedLongEnough() {
    Duration watched = Duration.between(before.watchedFrom(), at());
    return before
        .currentStep()
        .map(step ->
            switch (step) {
              case Step.Watch watch ->
                  watched.compareTo(watch.atLeast()) >= 0 && after.done().judgedEnough(watch);
              case Step.Soak soak ->
                  watched.compareTo(soak.lasting()) >= 0
                      && after.doubt.isEmpty()
                      && !(soak.seen() && Judging.unseen(this));
              case Step.Baseline _,
                  Step.Scale _,
                  Step.Shift _,
                  Step.Gated _,
                  Step.Open _,
                  Step.Mirror _,
                  Step.Close _,
                  Step.Await _,
                  Step.Advance _,
                  Step.Trial _ ->
                  false;
            })
        .orElse(false);
  }

  boolean watchedTooLong() {
    return before
        .currentStep()
        .map(step ->
            step instanceof Step.Watch watch
                && Duration.between(before.watchedFrom(), at()).compareTo(watch.atMost()) >= 0
                && !after.done().judgedEnough(watch))
        .orElse(false);
  }

  /** A soak is over, and nobody knows what happened in it. */
  boolean soakedUnseen() {
    return before.currentStep().orElse(null) instanceof Step.Soak soak
        && soak.seen()
        && Duration.between(before.since(), at()).compareTo(soak.lasting()) >= 0
        && Judging.unseen(this);
  }

  /** A soak goes on because of a doubt, and nothing has come of it. */
  boolean soakedInDoubt() {
    return before.currentStep().orElse(null) instanceof Step.Soak soak
        && after.doubt.isPresent()
        && Duration.between(before.since(), at()).compareTo(RolloutState.patience(soak)) >= 0;
  }

  boolean aborting() {
    return after.verdict.map(v -> v.decision() == Verdict.Decision.ABORT).orElse(false);
  }

  /** Whether there is a way back: to a warm version, or for a recreate to a stopped one. */
  boolean returnable() {
    return before.warm() || before.restorable();
  }

  /** The effect that an answer belongs to. */
  Optional<Effect> asked(long effect) {
    return Optional.ofNullable(before.pending().get(effect));
  }

  // What a row may do

  /** Takes an effect off the list. */
  void answered(long effect) {
    after.pending.remove(effect);
  }

  /** Shows the judge one more block. */
  void observe(RolloutEvent.Measured measured) {
    if (before.measuring() && after.judge.isPresent() && !afterGap()) {
      Block block = afterWarmUp(measured);
      Judge judge = after.judge.get().observe(block);
      after.judge = Optional.of(judge);
      boolean compared = before.share() < 100;
      if (measured.judged().isPresent()) {
        after.verdict = measured.judged().get().verdict();
        after.doubt = measured.judged().get().doubt();
      } else {
        if (compared || judge.aborted()) {
          after.verdict = Optional.of(judge.verdict());
        }
        after.doubt = compared ? Optional.empty() : Judging.doubt(judge, spec.to());
      }
      boolean waits = before.phase() == Phase.WATCHING || before.phase() == Phase.SOAKING;
      if (waits && after.doubt.isPresent() && before.doubt().isEmpty()) {
        note("not to be left alone yet: " + after.doubt.get());
      }
      if (compared) {
        block
            .metrics()
            .forEach(
                (metric, sides) -> after.baseline.merge(metric, sides.baseline(), Tally::plus));
      }
    }
  }

  /** What cold replicas are slow at is left out; what they fail is not. */
  private Block afterWarmUp(RolloutEvent.Measured measured) {
    boolean cold =
        before.currentStep().orElse(null) instanceof Step.Watch watch
            && at().isBefore(before.since().plus(watch.warmUp()));
    if (!cold || spec.latencies().isEmpty()) {
      return measured.block();
    }
    Map<String, Block.Sides> metrics = new LinkedHashMap<>(measured.block().metrics());
    spec.latencies().forEach(gate -> metrics.remove(gate.metric()));
    return measured.block().of(metrics);
  }

  private boolean afterGap() {
    return before.crowdUntil().filter(until -> at().isBefore(until)).isPresent();
  }

  /** What was measured, as the outcome of an experiment that nobody reports to. */
  void count(RolloutEvent.Measured measured) {
    if (before.currentStep().orElse(null) instanceof Step.Trial trial && !trial.reported()) {
      Block.Sides failed = measured.block().metrics().get("error_rate");
      if (failed != null) {
        after.trial =
            after.trial.observe(
                new Block.Sides(answered(failed.baseline()), answered(failed.candidate())));
      }
    }
  }

  private static Tally answered(Tally failures) {
    return new Tally(failures.n(), failures.n() - failures.bad());
  }

  void hold(String why) {
    after.held = true;
    note(why);
  }

  /** On to the next step, or to the end; while held the step's work is only marked as done. */
  void advance() {
    if (after.held) {
      after.stepDone = true;
      return;
    }
    after.stepDone = false;
    after.doorway = Doorway.NONE;
    after.step++;
    after.since = at();
    if (after.step == spec.steps().size()) {
      if (after.share < 100) {
        after.conclusion = Optional.of(Conclusion.REPORTED);
        after.reason =
            Optional.of(after.verdict.map(Verdict::reason).orElse("nothing was compared"));
        clear();
      } else {
        end(Conclusion.PROMOTED);
      }
      return;
    }
    switch (spec.steps().get(after.step)) {
      case Step.Baseline baseline -> {
        after.phase = Phase.BASELINING;
        emit(new Effect.TakeBaseline(after.nextEffect, baseline.lasting()));
      }
      case Step.Scale scale -> {
        after.phase = scale.purpose() == Step.Purpose.RETIRE ? Phase.RETIRING : Phase.PROVISIONING;
        emit(new Effect.ScaleTracks(after.nextEffect, scale.replicas(), scale.within()));
      }
      case Step.Shift _, Step.Advance _, Step.Open _, Step.Mirror _, Step.Close _ -> {
        after.phase = Phase.SHIFTING;
        emit(new Effect.ApplyRoute(after.nextEffect, Routes.of(spec, after.step)));
      }
      case Step.Gated gated -> {
        after.phase = Phase.GATED;
        Gating.stand(this, gated.gate());
      }
      case Step.Trial trial -> {
        after.phase = Phase.EXPERIMENTING;
        after.trial = Trial.begin(trial);
      }
      case Step.Watch _ -> after.phase = Phase.WATCHING;
      case Step.Await _ -> after.phase = Phase.AWAITING;
      case Step.Soak soak -> {
        after.phase = Phase.SOAKING;
        promoted();
        note(
            spec.to()
                + " has all the traffic; "
                + spec.from().orElse("the previous version")
                + " stays warm for "
                + Words.duration(soak.lasting()));
      }
    }
  }

  /** The new version has everything and is found good enough. */
  void promoted() {
    after.conclusion = Optional.of(Conclusion.PROMOTED);
    after.milestones = after.milestones.promoted(at());
  }

  /**
   * Back to the previous version, by route, at once: what was being done for the candidate is given
   * up. Nothing here starts, builds or waits.
   */
  void rollBack(Conclusion conclusion, String reason) {
    giveUp(conclusion, reason);
    routeBack();
  }

  /** Back by route where the previous version is warm; a recreate starts it again. */
  void goBack(Conclusion conclusion, String reason) {
    if (before.warm()) {
      rollBack(conclusion, reason);
    } else {
      giveUp(conclusion, reason);
      after.phase = Phase.RESTORING;
      emit(new Effect.ApplyRoute(after.nextEffect, Routes.closed(spec)));
    }
  }

  private void giveUp(Conclusion conclusion, String reason) {
    after.conclusion = Optional.of(conclusion);
    after.reason = Optional.of(reason);
    after.milestones = after.milestones.decided(at());
    after.pending.clear();
    after.held = false;
    after.stepDone = false;
    after.doorway = Doorway.NONE;
    after.since = at();
    note(reason);
  }

  /** The route on which the previous version has everything. */
  void routeBack() {
    after.phase = Phase.ROLLING_BACK;
    after.since = at();
    emit(new Effect.ApplyRoute(after.nextEffect, Division.of(Shares.weights(spec, 0))));
  }

  /** Asks for replicas of some tracks, each at full size or at none. */
  void scale(List<TrackSpec> tracks, boolean full) {
    Map<String, Integer> replicas = new LinkedHashMap<>();
    tracks.forEach(track -> replicas.put(track.name(), full ? track.replicas() : 0));
    emit(new Effect.ScaleTracks(after.nextEffect, replicas, CLEARING_WITHIN));
  }

  void ask(Gate gate) {
    emit(new Effect.AskGate(after.nextEffect, gate));
  }

  /**
   * The previous version serves again: take the candidate away, bring the previous version back to
   * full size.
   */
  void clear() {
    after.phase = Phase.CLEARING;
    after.since = at();
    Map<String, Integer> replicas = new LinkedHashMap<>();
    spec.candidate().forEach(track -> replicas.put(track.name(), 0));
    spec.baseline().forEach(track -> replicas.put(track.name(), 0));
    spec.stable().forEach(track -> replicas.put(track.name(), track.replicas()));
    emit(new Effect.ScaleTracks(after.nextEffect, replicas, CLEARING_WITHIN));
  }

  /** The same effect once more, under a name of its own. */
  void again(long failed) {
    Effect effect = after.pending.remove(failed);
    if (effect != null) {
      emit(
          switch (effect) {
            case Effect.TakeBaseline take ->
                new Effect.TakeBaseline(after.nextEffect, take.lasting());
            case Effect.ScaleTracks scale ->
                new Effect.ScaleTracks(after.nextEffect, scale.replicas(), scale.within());
            case Effect.ApplyRoute route ->
                new Effect.ApplyRoute(after.nextEffect, route.division());
            case Effect.AskGate ask -> new Effect.AskGate(after.nextEffect, ask.gate());
          });
    }
  }

  void end(Conclusion conclusion) {
    if (conclusion == Conclusion.PROMOTED) {
      promoted();
    }
    after.phase = conclusion.end();
    after.since = at();
    after.milestones = after.milestones.ended(at());
  }

  private void emit(Effect effect) {
    after.nextEffect++;
    after.pending.put(effect.id(), effect);
    effects.add(effect);
  }
}
