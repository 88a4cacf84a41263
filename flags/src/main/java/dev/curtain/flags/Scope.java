package dev.curtain.flags;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a rule can see: the context, and inside an iteration the element at hand instead.
 *
 * @param timestamp seconds since 1970
 * @param element null outside of an iteration
 */
record Scope(String flagKey, Context context, long timestamp, @Nullable Value element) {
  private static final String FLAGD = "$flagd";

  Scope within(Value inner) {
    return new Scope(flagKey, context, timestamp, inner);
  }

  /** What is at the first step of a path. */
  Value first(String name) {
    if (element != null) {
      return step(element, name);
    }
    return name.equals(FLAGD) ? flagd() : context.get(name);
  }

  /** Whether there is anything at a path, be it {@code null}. */
  boolean has(List<String> path) {
    Value found = everything();
    for (String step : path) {
      boolean there =
          found instanceof Value.Fields fields
              ? fields.values().containsKey(step)
              : !(step(found, step) instanceof Value.Nothing);
      if (!there) {
        return false;
      }
      found = step(found, step);
    }
    return true;
  }

  Value everything() {
    if (element != null) {
      return element;
    }
    Map<String, Value> all = new LinkedHashMap<>(context.attributes());
    all.put(FLAGD, flagd());
    return new Value.Fields(all);
  }

  private Value flagd() {
    return new Value.Fields(Map.of("flagKey", Value.of(flagKey), "timestamp", Value.of(timestamp)));
  }

  static Value step(Value value, String name) {
    return switch (value) {
      case Value.Fields fields -> fields.values().getOrDefault(name, Value.NULL);
      case Value.Items items -> at(items, name);
      case Value.Text text when name.equals("length") -> Value.of(text.value().length());
      case Value.Text _, Value.Num _, Value.Bool _, Value.Nothing _ -> Value.NULL;
    };
  }

  private static Value at(Value.Items items, String name) {
    if (name.equals("length")) {
      return Value.of(items.values().size());
    }
    if (name.length() > 9 || !name.chars().allMatch(c -> c >= '0' && c <= '9') || name.isEmpty()) {
      return Value.NULL;
    }
    int index = Integer.parseInt(name);
    return index < items.values().size() ? items.values().get(index) : Value.NULL;
  }
}
