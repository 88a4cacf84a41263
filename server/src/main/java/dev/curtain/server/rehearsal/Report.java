package dev.curtain.server.rehearsal;

import dev.curtain.rollout.Pace;
import dev.curtain.rollout.RolloutState;
import dev.curtain.server.traffic.TrafficReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What became of a rehearsal.
 *
 * @param rollouts as they ended, in the order they began
 * @param users distinct users that met the candidate, by deployment id
 * @param services how many services were raised, with {@code replicas} stand-ins at rest
 */
public record Report(
    Order order,
    Pace pace,
    List<RolloutState> rollouts,
    Map<String, Long> users,
    TrafficReport traffic,
    int services,
    int replicas,
    Duration took) {
  public Report {
    rollouts = List.copyOf(rollouts);
    users = Map.copyOf(users);
  }
}
