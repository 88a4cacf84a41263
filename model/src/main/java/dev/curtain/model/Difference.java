package dev.curtain.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What one model says that another does not, thing by thing; places in the text do not count. */
public record Difference(List<Entry> entries) {
  public Difference {
    entries = List.copyOf(entries);
  }

  /** What became of something. */
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED
  }

  /** What it is. */
  public enum Thing {
    ELEMENT,
    RELATION,
    DEPLOYMENT,
    NODE,
    INSTANCE,
    VIEW
  }

  /**
   * @param path as the model has it; {@code A -> B "label"} of a relation
   * @param details one for each property that is not the same; none where it was added or removed
   */
  public record Entry(Kind kind, Thing thing, String path, List<Detail> details) {
    public Entry {
      details = List.copyOf(details);
    }
  }

  /**
   * @param key {@code slo.availability.target} of a property in blocks
   */
  public record Detail(String key, Optional<String> before, Optional<String> after) {}

  /** From the first model to the second, in the order of the second, removed things last. */
  public static Difference between(SystemModel before, SystemModel after) {
    List<Entry> entries = new ArrayList<>();
    compare(Thing.ELEMENT, elements(before), elements(after), entries);
    compare(Thing.RELATION, relations(before), relations(after), entries);
    compare(Thing.DEPLOYMENT, deployments(before), deployments(after), entries);
    compare(Thing.NODE, nodes(before), nodes(after), entries);
    compare(Thing.INSTANCE, instances(before), instances(after), entries);
    compare(Thing.VIEW, views(before), views(after), entries);
    return new Difference(entries);
  }

  private static void compare(
      Thing thing,
      Map<String, Map<String, String>> before,
      Map<String, Map<String, String>> after,
      List<Entry> into) {
    after.forEach((path, facts) -> {
      Map<String, String> old = before.get(path);
      if (old == null) {
        into.add(new Entry(Kind.ADDED, thing, path, List.of()));
      } else if (!old.equals(facts)) {
        into.add(new Entry(Kind.CHANGED, thing, path, details(old, facts)));
      }
    });
    before
        .keySet()
        .forEach(path -> {
          if (!after.containsKey(path)) {
            into.add(new Entry(Kind.REMOVED, thing, path, List.of()));
          }
        });
  }

  private static List<Detail> details(Map<String, String> old, Map<String, String> now) {
    Set<String> keys = new LinkedHashSet<>(now.keySet());
    keys.addAll(old.keySet());
    return keys.stream()
        .filter(key -> !Objects.equals(old.get(key), now.get(key)))
        .map(key ->
            new Detail(key, Optional.ofNullable(old.get(key)), Optional.ofNullable(now.get(key))))
        .toList();
  }

  private static Map<String, Map<String, String>> elements(SystemModel model) {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    for (Element element : model.elements()) {
      Map<String, String> facts = facts(element.title(), element.properties());
      facts.put("kind", element.kind());
      all.put(element.path(), facts);
    }
    return all;
  }

  private static Map<String, Map<String, String>> relations(SystemModel model) {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    for (Relation relation : model.relations()) {
      String label = relation.label().isEmpty() ? "" : " \"" + relation.label() + "\"";
      Map<String, String> facts = new LinkedHashMap<>();
      flat("", relation.properties(), facts);
      all.put(relation.from() + " -> " + relation.to() + label, facts);
    }
    return all;
  }

  private static Map<String, Map<String, String>> deployments(SystemModel model) {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    model.deployments().forEach(each -> all.put(each.id(), facts(each.title(), each.properties())));
    return all;
  }

  private static Map<String, Map<String, String>> nodes(SystemModel model) {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    model.deployments().forEach(each -> nodes(each.nodes(), all));
    return all;
  }

  private static void nodes(List<Node> nodes, Map<String, Map<String, String>> into) {
    for (Node node : nodes) {
      into.put(node.path(), facts(node.title(), node.properties()));
      nodes(node.nodes(), into);
    }
  }

  private static Map<String, Map<String, String>> instances(SystemModel model) {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    model.deployments().forEach(each -> instances(each.nodes(), all));
    return all;
  }

  private static void instances(List<Node> nodes, Map<String, Map<String, String>> into) {
    for (Node node : nodes) {
      for (Instance instance : node.instances()) {
        Map<String, String> facts = new LinkedHashMap<>();
        flat("", instance.properties(), facts);
        into.put(instance.path(), facts);
      }
      instances(node.nodes(), into);
    }
  }

  private static Map<String, Map<String, String>> views(SystemModel model) {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    for (View view : model.views()) {
      Map<String, String> facts = facts(view.title(), view.properties());
      facts.put("include", String.join(", ", view.include()));
      facts.put("exclude", String.join(", ", view.exclude()));
      all.put(view.id(), facts);
    }
    return all;
  }

  private static Map<String, String> facts(String title, Properties properties) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("title", title);
    flat("", properties, facts);
    return facts;
  }

  private static void flat(String prefix, Properties properties, Map<String, String> into) {
    properties
        .values()
        .forEach((key, value) -> {
          if (value instanceof PropertyValue.Block block) {
            flat(prefix + key + ".", block.properties(), into);
          } else {
            into.put(prefix + key, text(value));
          }
        });
  }

  private static String text(PropertyValue value) {
    return switch (value) {
      case PropertyValue.Text text -> text.value();
      case PropertyValue.Num number -> number.value().toPlainString();
      case PropertyValue.Bool bool -> String.valueOf(bool.value());
      case PropertyValue.Items items ->
          items.values().stream().map(Difference::text).toList().toString();
      case PropertyValue.Block block -> Meaning.of(block.properties());
    };
  }
}
