package dev.curtain.simulation.invariant;

import dev.curtain.rollout.Effect;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.util.Optional;

/** Promise 6: what the record says is in force is in force. */
public final class RecordIsTrue implements Invariant {
  @Override
  public String promise() {
    return "a route that is on record as in force is the one that the router serves by";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.Moved moved && moved.event() instanceof RolloutEvent.Routed) {
        for (Effect effect : moved.before().pending().values()) {
          if (effect instanceof Effect.ApplyRoute wanted
              && !moved.after().pending().containsKey(wanted.id())
              && !world.table().asked().equals(wanted.division())) {
            return Optional.of(
                "on record is %s, the router serves by %s"
                    .formatted(wanted.division(), world.table().asked()));
          }
        }
      }
    }
    return Optional.empty();
  }
}
