package dev.curtain.flags;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whom a flag is evaluated for. */
public final class Context {
  /** The attribute that identifies the user. */
  public static final String TARGETING_KEY = "targetingKey";

  public static final Context EMPTY = new Context(Map.of());

  private final Map<String, Value> attributes;

  private Context(Map<String, Value> attributes) {
    this.attributes = attributes;
  }

  public static Context of(Map<String, Value> attributes) {
    return new Context(new Value.Fields(attributes).values());
  }

  public static Context of(String targetingKey) {
    return new Context(Map.of(TARGETING_KEY, Value.of(targetingKey)));
  }

  /** The same with one attribute more. */
  public Context with(String name, Value value) {
    Map<String, Value> more = new LinkedHashMap<>(attributes);
    more.put(name, value);
    return of(more);
  }

  Value get(String name) {
    @Nullable Value value = attributes.get(name);
    return value == null ? Value.NULL : value;
  }

  Map<String, Value> attributes() {
    return attributes;
  }
}
