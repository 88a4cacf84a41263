package dev.curtain.flags.bring;

import dev.curtain.flags.InvalidFlags;
import dev.curtain.flags.Json;
import dev.curtain.flags.Problem;
import dev.curtain.flags.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells exports apart, and reads them. */
public final class Exports {
  private Exports() {}

  /**
   * @param environment of an Unleash export that has several; empty: the only one
   * @throws InvalidFlags if it is no JSON, or no export that is known
   */
  public static Brought read(String text, Optional<String> environment) {
    if (!(Json.read(text) instanceof Value.Fields top)) {
      throw unknown();
    }
    if (top.values().get("features") instanceof Value.Items) {
      return new UnleashReader(top, environment).read();
    }
    Value flags = top.values().getOrDefault("flags", Value.NULL);
    if (flags instanceof Value.Fields || flags instanceof Value.Items) {
      return flagd(top, flags);
    }
    throw unknown();
  }

  private static InvalidFlags unknown() {
    return new InvalidFlags(
        List.of(
            new Problem(
                "document",
                "no export that is known (expected: flagd's {\"flags\": …} or Unleash's"
                    + " {\"features\": […]})")));
  }

  /** flagd's format is ours; what the set's metadata says holds for each flag. */
  private static Brought flagd(Value.Fields top, Value flags) {
    Map<String, Value.Fields> found = new LinkedHashMap<>();
    Map<String, String> refused = new LinkedHashMap<>();
    Map<String, Value> metadata = new LinkedHashMap<>(Pieces.object(top, "metadata"));
    metadata.remove("lifecycle");
    metadata.remove("flagSetId");
    switch (flags) {
      case Value.Fields fields ->
          fields
              .values()
              .forEach((key, flag) -> {
                if (flag instanceof Value.Fields definition) {
                  found.put(key, inheriting(definition, metadata));
                } else {
                  refused.put(key, "is no object");
                }
              });
      case Value.Items items ->
          items
              .values()
              .forEach(flag -> {
                String key =
                    flag instanceof Value.Fields fields
                        ? Pieces.text(fields, "key").orElse("")
                        : "";
                if (flag instanceof Value.Fields definition && !key.isEmpty()) {
                  found.put(key, inheriting(definition, metadata));
                } else {
                  refused.put("flags", "one of them has no key");
                }
              });
      case Value.Nothing _, Value.Bool _, Value.Num _, Value.Text _ -> {}
    }
    Map<String, Value> shared =
        top.values().containsKey("$evaluators")
            ? Map.of("$evaluators", top.values().get("$evaluators"))
            : Map.of();
    return new Brought(found, shared, Map.of(), refused);
  }

  private static Value.Fields inheriting(Value.Fields flag, Map<String, Value> metadata) {
    if (metadata.isEmpty()) {
      return flag;
    }
    Map<String, Value> facts = new LinkedHashMap<>(metadata);
    facts.putAll(Pieces.object(flag, "metadata"));
    Map<String, Value> fields = new LinkedHashMap<>(flag.values());
    fields.put("metadata", new Value.Fields(facts));
    return new Value.Fields(fields);
  }
}
