package dev.curtain.server.flags;

import dev.curtain.flags.change.Exposing;
import dev.curtain.flags.change.Switching;
import dev.curtain.model.Gate;
import dev.curtain.rollout.Conclusion;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Step;
import dev.curtain.server.flags.FlagStore.Cause;
import dev.curtain.server.world.World;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Flags that go out as a step of their service's rollout: begun when the rollout comes to their
 * gate, and turned off when the version that has the feature goes back first.
 */
final class Companions {
  private static final double TOLERANCE = 0.005;
  private static final double ALPHA = 0.01;
  private static final long MINIMUM = 100;
  private static final String BEGIN = "rollout";

  private final FlagStore store;
  private final InstantSource clock;

  /** What could not be begun is not tried each second; the gate says that nothing moves. */
  private final Set<String> refused = new HashSet<>();

  Companions(FlagStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The flag whose way out a rollout stands before. */
  static Optional<Gate.Exposed> gate(RolloutState rollout) {
    return rollout.phase() == Phase.GATED
            && rollout.currentStep().orElse(null) instanceof Step.Gated gated
            && gated.gate() instanceof Gate.Exposed exposed
        ? Optional.of(exposed)
        : Optional.empty();
  }

  void tick(World world) throws FlagRefused {
    for (RolloutState rollout : world.moving()) {
      Optional<Gate.Exposed> gate = gate(rollout);
      if (gate.isPresent()) {
        begin(rollout, gate.get());
      }
    }
    for (Map.Entry<String, FlagRollout> each : onTheirWay().entrySet()) {
      Optional<RolloutState> begunBy =
          Optional.ofNullable(world.rollouts().get(each.getValue().by()));
      if (begunBy.filter(Companions::isGoingBack).isPresent()) {
        off(each.getKey(), begunBy.get());
      }
    }
  }

  private Map<String, FlagRollout> onTheirWay() {
    Map<String, FlagRollout> all = new LinkedHashMap<>();
    store
        .flags()
        .forEach((flag, definition) ->
            FlagRollout.of(definition).ifPresent(rollout -> all.put(flag, rollout)));
    return all;
  }

  private static boolean isGoingBack(RolloutState rollout) {
    return rollout.conclusion().filter(end -> end != Conclusion.PROMOTED).isPresent();
  }

  /** Once for a rollout: what somebody ended stays ended. */
  private void begin(RolloutState rollout, Gate.Exposed gate) throws FlagRefused {
    String id = rollout.spec().id();
    boolean done =
        refused.contains(id + gate.flag())
            || !isStill(gate.flag())
            || store.history(gate.flag()).stream()
                .anyMatch(change -> change.who().equals(id) && change.action().equals(BEGIN));
    if (done) {
      return;
    }
    FlagRollouts.Wanted wanted =
        new FlagRollouts.Wanted(
            Optional.empty(), gate.steps(), gate.every(), TOLERANCE, ALPHA, MINIMUM, id);
    Cause cause =
        Cause.of(
            BEGIN,
            id,
            "a step of the way of " + rollout.spec().service() + " to " + rollout.spec().to());
    try {
      store.changeKnown(
          gate.flag(), cause, flag -> FlagRollouts.begin(flag, wanted, clock.instant()));
    } catch (FlagRefused e) {
      refused.add(id + gate.flag());
      throw e;
    }
  }

  /** Neither out nor on its way, and nobody turned it off. */
  private boolean isStill(String flag) {
    return Optional.ofNullable(store.flags().get(flag))
        .filter(definition ->
            FlagRollout.of(definition).isEmpty()
                && !Exposing.isEverybody(definition)
                && !Switching.isOff(definition))
        .isPresent();
  }

  private void off(String flag, RolloutState rollout) throws FlagRefused {
    Cause cause =
        Cause.of(
            "off",
            rollout.spec().id(),
            rollout.spec().service()
                + " "
                + rollout.spec().to()
                + " went back before everybody had it: "
                + rollout.reason().orElse(rollout.phase().words()));
    store.changeKnown(
        flag,
        cause,
        before ->
            Switching.off(
                FlagRollout.without(before), Optional.empty(), Optional.empty(), Optional.empty()));
  }
}
