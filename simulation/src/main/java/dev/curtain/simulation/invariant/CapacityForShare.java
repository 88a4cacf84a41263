package dev.curtain.simulation.invariant;

import dev.curtain.model.Strategy;
import dev.curtain.rollout.Effect;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Step;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Known;
import dev.curtain.simulation.Sight;
import java.util.List;
import java.util.Optional;

/** Promise 11: replicas come before the traffic that is for them. */
public final class CapacityForShare implements Invariant {
  @Override
  public String promise() {
    return "a share of traffic is given to a version only once it has replicas for it";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.Begun begun && begun.effect() instanceof Effect.ApplyRoute) {
        RolloutState state = world.durable().rollout(begun.rollout());
        if (state != null
            && state.phase() == Phase.SHIFTING
            && state.currentStep().orElse(null) instanceof Step.Shift shift) {
          int fresh = wanted(world.durable(), state.spec().candidate());
          int old = wanted(world.durable(), state.spec().stable());
          int size =
              state.spec().candidate().stream()
                  .filter(track -> track.share() > 0)
                  .mapToInt(TrackSpec::replicas)
                  .sum();
          int least =
              world.scenario().service().strategy() instanceof Strategy.Rolling rolling
                  ? size - rolling.maxUnavailable()
                  : size;
          double needed = Math.min(least, fresh + old) * shift.share() / 100 - 1e-6;
          if (fresh < needed) {
            return Optional.of(
                "%s %% is given to %d replicas beside %d (expected: >= %s)"
                    .formatted(shift.share(), fresh, old, needed));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static int wanted(Known known, List<TrackSpec> side) {
    return side.stream()
        .filter(track -> track.share() > 0)
        .mapToInt(track -> known.wanted(track.name()))
        .sum();
  }
}
