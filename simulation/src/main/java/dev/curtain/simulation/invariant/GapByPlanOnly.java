package dev.curtain.simulation.invariant;

import dev.curtain.rollout.RolloutState;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.util.Optional;

/** Promise 4, of the one strategy that takes a service away on purpose. */
public final class GapByPlanOnly implements Invariant {
  @Override
  public String promise() {
    return "a service is closed only by a recreate, and only until that has ended";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.InForce force && force.table().closed()) {
        RolloutState latest = world.durable().latest();
        if (latest == null || !latest.spec().recreates()) {
          return Optional.of("table " + force.table().epoch() + " is closed");
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> brokenAtRest(Sight world) {
    return world.table().closed() ? Optional.of("it stays closed") : Optional.empty();
  }
}
