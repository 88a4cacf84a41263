package dev.curtain.flags;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the flags of a set have in common.
 *
 * @param evaluators rules that {@code {"$ref": name}} stands for; they refer to no further ones
 * @param segments rules that {@code {"segment": name}} asks for: a context belongs to it or not
 * @param rings likewise, innermost first; who is in one is in all after it
 */
record Shared(
    Map<String, Value> evaluators, Map<String, Value> segments, Map<String, Value> rings) {
  static final Shared NONE = new Shared(Map.of(), Map.of(), Map.of());

  static Shared read(Map<String, Value> top, List<Problem> problems) {
    Map<String, Value> evaluators =
        top.get("$evaluators") instanceof Value.Fields fields ? fields.values() : Map.of();
    Shared shared =
        new Shared(
            evaluators,
            rules(top.get("segments"), "segments", problems),
            rings(top.get("rings"), problems));
    shared.check(problems);
    return shared;
  }

  private static Map<String, Value> rules(
      @Nullable Value written, String path, List<Problem> problems) {
    if (written instanceof Value.Fields fields) {
      return fields.values();
    }
    if (written != null && !(written instanceof Value.Nothing)) {
      problems.add(new Problem(path, "not an object (expected: {\"beta\": {a rule}})"));
    }
    return Map.of();
  }

  private static Map<String, Value> rings(@Nullable Value written, List<Problem> problems) {
    Map<String, Value> rings = new LinkedHashMap<>();
    if (written instanceof Value.Items(List<Value> items)) {
      for (int i = 0; i < items.size(); i++) {
        if (items.get(i) instanceof Value.Fields(Map<String, Value> ring)
            && ring.get("name") instanceof Value.Text(String name)
            && !rings.containsKey(name)) {
          rings.put(name, ring.getOrDefault("members", Value.NULL));
        } else {
          problems.add(
              new Problem(
                  "rings[" + i + "]",
                  "no ring, or one of that name is there (expected: {\"name\": \"early\","
                      + " \"members\": {a rule}})"));
        }
      }
    } else if (written != null && !(written instanceof Value.Nothing)) {
      problems.add(
          new Problem("rings", "not a list (expected: [{\"name\": …, \"members\": {a rule}}])"));
    }
    return rings;
  }

  /** A segment nobody can be found in would silently be empty. */
  private void check(List<Problem> problems) {
    RuleCompiler plain =
        new RuleCompiler(new Shared(evaluators, Map.of(), Map.of()), Bucketing.STANDARD);
    segments.forEach(
        (name, rule) -> attempt(plain, rule, Place.of("segments").dot(name), problems));
    rings.forEach((name, rule) -> attempt(plain, rule, Place.of("rings").dot(name), problems));
  }

  private static void attempt(
      RuleCompiler compiler, Value rule, Place place, List<Problem> problems) {
    try {
      compiler.compile(rule, place);
    } catch (RuleProblem e) {
      problems.add(e.problem());
    }
  }

  /** Whether a context is in a segment. */
  Node segment(Value name, Bucketing bucketing, Place place) {
    @Nullable Value rule = segments.get(Coercion.text(name));
    if (rule == null) {
      throw unknown("segment", name, segments, place);
    }
    Place own = Place.of("segments").dot(Coercion.text(name));
    return new Choice(Choice.Kind.TRUTHY, List.of(plain(bucketing).compile(rule, own)));
  }

  /** Whether a context is in a ring, or in one inside it. */
  Node ring(Value name, Bucketing bucketing, Place place) {
    String wanted = Coercion.text(name);
    if (!rings.containsKey(wanted)) {
      throw unknown("ring", name, rings, place);
    }
    List<Node> inside = new ArrayList<>();
    for (Map.Entry<String, Value> ring : rings.entrySet()) {
      inside.add(plain(bucketing).compile(ring.getValue(), Place.of("rings").dot(ring.getKey())));
      if (ring.getKey().equals(wanted)) {
        break;
      }
    }
    return new Choice(Choice.Kind.TRUTHY, List.of(new Choice(Choice.Kind.OR, inside)));
  }

  private RuleCompiler plain(Bucketing bucketing) {
    return new RuleCompiler(new Shared(evaluators, Map.of(), Map.of()), bucketing);
  }

  static RuleProblem unknown(String what, Value name, Map<String, Value> known, Place place) {
    return new RuleProblem(
        place,
        what
            + " "
            + Coercion.text(name)
            + " (expected: one of "
            + String.join(", ", known.keySet())
            + ")");
  }
}
