package dev.curtain.simulation.invariant;

import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Hosts;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.util.List;
import java.util.Optional;

/** Promise 1, first half. */
public final class ReadyOnly implements Invariant {
  @Override
  public String promise() {
    return "a request never goes to a replica that was not verified ready, or that was stopped";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.InForce force) {
        for (List<String> backends : force.table().backends().values()) {
          for (String id : backends) {
            Hosts.Host host = world.hosts().host(id);
            if (host == null || !host.everReady() || host.stopped()) {
              return Optional.of(id + " is in table " + force.table().epoch());
            }
          }
        }
      }
    }
    return Optional.empty();
  }
}
