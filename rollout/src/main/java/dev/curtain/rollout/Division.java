package dev.curtain.rollout;

import dev.curtain.model.Audience;
import dev.curtain.model.Ordered;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How requests for one service are to be divided: what a route change puts in force.
 *
 * @param weights by track, parts of {@link Shares#WHOLE}, for whoever is in no group
 * @param groups in order; the first that a request fits divides it instead
 * @param copies where copies of requests go, if anywhere
 * @param closed nobody is served: the declared gap of a recreate
 */
public record Division(
    Map<String, Integer> weights, List<Group> groups, Optional<Copies> copies, boolean closed) {
  public Division {
    weights = Ordered.copyOf(weights);
    groups = List.copyOf(groups);
  }

  /** By weight alone. */
  public static Division of(Map<String, Integer> weights) {
    return new Division(weights, List.of(), Optional.empty(), false);
  }

  /** A group with weights of its own. */
  public record Group(Audience audience, Map<String, Integer> weights) {
    public Group {
      weights = Ordered.copyOf(weights);
    }
  }

  /**
   * Copies of requests whose answers nobody gets.
   *
   * @param track gets them
   * @param share per cent of requests
   * @param unsafeMethods also those that may change something
   * @param compareBodies bodies have to be the same, not only the status
   */
  public record Copies(String track, double share, boolean unsafeMethods, boolean compareBodies) {}
}
