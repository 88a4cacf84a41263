package dev.curtain.model;

import java.util.stream.Collectors;

/** A model without its positions, as text, so that two texts may be compared by what they mean. */
final class Meaning {
  private Meaning() {}

  static String of(SystemModel model) {
    StringBuilder text = new StringBuilder();
    for (Element element : model.elements()) {
      line(text, element.path(), element.kind(), element.title(), of(element.properties()));
    }
    for (Relation relation : model.relations()) {
      line(text, relation.from(), relation.to(), relation.label(), of(relation.properties()));
    }
    for (Deployment deployment : model.deployments()) {
      line(text, deployment.id(), deployment.title(), of(deployment.properties()));
      deployment.nodes().forEach(node -> node(text, node));
      deployment.services().forEach(service -> line(text, service.toString()));
    }
    for (View view : model.views()) {
      line(
          text,
          view.id(),
          view.title(),
          view.include() + " " + view.exclude(),
          of(view.properties()));
    }
    line(text, of(model.styles()));
    for (Flag flag : model.flags()) {
      line(text, flag.path(), flag.key(), flag.service().orElse(""), flag.requires().toString());
    }
    return text.toString();
  }

  private static void node(StringBuilder text, Node node) {
    line(text, node.path(), node.title(), of(node.properties()));
    for (Instance instance : node.instances()) {
      line(text, instance.path(), of(instance.properties()), instance.trafficShare() + " %");
    }
    node.nodes().forEach(child -> node(text, child));
  }

  private static void line(StringBuilder text, String... cells) {
    text.append(String.join(" | ", cells)).append('\n');
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
      case PropertyValue.Items items ->
          items.values().stream().map(Meaning::of).toList().toString();
      case PropertyValue.Block block -> of(block.properties());
    };
  }
}
