package dev.curtain.server.engine;

import dev.curtain.rollout.TrackSpec;
import dev.curtain.server.world.ReplicaState;
import dev.curtain.server.world.ReplicaStatus;
import dev.curtain.server.world.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which surplus replicas may go: the last that can answer for its service stays until another can,
 * whatever is wanted. When a place is lost, the candidate may be all there is; taking it away
 * because its rollout went back would leave nobody.
 */
final class Departures {
  private final World world;

  /** Ready replicas that are left, by service; counted once the first one asks. */
  private Optional<Map<String, Integer>> left = Optional.empty();

  /** Services of which replicas are wanted. */
  private final Set<String> wanted = new HashSet<>();

  Departures(World world) {
    this.world = world;
  }

  boolean mayLeave(ReplicaState replica) {
    String service = replica.spec().service();
    if (replica.status() != ReplicaStatus.READY || !isServed(service)) {
      return true;
    }
    Map<String, Integer> ready = left.orElseThrow();
    int there = ready.getOrDefault(service, 0);
    if (there <= 1) {
      return false;
    }
    ready.put(service, there - 1);
    return true;
  }

  /** Whether anybody is to be served: not in the declared gap of a recreate, nor by nobody. */
  boolean isServed(String service) {
    if (left.isEmpty()) {
      left = Optional.of(counted());
    }
    return wanted.contains(service)
        && Optional.ofNullable(world.services().get(service))
            .filter(each -> !each.division().closed())
            .isPresent();
  }

  /** Once over everything: a thousand rollouts have a thousand replicas to let go. */
  private Map<String, Integer> counted() {
    world
        .wanted()
        .forEach((track, want) -> {
          TrackSpec spec = world.tracks().get(track);
          if (want > 0 && spec != null) {
            wanted.add(spec.service());
          }
        });
    Map<String, Integer> ready = new HashMap<>();
    for (ReplicaState replica : world.replicas().values()) {
      if (replica.status() == ReplicaStatus.READY) {
        ready.merge(replica.spec().service(), 1, Integer::sum);
      }
    }
    return ready;
  }
}
