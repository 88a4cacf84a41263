package dev.curtain.simulation.invariant;

import dev.curtain.rollout.RolloutState;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Line;
import dev.curtain.simulation.Sight;
import java.util.Optional;

/** Promise 10. */
public final class OneAtATime implements Invariant {
  @Override
  public String promise() {
    return "one rollout at a time moves a service";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.Written written && written.line() instanceof Line.Planned planned) {
        for (RolloutState other : world.durable().rollouts()) {
          if (!other.phase().ended() && !other.spec().id().equals(planned.spec().id())) {
            return Optional.of(
                planned.spec().id() + " is planned, and " + other.spec().id() + " goes on");
          }
        }
      }
    }
    return Optional.empty();
  }
}
