package dev.curtain.simulation.invariant;

import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.util.Optional;

/** Promises 6 and 7: the record is enough, verdicts included. */
public final class RecordRecomputes implements Invariant {
  @Override
  public String promise() {
    return "what a controller knew, verdicts included, is what the record amounts to";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.ControllerBegan began && !began.asWritten()) {
        return Optional.of("a new controller reads another state out of the record");
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> brokenAtRest(Sight world) {
    return world.recomputes()
        ? Optional.empty()
        : Optional.of("the record amounts to another state than the one that was shown");
  }
}
