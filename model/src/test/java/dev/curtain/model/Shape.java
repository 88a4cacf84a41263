package dev.curtain.model;

import java.util.stream.Collectors;

/** A model without its positions, as text, so that two texts may be compared by what they mean. */
final class Shape {
  private Shape() {}

  static String of(Resolution resolution) {
    StringBuilder shape = new StringBuilder();
    SystemModel model = resolution.model();
    for (Element element : model.elements()) {
      line(shape, element.path(), element.kind(), element.title(), of(element.properties()));
    }
    for (Relation relation : model.relations()) {
      line(shape, relation.from(), relation.to(), relation.label(), of(relation.properties()));
    }
    for (Deployment deployment : model.deployments()) {
      line(shape, deployment.id(), deployment.title(), of(deployment.properties()));
      deployment.nodes().forEach(node -> node(shape, node));
      deployment.services().forEach(service -> line(shape, service.toString()));
    }
    for (View view : model.views()) {
      line(shape, view.id(), view.title(), view.include() + " " + view.exclude());
    }
    resolution.diagnostics().forEach(found -> line(shape, found.code(), found.message()));
    return shape.toString();
  }

  private static void node(StringBuilder shape, Node node) {
    line(shape, node.path(), node.title(), of(node.properties()));
    for (Instance instance : node.instances()) {
      line(shape, instance.path(), of(instance.properties()), instance.trafficShare() + " %");
    }
    node.nodes().forEach(child -> node(shape, child));
  }

  private static void line(StringBuilder shape, String... cells) {
    shape.append(String.join(" | ", cells)).append('\n');
  }

  static String of(Properties properties) {
    return properties.values().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + of(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String of(PropertyValue value) {
    return switch (value) {
      case PropertyValue.Text text -> "'" + text.value() + "'";
      case PropertyValue.Num number -> number.value().toPlainString();
      case PropertyValue.Bool bool -> String.valueOf(bool.value());
      case PropertyValue.Items items -> items.values().stream().map(Shape::of).toList().toString();
      case PropertyValue.Block block -> of(block.properties());
    };
  }
}
