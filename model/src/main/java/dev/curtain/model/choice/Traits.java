package dev.curtain.model.choice;

import dev.curtain.model.Deployment;
import dev.curtain.model.Element;
import dev.curtain.model.Instance;
import dev.curtain.model.Node;
import dev.curtain.model.Properties;
import dev.curtain.model.PropertyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a model says about an element, wherever it says it: at its instances first, then at the
 * element, then at what it is part of and at the deployment.
 */
final class Traits {
  private final List<Element> elements = new ArrayList<>();
  private final List<Properties> properties = new ArrayList<>();

  Traits(String path, List<Element> all, Deployment deployment) {
    deployment.nodes().stream()
        .flatMap(Traits::instances)
        .filter(instance -> instance.element().equals(path))
        .forEach(instance -> properties.add(instance.properties()));
    for (String each = path; !each.isEmpty(); each = parent(each)) {
      String wanted = each;
      all.stream()
          .filter(element -> element.path().equals(wanted))
          .forEach(element -> {
            elements.add(element);
            properties.add(element.properties());
          });
    }
    properties.add(deployment.properties());
  }

  private static String parent(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? "" : path.substring(0, dot);
  }

  private static Stream<Instance> instances(Node node) {
    return Stream.concat(
        node.instances().stream(), node.nodes().stream().flatMap(Traits::instances));
  }

  Optional<String> text(String key) {
    return properties.stream().flatMap(each -> each.text(key).stream()).findFirst();
  }

  Optional<String> block(String outer, String inner, String key) {
    return properties.stream()
        .flatMap(each -> each.block(outer).stream())
        .flatMap(each -> each.block(inner).stream())
        .flatMap(each -> each.text(key).stream())
        .findFirst();
  }

  /**
   * Whether the element itself is of that kind or type, or it or what it is part of has the tag.
   */
  boolean is(String word) {
    return elements.stream()
            .limit(1)
            .anyMatch(each ->
                each.kind().equalsIgnoreCase(word)
                    || each.properties().text("type").filter(word::equalsIgnoreCase).isPresent())
        || properties.stream()
            .flatMap(each -> each.get("tags").stream())
            .flatMap(Traits::texts)
            .anyMatch(word::equalsIgnoreCase);
  }

  private static Stream<String> texts(PropertyValue value) {
    return switch (value) {
      case PropertyValue.Text text -> Stream.of(text.value().split("\\s*,\\s*", -1));
      case PropertyValue.Items items -> items.values().stream().flatMap(Traits::texts);
      case PropertyValue.Num _, PropertyValue.Bool _, PropertyValue.Block _ -> Stream.empty();
    };
  }

  /** A word of the element's own name or title. */
  Optional<String> word(Pattern pattern) {
    return elements.stream()
        .limit(1)
        .flatMap(
            each -> Stream.of(each.path().substring(parent(each.path()).length()), each.title()))
        .flatMap(name -> Stream.of(name.split("(?<=\\p{Ll})(?=\\p{Lu})|[^\\p{L}]+", -1)))
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(Matcher::group)
        .findFirst();
  }
}
