package dev.curtain.server.world;

import java.time.Instant;
import java.util.List;

/**
 * A region whose traffic the others carry.
 *
 * @param nodes paths of its nodes
 * @param since when it was asked for
 */
public record Away(
    String region, List<String> nodes, Stage stage, Instant since, String who, String reason) {
  public Away {
    nodes = List.copyOf(nodes);
  }

  /** How far a failover is. */
  public enum Stage {
    /** The others grow to what they will carry; traffic is where it was. */
    PREPARING,
    /** The route leaves the region out. */
    AWAY,
    /** The region serves again as the model says. */
    HERE
  }
}
