package dev.curtain.simulation.invariant;

import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Hosts;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Known;
import dev.curtain.simulation.Line;
import dev.curtain.simulation.Sight;
import java.util.List;
import java.util.Optional;

/** Promise 7, in the world. */
public final class NoReplicaTwice implements Invariant {
  @Override
  public String promise() {
    return "no more replicas are started than are wanted, and every one that runs is on record";
  }

  @Override
  public Optional<String> broken(Sight world) {
    List<Fact> facts = world.facts();
    for (int i = 0; i < facts.size(); i++) {
      Fact fact = facts.get(i);
      // What was planned in the same step before less was wanted, was wanted when it was planned.
      if (fact instanceof Fact.Written written
          && written.line() instanceof Line.ReplicaPlanned planned
          && !wantedAnew(planned.track(), facts.subList(i + 1, facts.size()))) {
        int alive = 0;
        for (Known.Replica replica : world.durable().replicas()) {
          alive += replica.track().equals(planned.track()) && replica.status().alive() ? 1 : 0;
        }
        if (alive > world.durable().wanted(planned.track())) {
          return Optional.of(
              planned.track()
                  + " has "
                  + alive
                  + " replicas (expected: "
                  + world.durable().wanted(planned.track())
                  + ")");
        }
      }
      if (fact instanceof Fact.Started) {
        Optional<String> stray = stray(world);
        if (stray.isPresent()) {
          return stray;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean wantedAnew(String track, List<Fact> later) {
    return later.stream()
        .anyMatch(fact ->
            fact instanceof Fact.Written written
                && written.line() instanceof Line.Wanted wanted
                && wanted.replicas().containsKey(track));
  }

  @Override
  public Optional<String> brokenAtRest(Sight world) {
    return stray(world);
  }

  private static Optional<String> stray(Sight world) {
    for (Hosts.Host host : world.hosts().all()) {
      if (host.running() && world.durable().replica(host.id()) == null) {
        return Optional.of(host.id() + " runs, and the record does not know");
      }
    }
    return Optional.empty();
  }
}
