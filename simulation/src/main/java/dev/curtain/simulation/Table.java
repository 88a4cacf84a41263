package dev.curtain.simulation;

import dev.curtain.rollout.Division;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A route table of the one service.
 *
 * @param made when, milliseconds since the world began
 * @param asked the division that was wanted when it was made
 * @param weights what is in it, of whoever is in no group: what a track without a ready replica
 *     should have is with others
 * @param groups the same of each named group, in order
 * @param backends replicas by track, of those that had ready ones
 */
public record Table(
    long epoch,
    long made,
    Division asked,
    Map<String, Integer> weights,
    List<Map<String, Integer>> groups,
    Map<String, List<String>> backends) {
  /** What a router has before it was ever told anything. */
  public static final Table NONE =
      new Table(0, 0, Division.of(Map.of()), Map.of(), List.of(), Map.of());

  public int weight(String track) {
    int most = weights.getOrDefault(track, 0);
    for (Map<String, Integer> group : groups) {
      most = Math.max(most, group.getOrDefault(track, 0));
    }
    return most;
  }

  /** Nobody is served on purpose: the gap of a recreate. */
  public boolean closed() {
    return asked.closed();
  }

  /** The track that gets copies of requests, where there is one that can. */
  Optional<Division.Copies> copies() {
    return asked.copies().filter(copies -> backends.containsKey(copies.track()));
  }

  /** Whether requests may be given to this replica. */
  public boolean uses(String replica) {
    for (List<String> some : backends.values()) {
      if (some.contains(replica)) {
        return true;
      }
    }
    return false;
  }
}
