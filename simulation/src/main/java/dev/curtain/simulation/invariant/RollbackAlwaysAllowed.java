package dev.curtain.simulation.invariant;

import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutState;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.util.Optional;

/** Promise 2: from where it is possible. Asked of the machine after every move. */
public final class RollbackAlwaysAllowed implements Invariant {
  @Override
  public String promise() {
    return "while the previous version is warm, a rollback is possible from every state";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.Moved moved && forward(moved.after())) {
        RolloutEvent asked =
            new RolloutEvent.Commanded(
                moved.event().at(), RolloutEvent.Command.ROLLBACK, "an invariant", "");
        Phase then = world.machine().apply(moved.after(), asked).state().phase();
        if (then != Phase.ROLLING_BACK) {
          return Optional.of("from " + moved.after().phase() + " a rollback leads to " + then);
        }
      }
      RolloutState latest = world.durable().latest();
      if (fact instanceof Fact.Asked asked
          && asked.refused()
          && (asked.command() == RolloutEvent.Command.ROLLBACK
              || asked.command() == RolloutEvent.Command.ABORT)
          && latest != null
          && forward(latest)) {
        return Optional.of("a rollback was refused in " + latest.phase());
      }
    }
    return Optional.empty();
  }

  private static boolean forward(RolloutState state) {
    return state.warm()
        && !state.phase().ended()
        && state.phase() != Phase.ROLLING_BACK
        && state.phase() != Phase.CLEARING;
  }
}
