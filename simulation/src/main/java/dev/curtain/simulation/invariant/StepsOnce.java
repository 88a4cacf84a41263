package dev.curtain.simulation.invariant;

import dev.curtain.rollout.Effect;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Promise 7, on paper. */
public final class StepsOnce implements Invariant {
  private final Set<String> answered = new LinkedHashSet<>();

  @Override
  public String promise() {
    return "steps are taken one after the other, each once, and each effect is answered once";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.Moved moved) {
        int from = moved.before().step();
        int to = moved.after().step();
        if (to != from && to != from + 1) {
          return Optional.of("from step " + from + " to step " + to);
        }
        if (to != from && !moved.before().pending().isEmpty()) {
          for (Effect effect : moved.before().pending().values()) {
            if (moved.after().pending().containsKey(effect.id())) {
              return Optional.of("step " + from + " is left, and " + effect + " is open");
            }
          }
        }
        for (long id : moved.before().pending().keySet()) {
          if (!moved.after().pending().containsKey(id)
              && !answered.add(moved.after().spec().id() + "/" + id)) {
            return Optional.of("effect " + id + " is answered twice");
          }
        }
      }
    }
    return Optional.empty();
  }
}
