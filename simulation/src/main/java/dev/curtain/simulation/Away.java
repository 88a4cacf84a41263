package dev.curtain.simulation;

import java.util.List;

/**
 * Places whose traffic the others carry.
 *
 * @param planned the others grew first; otherwise somebody was in a hurry
 */
public record Away(List<String> nodes, Stage stage, boolean planned) {
  public Away {
    nodes = List.copyOf(nodes);
  }

  /** How far it is. */
  public enum Stage {
    /** The others grow. */
    PREPARING,
    /** The route leaves the places out. */
    AWAY,
    /** Everything is as the model says. */
    HERE
  }

  Away at(Stage now) {
    return new Away(nodes, now, planned);
  }

  /** Whether the route leaves this place out. */
  public boolean leavesOut(String node) {
    return stage == Stage.AWAY && nodes.contains(node);
  }
}
