package dev.curtain.model;

import dev.curtain.language.Span;
import java.util.List;

/**
 * A place: a region, a cluster, a machine. Its path is {@code Production/AWS/USEast1}; ids are
 * unique per parent only.
 */
public record Node(
    String id,
    String path,
    String title,
    Properties properties,
    List<Node> nodes,
    List<Instance> instances,
    Span span) {
  public Node {
    nodes = List.copyOf(nodes);
    instances = List.copyOf(instances);
  }
}
