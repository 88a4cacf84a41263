package dev.curtain.flags.bring;

import dev.curtain.flags.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pieces of documents, read and made. */
final class Pieces {
  private Pieces() {}

  static Map<String, Value> object(Value.Fields fields, String name) {
    return fields.values().get(name) instanceof Value.Fields(Map<String, Value> values)
        ? values
        : Map.of();
  }

  static Optional<String> text(Value.Fields fields, String name) {
    return fields.values().get(name) instanceof Value.Text(String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  static boolean truth(Value.Fields fields, String name) {
    return Value.TRUE.equals(fields.values().get(name));
  }

  /** The objects of a list; anything else in it is left out. */
  static List<Value.Fields> objects(Value.Fields fields, String name) {
    return fields.values().get(name) instanceof Value.Items(List<Value> items)
        ? items.stream()
            .filter(Value.Fields.class::isInstance)
            .map(Value.Fields.class::cast)
            .toList()
        : List.of();
  }

  static List<String> texts(Value.Fields fields, String name) {
    return fields.values().get(name) instanceof Value.Items(List<Value> items)
        ? items.stream()
            .filter(Value.Text.class::isInstance)
            .map(each -> ((Value.Text) each).value())
            .toList()
        : List.of();
  }

  /** {@code "a, b"} as texts. */
  static List<String> parts(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .toList();
  }

  static Value items(List<String> texts) {
    return new Value.Items(texts.stream().map(each -> Value.of(each)).toList());
  }

  /** {@code {"name": [arguments]}}. */
  static Value rule(String name, Value... arguments) {
    return new Value.Fields(Map.of(name, new Value.Items(List.of(arguments))));
  }

  static Value var(String name) {
    return new Value.Fields(Map.of("var", Value.of(name)));
  }

  /** True where every one is; nothing at all is true. */
  static Value all(List<Value> rules) {
    return rules.size() == 1 ? rules.getFirst() : joined("and", rules, Value.TRUE);
  }

  /** True where one is; nothing at all is false. */
  static Value any(List<Value> rules) {
    return rules.size() == 1 ? rules.getFirst() : joined("or", rules, Value.FALSE);
  }

  private static Value joined(String name, List<Value> rules, Value none) {
    return rules.isEmpty() ? none : new Value.Fields(Map.of(name, new Value.Items(rules)));
  }

  static Value.Fields with(Map<String, Value> fields, String name, Value value) {
    Map<String, Value> more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return new Value.Fields(more);
  }
}
