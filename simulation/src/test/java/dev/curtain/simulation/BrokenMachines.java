package dev.curtain.simulation;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Judges;
import dev.curtain.analysis.Tally;
import dev.curtain.rollout.Division;
import dev.curtain.rollout.Effect;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.rollout.RolloutMachine;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Shares;
import dev.curtain.rollout.SideCounts;
import dev.curtain.rollout.Step;
import dev.curtain.rollout.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Rollout machines, each broken in one way that somebody might think of as an improvement. */
final class BrokenMachines {
  private BrokenMachines() {}

  private static Transition sound(RolloutState state, RolloutEvent event) {
    return RolloutMachine.apply(state, event);
  }

  private static RolloutEvent said(RolloutEvent at, Command command) {
    return new RolloutEvent.Commanded(at.at(), command, "a mutant", "");
  }

  private static boolean goesBack(RolloutState from, RolloutState to) {
    return to.phase() == Phase.ROLLING_BACK && from.phase() != Phase.ROLLING_BACK;
  }

  /** Two moves as one. */
  private static Transition then(Transition first, RolloutEvent event) {
    Transition second = sound(first.state(), event);
    List<Effect> effects = new ArrayList<>(first.effects());
    effects.removeIf(effect -> !second.state().pending().containsKey(effect.id()));
    effects.addAll(second.effects());
    return new Transition(second.state(), effects, first.notes());
  }

  /** The same transition with other effects. */
  private static Transition with(Transition made, UnaryOperator<Effect> changed) {
    Map<Long, Effect> pending = new LinkedHashMap<>();
    made.state().pending().values().forEach(each -> pending.put(each.id(), changed.apply(each)));
    return new Transition(
        pending(made.state(), pending),
        made.effects().stream().map(changed).toList(),
        made.notes());
  }

  private static RolloutState pending(RolloutState s, Map<Long, Effect> pending) {
    return new RolloutState(
        s.spec(),
        s.phase(),
        s.step(),
        s.held(),
        s.stepDone(),
        s.since(),
        s.share(),
        s.nextEffect(),
        pending,
        s.boundMicros(),
        s.baseline(),
        s.judge(),
        s.verdict(),
        s.doubt(),
        s.conclusion(),
        s.reason(),
        s.milestones(),
        s.exposure(),
        s.cutover(),
        s.crashes(),
        s.doorway(),
        s.outage(),
        s.trial());
  }

  /** "First the old version must be healthy": what Argo Rollouts does. */
  static Transition rollbackWaitsForHealth(RolloutState state, RolloutEvent event) {
    Transition made = sound(state, event);
    if (!goesBack(state, made.state())) {
      return made;
    }
    Map<String, Integer> whole = new HashMap<>();
    state.spec().stable().forEach(track -> whole.put(track.name(), track.replicas()));
    return with(made, effect -> new Effect.ScaleTracks(effect.id(), whole, Duration.ofMinutes(5)));
  }

  /** "Not while replicas are being started." */
  static Transition rollbackWaitsForProvisioning(RolloutState state, RolloutEvent event) {
    boolean asked =
        event instanceof RolloutEvent.Commanded commanded
            && (commanded.command() == Command.ROLLBACK || commanded.command() == Command.ABORT);
    return asked && state.phase() == Phase.PROVISIONING
        ? new Transition(state, List.of(), List.of())
        : sound(state, event);
  }

  /** "It looks good already." */
  static Transition soakEndsEarly(RolloutState state, RolloutEvent event) {
    return state.phase() == Phase.SOAKING && event instanceof RolloutEvent.Measured
        ? sound(state, said(event, Command.PROMOTE))
        : sound(state, event);
  }

  /** The same of a watch. */
  static Transition watchEndsEarly(RolloutState state, RolloutEvent event) {
    return state.phase() == Phase.WATCHING && event instanceof RolloutEvent.Measured
        ? sound(state, said(event, Command.PROMOTE))
        : sound(state, event);
  }

  /** "Nothing bad was heard of it." */
  static Transition noDataIsGood(RolloutState state, RolloutEvent event) {
    boolean silent = state.verdict().map(v -> v.candidate().n() == 0).orElse(true);
    return state.phase() == Phase.WATCHING && event instanceof RolloutEvent.Tick && silent
        ? sound(state, said(event, Command.PROMOTE))
        : sound(state, event);
  }

  /** "The router counts what the client saw as a success." */
  static Transition failuresAreNotCounted(RolloutState state, RolloutEvent event) {
    return sound(state, counted(event, tally -> new Tally(tally.n(), 0)));
  }

  /** "No alarm was raised." */
  static Transition silenceIsConsent(RolloutState state, RolloutEvent event) {
    return event instanceof RolloutEvent.Measured measured
        ? sound(
            state,
            new RolloutEvent.Measured(
                measured.at(),
                measured.block(),
                Optional.of(
                    new RolloutEvent.Judged(
                        Judges.METHOD, sound(state, event).state().verdict(), Optional.empty()))))
        : sound(state, event);
  }

  /** "Whatever is new is to blame." */
  static Transition everythingIsAFailure(RolloutState state, RolloutEvent event) {
    return sound(state, counted(event, tally -> new Tally(tally.n(), tally.n())));
  }

  private static RolloutEvent counted(RolloutEvent event, UnaryOperator<Tally> candidate) {
    if (!(event instanceof RolloutEvent.Measured measured)) {
      return event;
    }
    Map<String, Block.Sides> metrics = new HashMap<>();
    measured
        .block()
        .metrics()
        .forEach((metric, sides) ->
            metrics.put(
                metric, new Block.Sides(sides.baseline(), candidate.apply(sides.candidate()))));
    return new RolloutEvent.Measured(measured.at(), new Block(metrics));
  }

  /** "Make room for the new version first." */
  static Transition previousMakesRoom(RolloutState state, RolloutEvent event) {
    return with(
        sound(state, event),
        effect -> {
          if (!(effect instanceof Effect.ScaleTracks scale)) {
            return effect;
          }
          Map<String, Integer> replicas = new HashMap<>(scale.replicas());
          state.spec().stable().forEach(track -> replicas.put(track.name(), 0));
          return new Effect.ScaleTracks(scale.id(), replicas, scale.within());
        });
  }

  /** "Replicas will be there by the time the traffic is." */
  static Transition trafficBeforeReplicas(RolloutState state, RolloutEvent event) {
    Transition made = sound(state, event);
    if (made.state().phase() == Phase.PROVISIONING && state.phase() != Phase.PROVISIONING) {
      for (long id : made.state().pending().keySet()) {
        return then(
            made, new RolloutEvent.Scaled(event.at(), id, SideCounts.NONE, SideCounts.NONE));
      }
    }
    return made;
  }

  /** "An answer is an answer": also where it is to an effect that was given up. */
  static Transition anyAnswerWillDo(RolloutState state, RolloutEvent event) {
    if (event instanceof RolloutEvent.Routed routed
        && !state.pending().containsKey(routed.effect())) {
      for (long id : state.pending().keySet()) {
        return sound(
            state,
            new RolloutEvent.Routed(
                routed.at(), id, routed.epoch(), routed.candidate(), routed.stable()));
      }
    }
    return sound(state, event);
  }

  /** "A step with nothing to wait for need not be begun." */
  static Transition stepsAreSkipped(RolloutState state, RolloutEvent event) {
    Transition made = sound(state, event);
    return event instanceof RolloutEvent.Routed && made.state().phase() == Phase.WATCHING
        ? then(made, said(event, Command.PROMOTE))
        : made;
  }

  /** "Whoever went back has nothing more to do." */
  static Transition nothingIsCleared(RolloutState state, RolloutEvent event) {
    Transition made = sound(state, event);
    if (made.state().phase() == Phase.CLEARING) {
      for (long id : made.state().pending().keySet()) {
        return then(made, new RolloutEvent.EffectFailed(event.at(), id, "who cares"));
      }
    }
    return made;
  }

  /** "A rolling update may take one more." */
  static Transition rollingTakesMore(RolloutState state, RolloutEvent event) {
    Transition made = sound(state, event);
    Optional<Step> step = made.state().currentStep();
    boolean retiring =
        step.filter(
                each -> each instanceof Step.Scale scale && scale.purpose() == Step.Purpose.RETIRE)
            .isPresent();
    return retiring && made.state().step() != state.step()
        ? with(
            made,
            effect -> {
              if (!(effect instanceof Effect.ScaleTracks scale)) {
                return effect;
              }
              Map<String, Integer> replicas = new HashMap<>();
              scale.replicas().forEach((track, n) -> replicas.put(track, Math.max(0, n - 1)));
              return new Effect.ScaleTracks(scale.id(), replicas, scale.within());
            })
        : made;
  }

  private static Transition routed(Transition made, UnaryOperator<Division> changed) {
    return with(
        made,
        effect ->
            effect instanceof Effect.ApplyRoute route
                ? new Effect.ApplyRoute(route.id(), changed.apply(route.division()))
                : effect);
  }

  /** "While it goes back nobody should see either." */
  static Transition closesForAMoment(RolloutState state, RolloutEvent event) {
    Transition made = sound(state, event);
    return goesBack(state, made.state())
        ? routed(made, asked -> new Division(asked.weights(), List.of(), Optional.empty(), true))
        : made;
  }

  /** "A few real users would tell us more." */
  static Transition copiesMeetUsers(RolloutState state, RolloutEvent event) {
    return routed(
        sound(state, event),
        asked ->
            asked.copies().isEmpty()
                ? asked
                : new Division(
                    Shares.weights(state.spec(), 1), asked.groups(), asked.copies(), false));
  }

  /** "It was looked at, that is what counts." */
  static Transition whoeverKnocksIsLetIn(RolloutState state, RolloutEvent event) {
    return sound(
        state,
        event instanceof RolloutEvent.GateAnswered answer
            ? new RolloutEvent.GateAnswered(answer.at(), answer.effect(), true, "", "")
            : event);
  }

  /** "It is ahead." */
  static Transition whoeverLeadsHasWon(RolloutState state, RolloutEvent event) {
    boolean ahead =
        event instanceof RolloutEvent.Counted counted
            && counted.outcomes().candidate().bad() > counted.outcomes().baseline().bad();
    return ahead && state.phase() == Phase.EXPERIMENTING
        ? sound(state, said(event, Command.PROMOTE))
        : sound(state, event);
  }

  /** "What is good in one region is good in all." */
  static Transition allRegionsAtOnce(RolloutState state, RolloutEvent event) {
    Transition made = sound(state, event);
    return made.state().step() != state.step()
            && made.state().currentStep().orElse(null) instanceof Step.Advance advance
        ? routed(made, _ -> Division.of(Shares.weights(state.spec(), advance.share())))
        : made;
  }
}
