package dev.curtain.model;

import dev.curtain.language.Span;
import java.util.List;

/**
 * One environment: a tree of nodes with instances at the leaves, as written, and the services that
 * are deployed in it, as understood.
 *
 * @param services one entry per element that has an instance here, in the order of first appearance
 */
public record Deployment(
    String id,
    String title,
    Properties properties,
    List<Node> nodes,
    List<Service> services,
    Span span) {
  public Deployment {
    nodes = List.copyOf(nodes);
    services = List.copyOf(services);
  }
}
