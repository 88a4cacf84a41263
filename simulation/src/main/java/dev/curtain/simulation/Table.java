package dev.curtain.simulation;

import java.util.List;
import java.util.Map;

/**
 * A route table of the one service.
 *
 * @param made when, milliseconds since the world began
 * @param asked the weights that were wanted when it was made, by track
 * @param weights what is in it: what a track without a ready replica should have is with others
 * @param backends replicas by track, of those that had ready ones
 */
public record Table(
    long epoch,
    long made,
    Map<String, Integer> asked,
    Map<String, Integer> weights,
    Map<String, List<String>> backends) {
  /** What a router has before it was ever told anything. */
  public static final Table NONE = new Table(0, 0, Map.of(), Map.of(), Map.of());

  public int weight(String track) {
    return weights.getOrDefault(track, 0);
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
