package dev.curtain.flags;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A flagd definition to a {@link FlagSet}: every problem is found before it is refused. */
final class FlagReader {
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
    Map<String, Value> metadata = metadata(top.get("metadata"), "metadata", Map.of());
    Map<String, Value> evaluators =
        top.get("$evaluators") instanceof Value.Fields fields ? fields.values() : Map.of();
    boolean required = Value.of("required").equals(metadata.get("lifecycle"));
    SingleFlagReader reader =
        new SingleFlagReader(
            new RuleCompiler(evaluators),
            new LifecycleReader(required, problems),
            problems,
            warnings);
    Map<String, Flag> flags = new LinkedHashMap<>();
    definitions(top.get("flags"))
        .forEach((key, fields) -> {
          String path = "flags." + key;
          Map<String, Value> own = metadata(fields.get("metadata"), path + ".metadata", metadata);
          reader.read(key, fields, own, path).ifPresent(flag -> flags.put(key, flag));
        });
    if (problems.isEmpty()) {
      problems.addAll(Prerequisites.problems(flags));
    }
    if (!problems.isEmpty()) {
      throw new InvalidFlags(problems);
    }
    return new FlagSet(flags, metadata, warnings);
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
      @Nullable Value written, String path, Map<String, Value> inherited) {
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
                  new Problem(path + "." + name, "left out (expected: a text, number or boolean)"));
            }
          });
    } else if (written != null && !(written instanceof Value.Nothing)) {
      warnings.add(new Problem(path, "left out (expected: an object)"));
    }
    return new Value.Fields(facts).values();
  }

  private void problem(String path, String message) {
    problems.add(new Problem(path, message));
  }
}
