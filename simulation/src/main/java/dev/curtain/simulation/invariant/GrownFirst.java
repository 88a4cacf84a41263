package dev.curtain.simulation.invariant;

import dev.curtain.rollout.TrackSpec;
import dev.curtain.simulation.Away;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Known;
import dev.curtain.simulation.Line;
import dev.curtain.simulation.Sight;
import java.util.Optional;

/** Promise 11, of a failover that was not a hurry. */
public final class GrownFirst implements Invariant {
  @Override
  public String promise() {
    return "a place's traffic is moved to the others only once they have replicas for it, and they"
        + " keep them as long as they carry it";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.Written written
          && written.line() instanceof Line.FailedOver over
          && over.away().planned()
          && over.away().stage() == Away.Stage.AWAY) {
        int ready = elsewhere(world.durable(), over.away(), true);
        int needed = needed(world.durable());
        if (ready < needed) {
          return Optional.of(
              "%s is left with %d replicas elsewhere (expected: >= %d)"
                  .formatted(over.away().nodes(), ready, needed));
        }
      }
    }
    return world.controlled() ? kept(world.durable()) : Optional.empty();
  }

  /** While nothing else moves the service. */
  private static Optional<String> kept(Known known) {
    if (known.underway() != null
        || known.away().filter(away -> away.stage() == Away.Stage.AWAY).isEmpty()) {
      return Optional.empty();
    }
    int wanted = elsewhere(known, known.away().get(), false);
    int needed = needed(known);
    return wanted < needed
        ? Optional.of(
            "%s is left out, and elsewhere %d replicas are wanted (expected: >= %d)"
                .formatted(known.away().get().nodes(), wanted, needed))
        : Optional.empty();
  }

  private static int elsewhere(Known known, Away away, boolean ready) {
    int sum = 0;
    for (TrackSpec track : known.serving()) {
      if (!away.nodes().contains(track.node())) {
        sum += ready ? known.ready(track.name()) : known.wanted(track.name());
      }
    }
    return sum;
  }

  private static int needed(Known known) {
    int sum = 0;
    for (TrackSpec track : known.serving()) {
      sum += track.share() > 0 ? track.replicas() : 0;
    }
    return sum;
  }
}
