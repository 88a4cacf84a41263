package dev.curtain.flags;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A flagd definition to a {@link FlagSet}: every problem is found before it is refused. */
final class FlagReader {
  private static final Place FLAGS = Place.of("flags");

  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  static FlagSet read(Value document) {
    return new FlagReader().set(document);
  }

  private FlagSet set(Value document) {
    if (!(document instanceof Value.Fields(Map<String, Value> top))) {
      throw new InvalidFlags(
          List.of(new Problem("document", "not an object (expected: {\"flags\": {…}})")));
    }
    Map<String, Value> metadata = metadata(top.get("metadata"), Place.of("metadata"), Map.of());
    Shared shared = Shared.read(top, problems);
    Map<String, Map<String, Value>> definitions = definitions(top.get("flags"));
    Map<String, Flag> flags = LinkedHashMap.newLinkedHashMap(definitions.size());
    definitions.forEach((key, fields) ->
        flag(shared, metadata, key, fields).ifPresent(flag -> flags.put(key, flag)));
    return finish(flags, metadata, shared);
  }

  /** One flag more, or in place of the one that is there. */
  static FlagSet with(FlagSet set, String key, Value definition) {
    FlagReader reader = new FlagReader();
    Map<String, Map<String, Value>> one = new LinkedHashMap<>();
    reader.put(one, key, definition);
    Map<String, Flag> flags = new LinkedHashMap<>(set.byKey());
    one.forEach((name, fields) ->
        reader
            .flag(set.shared(), set.metadata(), name, fields)
            .ifPresent(flag -> flags.put(name, flag)));
    return reader.finish(flags, set.metadata(), set.shared());
  }

  /** One flag less. */
  static FlagSet without(FlagSet set, String key) {
    Map<String, Flag> flags = new LinkedHashMap<>(set.byKey());
    flags.remove(key);
    return new FlagReader().finish(flags, set.metadata(), set.shared());
  }

  private Optional<Flag> flag(
      Shared shared, Map<String, Value> metadata, String key, Map<String, Value> fields) {
    Place place = FLAGS.dot(key);
    boolean required =
        metadata.get("lifecycle") instanceof Value.Text(String text) && text.equals("required");
    Map<String, Value> own = metadata(fields.get("metadata"), place.dot("metadata"), metadata);
    return new SingleFlagReader(shared, new LifecycleReader(required, problems), problems, warnings)
        .read(key, fields, own, place);
  }

  private FlagSet finish(Map<String, Flag> flags, Map<String, Value> metadata, Shared shared) {
    if (problems.isEmpty()) {
      problems.addAll(Prerequisites.problems(flags));
    }
    if (!problems.isEmpty()) {
      throw new InvalidFlags(problems);
    }
    return new FlagSet(flags, metadata, shared, warnings);
  }

  /** Flags by key, whether they are written as an object or as a list. */
  private Map<String, Map<String, Value>> definitions(@Nullable Value flags) {
    Map<String, Map<String, Value>> found = new LinkedHashMap<>();
    switch (flags) {
      case Value.Fields fields -> fields.values().forEach((key, each) -> put(found, key, each));
      case Value.Items items -> {
        for (int i = 0; i < items.values().size(); i++) {
          if (items.values().get(i) instanceof Value.Fields fields
              && fields.values().get("key") instanceof Value.Text key) {
            put(found, key.value(), fields);
          } else {
            problem("flags[" + i + "].key", "missing (expected: the flag's name)");
          }
        }
      }
      case null -> problem("flags", "missing (expected: an object or a list of flags)");
      case Value.Nothing _, Value.Bool _, Value.Num _, Value.Text _ ->
          problem("flags", Coercion.text(flags) + " (expected: an object or a list of flags)");
    }
    return found;
  }

  private void put(Map<String, Map<String, Value>> found, String key, Value flag) {
    if (!(flag instanceof Value.Fields fields)) {
      problem("flags." + key, Coercion.text(flag) + " (expected: an object)");
    } else if (found.put(key, fields.values()) != null) {
      problem("flags." + key, "is there twice (expected: once)");
    }
  }

  /** Facts that can be told to a client; the rest is left out with a warning. */
  private Map<String, Value> metadata(
      @Nullable Value written, Place place, Map<String, Value> inherited) {
    if (written == null) {
      return inherited;
    }
    Map<String, Value> facts = new LinkedHashMap<>(inherited);
    if (written instanceof Value.Fields fields) {
      fields
          .values()
          .forEach((name, value) -> {
            if (value instanceof Value.Bool
                || value instanceof Value.Num
                || value instanceof Value.Text) {
              facts.put(name, value);
            } else {
              warnings.add(
                  new Problem(
                      place.dot(name).toString(),
                      "left out (expected: a text, number or boolean)"));
            }
          });
    } else if (!(written instanceof Value.Nothing)) {
      warnings.add(new Problem(place.toString(), "left out (expected: an object)"));
    }
    return new Value.Fields(facts).values();
  }

  private void problem(String path, String message) {
    problems.add(new Problem(path, message));
  }
}
