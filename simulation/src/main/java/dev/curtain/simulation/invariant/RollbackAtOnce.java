package dev.curtain.simulation.invariant;

import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutState;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.util.Optional;

/**
 * Promise 2: when it does it. A router that does not answer is given up on after five seconds and
 * told the newest; nothing else may come before a route back.
 */
public final class RollbackAtOnce implements Invariant {
  private static final long NO_ANSWER = 5_200;

  private long since = -1;

  @Override
  public String promise() {
    return "a rollback's route leaves the controller as soon as the router answers at all";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      switch (fact) {
        case Fact.Moved moved when moved.after().phase() == Phase.ROLLING_BACK -> {
          if (moved.before().phase() != Phase.ROLLING_BACK) {
            since = world.now();
          }
        }
        case Fact.Moved _ -> {
          RolloutState latest = world.durable().latest();
          if (latest == null || latest.phase() != Phase.ROLLING_BACK) {
            since = -1;
          }
        }
        case Fact.ControllerDied _ -> since = -1;
        case Fact.ControllerBegan _ -> {
          RolloutState latest = world.durable().latest();
          since = latest != null && latest.phase() == Phase.ROLLING_BACK ? world.now() : -1;
        }
        case Fact.Sent sent -> {
          if (overdue(world)) {
            return late(world);
          }
          if (sent.table().asked().equals(world.durable().division())) {
            since = -1;
          }
        }
        case Fact.Happened _,
            Fact.Written _,
            Fact.Begun _,
            Fact.InForce _,
            Fact.Started _,
            Fact.Fell _,
            Fact.Stopped _,
            Fact.Asked _ -> {}
      }
    }
    return overdue(world) ? late(world) : Optional.empty();
  }

  private boolean overdue(Sight world) {
    return since >= 0 && world.now() - since > NO_ANSWER;
  }

  private Optional<String> late(Sight world) {
    return Optional.of("nothing was sent for " + (world.now() - since) + " ms");
  }
}
