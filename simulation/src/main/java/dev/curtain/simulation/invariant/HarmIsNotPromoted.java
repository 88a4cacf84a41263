package dev.curtain.simulation.invariant;

import dev.curtain.analysis.Block;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.simulation.Behaviour;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Promise 5: what must not be missed, however little is seen. */
public final class HarmIsNotPromoted implements Invariant {
  private static final double RUIN = 0.9;

  /** Requests that the judge saw from which it cannot be missed. */
  private static final long ENOUGH = 50;

  private final Map<String, Long> shown = new LinkedHashMap<>();
  private final Set<String> insisted = new LinkedHashSet<>();

  @Override
  public String promise() {
    return "a version that was seen to fail most of its requests does not stay, unless somebody"
        + " insists";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.Moved moved) {
        String id = moved.after().spec().id();
        if (moved.event() instanceof RolloutEvent.Commanded said
            && (said.command() == RolloutEvent.Command.PROMOTE
                || said.command() == RolloutEvent.Command.SKIP
                || said.command() == RolloutEvent.Command.RESUME)) {
          insisted.add(id);
        }
        if (moved.event() instanceof RolloutEvent.Measured measured && moved.before().measuring()) {
          Block.Sides errors = measured.block().metrics().get("error_rate");
          shown.merge(id, errors == null ? 0 : errors.candidate().n(), Long::sum);
        }
        Behaviour behaviour = world.scenario().behaviour(moved.after().spec().to());
        if (moved.after().phase() == Phase.PROMOTED
            && shown.getOrDefault(id, 0L) >= ENOUGH
            && behaviour.failing() >= RUIN
            && behaviour.burstPeriod() == 0
            && !insisted.contains(id)) {
          return Optional.of(id + " is promoted, and fails " + 100 * behaviour.failing() + " %");
        }
      }
    }
    return Optional.empty();
  }
}
