package dev.curtain.simulation.invariant;

import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Hosts;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.util.List;
import java.util.Optional;

/**
 * Promises 4 and 8: a table never takes everything from users while somebody could serve. A replica
 * that falls just when another one was let go is bad luck, and no decision.
 */
public final class SomebodyServes implements Invariant {
  private static final long BAD_LUCK = 15_000;

  private long lastFall = -BAD_LUCK;

  @Override
  public String promise() {
    return "a new table never leaves requests without anybody while a replica of the old one lives";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.Fell) {
        lastFall = world.now();
      }
      if (fact instanceof Fact.InForce force
          && force.table().backends().isEmpty()
          && !force.table().closed()
          && world.now() - lastFall > BAD_LUCK) {
        for (List<String> backends : force.before().backends().values()) {
          for (String id : backends) {
            Hosts.Host host = world.hosts().host(id);
            if (host != null && host.running()) {
              return Optional.of("table " + force.table().epoch() + " is empty, " + id + " lives");
            }
          }
        }
      }
    }
    return Optional.empty();
  }
}
