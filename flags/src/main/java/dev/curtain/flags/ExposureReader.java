package dev.curtain.flags;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code "exposure": {"variant": "on", "percent": 10, "ring": "early", "named": {"customer":
 * ["acme"]}, "by": "customer"}}.
 */
final class ExposureReader {
  private static final Set<String> KEYS = Set.of("variant", "percent", "ring", "named", "by");

  private final Shared shared;
  private final Bucketing bucketing;
  private final List<Problem> problems;

  ExposureReader(Shared shared, Bucketing bucketing, List<Problem> problems) {
    this.shared = shared;
    this.bucketing = bucketing;
    this.problems = problems;
  }

  /**
   * @param matches the answers of the flag's variants
   */
  Optional<Exposure> read(
      @Nullable Value written,
      String key,
      Map<String, Answer> matches,
      Map<String, Value> metadata,
      Place place) {
    if (written == null || written instanceof Value.Nothing) {
      return Optional.empty();
    }
    if (!(written instanceof Value.Fields(Map<String, Value> fields))) {
      problem(place, "not an object (expected: {\"variant\": \"on\", \"percent\": 10})");
      return Optional.empty();
    }
    fields.keySet().stream()
        .filter(name -> !KEYS.contains(name))
        .forEach(name -> problem(place.dot(name), "unknown (expected: one of " + KEYS + ")"));
    String variant = Coercion.text(fields.getOrDefault("variant", Value.NULL));
    @Nullable Answer match = matches.get(variant);
    if (!(match instanceof Answer.Resolved resolved)) {
      problem(
          place.dot("variant"),
          variant + " (expected: one of " + String.join(", ", matches.keySet()) + ")");
      return Optional.empty();
    }
    String salt = "exposure/" + bucketing.prefix(key);
    return Optional.of(
        new Exposure(
            ring(fields.get("ring"), place.dot("ring")),
            named(fields.get("named"), place.dot("named")),
            buckets(fields.get("percent"), place.dot("percent")),
            fields.get("by") instanceof Value.Text(String by) ? by : Context.TARGETING_KEY,
            salt,
            Cohort.seed(salt),
            resolved,
            new Answer.Resolved(variant, resolved.value(), Answer.Reason.SPLIT, metadata)));
  }

  private Optional<Node> ring(@Nullable Value name, Place place) {
    if (name == null || name instanceof Value.Nothing) {
      return Optional.empty();
    }
    try {
      return Optional.of(shared.ring(name, bucketing, place));
    } catch (RuleProblem e) {
      problems.add(e.problem());
      return Optional.empty();
    }
  }

  private Map<String, Set<String>> named(@Nullable Value written, Place place) {
    Map<String, Set<String>> named = new LinkedHashMap<>();
    if (written instanceof Value.Fields(Map<String, Value> fields)) {
      fields.forEach((attribute, values) -> {
        if (values instanceof Value.Items(List<Value> items)) {
          Set<String> texts = new LinkedHashSet<>();
          items.forEach(each -> texts.add(Coercion.text(each)));
          named.put(attribute, Set.copyOf(texts));
        } else {
          problem(place.dot(attribute), Coercion.text(values) + " (expected: [\"acme\"])");
        }
      });
    } else if (written != null && !(written instanceof Value.Nothing)) {
      problem(place, "not an object (expected: {\"customer\": [\"acme\"]})");
    }
    return named;
  }

  private int buckets(@Nullable Value percent, Place place) {
    if (percent == null || percent instanceof Value.Nothing) {
      return 0;
    }
    if (!(percent instanceof Value.Num num) || !(num.value() >= 0 && num.value() <= 100)) {
      problem(place, Coercion.text(percent) + " (expected: 0..100)");
      return 0;
    }
    return (int) Math.round(num.value() * Cohort.BUCKETS / 100);
  }

  /** The same as it is shown; empty where it was refused or there is none. */
  static Optional<Exposed> told(@Nullable Value written) {
    if (!(written instanceof Value.Fields(Map<String, Value> fields))) {
      return Optional.empty();
    }
    Map<String, List<String>> named = new LinkedHashMap<>();
    if (fields.get("named") instanceof Value.Fields(Map<String, Value> attributes)) {
      attributes.forEach((attribute, values) -> {
        List<String> texts = new ArrayList<>();
        if (values instanceof Value.Items(List<Value> items)) {
          items.forEach(each -> texts.add(Coercion.text(each)));
        }
        named.put(attribute, List.copyOf(texts));
      });
    }
    return Optional.of(
        new Exposed(
            Coercion.text(fields.getOrDefault("variant", Value.NULL)),
            fields.get("percent") instanceof Value.Num num ? num.value() : 0,
            fields.get("ring") instanceof Value.Text(String ring)
                ? Optional.of(ring)
                : Optional.empty(),
            named,
            fields.get("by") instanceof Value.Text(String by) ? by : Context.TARGETING_KEY));
  }

  private void problem(Place place, String message) {
    problems.add(new Problem(place.toString(), message));
  }
}
