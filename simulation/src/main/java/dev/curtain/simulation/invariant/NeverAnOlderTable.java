package dev.curtain.simulation.invariant;

import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import dev.curtain.simulation.Table;
import java.util.Optional;

/** Promise 8: a message that comes late does not bring an old world back. */
public final class NeverAnOlderTable implements Invariant {
  @Override
  public String promise() {
    return "a router never goes back to a table that was made before the one it has";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.InForce force) {
        Table before = force.before();
        Table now = force.table();
        if (now.made() < before.made() || now.epoch() <= before.epoch()) {
          return Optional.of(
              "table %d of %d ms comes after table %d of %d ms"
                  .formatted(now.epoch(), now.made(), before.epoch(), before.made()));
        }
      }
    }
    return Optional.empty();
  }
}
