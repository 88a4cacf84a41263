package dev.curtain.flags.change;

import dev.curtain.flags.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and changes pieces of a flag's definition; every change gives another one. */
final class Definitions {
  private Definitions() {}

  static Value.Fields with(Value.Fields flag, String name, Value value) {
    Map<String, Value> fields = new LinkedHashMap<>(flag.values());
    fields.put(name, value);
    return new Value.Fields(fields);
  }

  static Value.Fields without(Value.Fields flag, String name) {
    Map<String, Value> fields = new LinkedHashMap<>(flag.values());
    fields.remove(name);
    return new Value.Fields(fields);
  }

  /** The same list of objects under {@code name}; absent where it is empty. */
  static Value.Fields withList(Value.Fields flag, String name, List<Value> items) {
    return items.isEmpty()
        ? without(flag, name)
        : with(flag, name, new Value.Items(List.copyOf(items)));
  }

  static Value.Fields object(Value.Fields flag, String name) {
    return flag.values().get(name) instanceof Value.Fields fields
        ? fields
        : new Value.Fields(Map.of());
  }

  static List<Value> list(Value.Fields flag, String name) {
    return flag.values().get(name) instanceof Value.Items(List<Value> items) ? items : List.of();
  }

  static Optional<String> text(Value.Fields fields, String name) {
    return fields.values().get(name) instanceof Value.Text(String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  static double number(Value.Fields fields, String name, double otherwise) {
    return fields.values().get(name) instanceof Value.Num num ? num.value() : otherwise;
  }

  static Map<String, Value> variants(Value.Fields flag) {
    return object(flag, "variants").values();
  }

  /** The variant asked for, or the one that means off. */
  static String off(Value.Fields flag, Optional<String> asked) {
    return variant(flag, asked, "off", Value.FALSE);
  }

  /** The variant asked for, or the one that means on. */
  static String on(Value.Fields flag, Optional<String> asked) {
    return variant(flag, asked, "on", Value.TRUE);
  }

  private static String variant(
      Value.Fields flag, Optional<String> asked, String name, Value meaning) {
    Map<String, Value> variants = variants(flag);
    if (asked.isPresent()) {
      if (!variants.containsKey(asked.get())) {
        throw new EditRefused(
            "variant: "
                + asked.get()
                + " (expected: "
                + String.join(", ", variants.keySet())
                + ")");
      }
      return asked.get();
    }
    @Nullable Value called = variants.get(name);
    if (called != null) {
      return name;
    }
    return variants.entrySet().stream()
        .filter(each -> each.getValue().equals(meaning))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() ->
            new EditRefused(
                "none of its variants means \""
                    + name
                    + "\": say which with --variant (there are: "
                    + String.join(", ", variants.keySet())
                    + ")"));
  }
}
