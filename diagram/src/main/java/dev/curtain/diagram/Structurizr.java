package dev.curtain.diagram;

import dev.curtain.language.Vocabulary;
import dev.curtain.model.Deployment;
import dev.curtain.model.Element;
import dev.curtain.model.Instance;
import dev.curtain.model.Node;
import dev.curtain.model.Properties;
import dev.curtain.model.Relation;
import dev.curtain.model.SystemModel;
import dev.curtain.model.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A whole model as a workspace in the Structurizr DSL. What that language has no word for is said
 * in tags ({@code Database}, {@code Queue}) and properties ({@code version}, {@code traffic}).
 */
public final class Structurizr {
  private final SystemModel model;
  private final StringBuilder out = new StringBuilder();
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Set<String> taken = new HashSet<>();

  private Structurizr(SystemModel model) {
    this.model = model;
  }

  public static String of(SystemModel model, String title) {
    Structurizr writer = new Structurizr(model);
    writer.workspace(title);
    return writer.out.toString();
  }

  private void line(int depth, String text) {
    out.append("  ".repeat(depth)).append(text).append('\n');
  }

  private void workspace(String title) {
    line(0, "workspace " + text(title) + " {");
    line(1, "!identifiers flat");
    line(1, "model {");
    model.elements().stream()
        .filter(each -> each.parent().isEmpty())
        .forEach(each -> element(each, 2));
    Set<String> pairs = new HashSet<>();
    for (Relation relation : model.relations()) {
      String from = names.get(relation.from());
      String to = names.get(relation.to());
      boolean inside =
          (relation.from() + ".").startsWith(relation.to() + ".")
              || (relation.to() + ".").startsWith(relation.from() + ".");
      if (from != null
          && to != null
          && !inside
          && pairs.add(from + " " + to + " " + relation.label())) {
        String technology =
            relation.properties().text("technology").map(each -> " " + text(each)).orElse("");
        line(2, from + " -> " + to + " " + text(relation.label()) + technology);
      }
    }
    model.deployments().forEach(this::deployment);
    line(1, "}");
    views();
    line(0, "}");
  }

  private String name(String path, String id) {
    String base = id.replaceAll("[^A-Za-z0-9_]", "_");
    String name = base.matches("[A-Za-z].*") ? base : "x" + base;
    String free = name;
    for (int i = 2; !taken.add(free.toLowerCase(Locale.ROOT)); i++) {
      free = name + i;
    }
    names.put(path, free);
    return free;
  }

  /** What Structurizr calls an element: by how deep it stands, whatever its kind. */
  private static String word(Element element, int depth) {
    boolean person = element.kind().equals("person") || element.kind().equals("role");
    return switch (depth) {
      case 2 -> person ? "person" : "softwareSystem";
      case 3 -> "container";
      default -> "component";
    };
  }

  private void element(Element element, int depth) {
    if (Vocabulary.GOVERNANCE.contains(element.kind()) || depth > 4) {
      return;
    }
    String id = element.path().substring(element.path().lastIndexOf('.') + 1);
    String description = text(element.properties().text("description").orElse(""));
    String word = word(element, depth);
    boolean technical = word.equals("container") || word.equals("component");
    String technology =
        technical ? " " + text(element.properties().text("technology").orElse("")) : "";
    line(
        depth,
        name(element.path(), id)
            + " = "
            + word
            + " "
            + text(element.title())
            + " "
            + description
            + technology
            + " {");
    List<String> tags = new ArrayList<>(Tags.of(element.properties()));
    if (!List.of("person", "system", "container", "component").contains(element.kind())) {
      tags.addFirst(Character.toUpperCase(element.kind().charAt(0)) + element.kind().substring(1));
    }
    if (!tags.isEmpty()) {
      line(depth + 1, "tags " + text(String.join(",", tags)));
    }
    if (!word.equals("person")) {
      model.elements().stream()
          .filter(each -> each.parent().filter(element.path()::equals).isPresent())
          .forEach(each -> element(each, depth + 1));
    }
    line(depth, "}");
  }

  private void deployment(Deployment deployment) {
    line(2, "deploymentEnvironment " + text(deployment.id()) + " {");
    deployment.nodes().forEach(node -> node(node, 3));
    line(2, "}");
  }

  private void node(Node node, int depth) {
    line(
        depth,
        "deploymentNode "
            + text(node.title().isBlank() ? node.id() : node.title())
            + " "
            + text(node.properties().text("description").orElse(""))
            + " "
            + text(node.properties().text("technology").orElse(""))
            + " {");
    properties(node.properties(), depth + 1, List.of("status", "traffic", "region", "zone"));
    for (Instance instance : node.instances()) {
      String name = names.get(instance.element());
      if (name != null) {
        boolean system = !instance.element().contains(".");
        line(depth + 1, (system ? "softwareSystemInstance " : "containerInstance ") + name + " {");
        properties(
            instance.properties(),
            depth + 2,
            List.of(
                "version",
                "replicas",
                "min_replicas",
                "max_replicas",
                "traffic",
                "cpu",
                "memory",
                "role",
                "status",
                "deployment_strategy",
                "canary_percentage"));
        line(depth + 1, "}");
      }
    }
    node.nodes().forEach(each -> node(each, depth + 1));
    line(depth, "}");
  }

  private void properties(Properties properties, int depth, List<String> keys) {
    Map<String, String> kept = new LinkedHashMap<>();
    for (String key : keys) {
      properties.text(key).ifPresent(value -> kept.put(key, value));
    }
    if (!kept.isEmpty()) {
      line(depth, "properties {");
      kept.forEach((key, value) -> line(depth + 1, text(key) + " " + text(value)));
      line(depth, "}");
    }
  }

  private void views() {
    line(1, "views {");
    int number = 0;
    line(2, "systemLandscape \"landscape\" {");
    line(3, "include *");
    line(3, "autolayout");
    line(2, "}");
    for (Element element : model.elements()) {
      String name = names.get(element.path());
      boolean holds =
          model.elements().stream()
              .anyMatch(each -> each.parent().filter(element.path()::equals).isPresent());
      int depth = (int) element.path().chars().filter(c -> c == '.').count();
      if (name != null && holds && depth < 2) {
        line(2, (depth == 0 ? "container " : "component ") + name + " \"view" + ++number + "\" {");
        line(3, "include *");
        line(3, "autolayout");
        line(2, "}");
      }
    }
    for (Deployment deployment : model.deployments()) {
      line(2, "deployment * " + text(deployment.id()) + " \"deployment" + ++number + "\" {");
      line(3, "include *");
      line(3, "autolayout lr");
      line(2, "}");
    }
    styles();
    line(1, "}");
  }

  private void styles() {
    line(2, "styles {");
    line(3, "element \"Database\" {");
    line(4, "shape Cylinder");
    line(3, "}");
    line(3, "element \"Queue\" {");
    line(4, "shape Pipe");
    line(3, "}");
    Set<String> said = new HashSet<>();
    ViewSpec.whole(model).styles().rules().forEach(rule -> style(rule, said));
    for (View view : model.views()) {
      ViewSpec.of(view, model).styles().rules().forEach(rule -> style(rule, said));
    }
    line(2, "}");
  }

  /** Structurizr has one style for a tag, whatever the view: the first that is said. */
  private void style(StyleSheet.Rule rule, Set<String> said) {
    String selector = rule.selector().replaceFirst("^[#@]", "");
    boolean tag =
        !rule.relation()
            && model.elements().stream()
                .anyMatch(each -> Tags.of(each.properties()).contains(selector));
    if (tag && said.add(selector)) {
      line(3, "element " + text(selector) + " {");
      rule.box()
          .background()
          .filter(each -> each.startsWith("#"))
          .ifPresent(each -> line(4, "background " + each));
      rule.box()
          .color()
          .filter(each -> each.startsWith("#"))
          .ifPresent(each -> line(4, "color " + each));
      line(3, "}");
    }
  }

  private static String text(String text) {
    return '"'
        + String.join(" ", text.lines().toList()).replace("\\", "\\\\").replace("\"", "\\\"")
        + '"';
  }
}
