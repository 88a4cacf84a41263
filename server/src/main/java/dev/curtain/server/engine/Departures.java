package dev.curtain.server.engine;

import dev.curtain.server.world.ReplicaState;
import dev.curtain.server.world.ReplicaStatus;
import dev.curtain.server.world.ServiceState;
import dev.curtain.server.world.World;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which surplus replicas may go: the last that can answer for its service stays until another can,
 * whatever is wanted. When a place is lost, the candidate may be all there is; taking it away
 * because its rollout went back would leave nobody.
 */
final class Departures {
  private final World world;

  /** Ready replicas that are left, by service. */
  private final Map<String, Integer> left = new HashMap<>();

  Departures(World world) {
    this.world = world;
  }

  boolean mayLeave(ReplicaState replica) {
    String service = replica.spec().service();
    if (replica.status() != ReplicaStatus.READY || !served(service)) {
      return true;
    }
    int ready = left.computeIfAbsent(service, this::ready);
    if (ready <= 1) {
      return false;
    }
    left.put(service, ready - 1);
    return true;
  }

  /** Whether anybody is to be served: not in the declared gap of a recreate, nor by nobody. */
  private boolean served(String service) {
    Optional<ServiceState> state = Optional.ofNullable(world.services().get(service));
    boolean open = state.filter(each -> !each.division().closed()).isPresent();
    return open
        && world.wanted().entrySet().stream()
            .anyMatch(want ->
                want.getValue() > 0
                    && Optional.ofNullable(world.tracks().get(want.getKey()))
                        .filter(track -> track.service().equals(service))
                        .isPresent());
  }

  private int ready(String service) {
    return (int)
        world.replicas().values().stream()
            .filter(each ->
                each.spec().service().equals(service) && each.status() == ReplicaStatus.READY)
            .count();
  }
}
