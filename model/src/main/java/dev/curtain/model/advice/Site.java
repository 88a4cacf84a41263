package dev.curtain.model.advice;

import dev.curtain.model.Deployment;
import dev.curtain.model.Instance;
import dev.curtain.model.Node;
import dev.curtain.model.Properties;
import dev.curtain.model.Service;
import dev.curtain.model.Service.Placement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A deployment with its instances and nodes by path. */
final class Site {
  private final Map<String, Instance> instances = new HashMap<>();
  private final Map<String, Node> nodes = new HashMap<>();

  private Site() {}

  static Site of(Deployment deployment) {
    Site site = new Site();
    site.walk(deployment.nodes());
    return site;
  }

  private void walk(List<Node> level) {
    for (Node node : level) {
      nodes.put(node.path(), node);
      node.instances().forEach(instance -> instances.put(instance.path(), instance));
      walk(node.nodes());
    }
  }

  /** The instance behind a placement; every placement comes from one. */
  Instance instance(Placement placement) {
    Instance instance = instances.get(placement.path());
    if (instance == null) {
      throw new IllegalArgumentException(placement.path() + " (expected: an instance of the site)");
    }
    return instance;
  }

  Instance first(Service service) {
    return instance(service.placements().getFirst());
  }

  /** Whether an instance, or any node around it, says something of itself. */
  boolean says(Placement placement, String key) {
    String path = placement.node();
    boolean said = instance(placement).properties().get(key).isPresent();
    while (!said && !path.isEmpty()) {
      Node node = nodes.get(path);
      said = node != null && node.properties().get(key).isPresent();
      path = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
    }
    return said;
  }

  static OptionalInt count(Properties properties, String key) {
    return properties
        .text(key)
        .filter(text -> text.matches("\\d{1,7}"))
        .map(text -> OptionalInt.of(Integer.parseInt(text)))
        .orElse(OptionalInt.empty());
  }

  static int replicas(List<Placement> placements) {
    return placements.stream().mapToInt(Placement::replicas).sum();
  }
}
