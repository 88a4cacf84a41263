package dev.curtain.model.advice;

import dev.curtain.model.Instance;
import dev.curtain.model.Node;
import dev.curtain.model.SystemModel;
import java.util.List;
import java.util.stream.Stream;

/** Every instance of a model, whatever the deployment. */
final class Instances {
  private Instances() {}

  static List<Instance> all(SystemModel model) {
    return model.deployments().stream()
        .flatMap(deployment -> deployment.nodes().stream())
        .flatMap(Instances::inside)
        .toList();
  }

  private static Stream<Instance> inside(Node node) {
    return Stream.concat(
        node.instances().stream(), node.nodes().stream().flatMap(Instances::inside));
  }
}
