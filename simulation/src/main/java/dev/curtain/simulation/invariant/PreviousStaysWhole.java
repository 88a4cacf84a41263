package dev.curtain.simulation.invariant;

import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Step;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.util.Optional;

/** Promise 3: how much of the previous version is there. */
public final class PreviousStaysWhole implements Invariant {
  @Override
  public String promise() {
    return "the previous version is at full capacity, but for what the plan's steps so far took";
  }

  @Override
  public Optional<String> broken(Sight world) {
    RolloutState state = world.durable().latest();
    if (state == null || state.phase().ended()) {
      return Optional.empty();
    }
    for (TrackSpec track : state.spec().stable()) {
      int least = track.replicas();
      for (int i = 0; i <= state.step() && i < state.spec().steps().size(); i++) {
        if (state.spec().steps().get(i) instanceof Step.Scale scale) {
          least = Math.min(least, scale.replicas().getOrDefault(track.name(), least));
        }
      }
      int wanted = world.durable().wanted(track.name());
      if (wanted < least) {
        return Optional.of(
            "%s: %d replicas wanted in %s, step %d (expected: >= %d)"
                .formatted(track.name(), wanted, state.phase(), state.step(), least));
      }
    }
    return Optional.empty();
  }
}
