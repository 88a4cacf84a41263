package dev.curtain.simulation.invariant;

import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.util.Optional;

/** Promise 4. */
public final class NoRequestCut implements Invariant {
  @Override
  public String promise() {
    return "no replica is stopped while it may be given requests or has some to answer";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.Stopped stopped && (stopped.inTable() || stopped.inFlight())) {
        return Optional.of(
            stopped.replica()
                + (stopped.inTable() ? " is in the table" : " has requests in flight"));
      }
    }
    return Optional.empty();
  }
}
