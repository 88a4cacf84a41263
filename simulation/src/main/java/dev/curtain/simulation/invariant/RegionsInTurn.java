package dev.curtain.simulation.invariant;

import dev.curtain.rollout.Division;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Step;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Of a rollout that goes from region to region. */
public final class RegionsInTurn implements Invariant {
  /** Rounding to parts of the whole. */
  private static final double ABOUT = 3;

  @Override
  public String promise() {
    return "a region meets the new version only once every region before it has nothing else";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.InForce force) {
        RolloutState latest = world.durable().latest();
        if (latest != null) {
          Optional<String> early = early(latest.spec(), force.table().asked());
          if (early.isPresent()) {
            return early;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> early(RolloutSpec spec, Division asked) {
    String unfinished = "";
    for (String node : order(spec)) {
      double fresh = parts(spec.candidate(), node, asked);
      double old = parts(spec.stable(), node, asked);
      if (fresh > ABOUT && !unfinished.isEmpty()) {
        return Optional.of(node + " meets it, and " + unfinished + " is not done: " + asked);
      }
      if (old > ABOUT && unfinished.isEmpty()) {
        unfinished = node;
      }
    }
    return Optional.empty();
  }

  /** Places with traffic in the order of the plan; none where it does not go by region. */
  private static List<String> order(RolloutSpec spec) {
    Set<String> order = new LinkedHashSet<>();
    for (Step step : spec.steps()) {
      if (step instanceof Step.Advance advance) {
        advance.shares().keySet().stream()
            .filter(node -> !order.contains(node))
            .sorted()
            .forEach(order::add);
      }
    }
    return new ArrayList<>(order);
  }

  private static double parts(List<TrackSpec> side, String node, Division asked) {
    return side.stream()
        .filter(track -> track.node().equals(node))
        .mapToInt(track -> asked.weights().getOrDefault(track.name(), 0))
        .sum();
  }
}
