package dev.curtain.simulation.invariant;

import dev.curtain.rollout.Shares;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import dev.curtain.simulation.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Promise 1, second half. */
public final class WholeTraffic implements Invariant {
  @Override
  public String promise() {
    return "the weights in force account for all of the traffic, and each has somebody behind it";
  }

  @Override
  public Optional<String> broken(Sight world) {
    Table table = world.table();
    if (table.backends().isEmpty()) {
      return Optional.empty();
    }
    for (Map<String, Integer> group : table.groups()) {
      Optional<String> wrong = wrong(group, table);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return wrong(table.weights(), table);
  }

  private static Optional<String> wrong(Map<String, Integer> weights, Table table) {
    int sum = 0;
    for (Map.Entry<String, Integer> weight : weights.entrySet()) {
      sum += weight.getValue();
      if (weight.getValue() > 0
          && table.backends().getOrDefault(weight.getKey(), List.of()).isEmpty()) {
        return Optional.of(weight + " parts go to nobody");
      }
    }
    return sum == Shares.WHOLE
        ? Optional.empty()
        : Optional.of("weights sum to " + sum + " of " + Shares.WHOLE + ": " + weights);
  }
}
