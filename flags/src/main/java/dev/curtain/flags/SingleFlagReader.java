package dev.curtain.flags;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one flag of a set. */
final class SingleFlagReader {
  private final Shared shared;
  private final LifecycleReader lifecycles;
  private final List<Problem> problems;
  private final List<Problem> warnings;

  SingleFlagReader(
      Shared shared, LifecycleReader lifecycles, List<Problem> problems, List<Problem> warnings) {
    this.shared = shared;
    this.lifecycles = lifecycles;
    this.problems = problems;
    this.warnings = warnings;
  }

  Optional<Flag> read(
      String key, Map<String, Value> fields, Map<String, Value> metadata, Place place) {
    if (!askable(key)) {
      warn(place, "some clients cannot ask for this key (expected: letters, digits and . _ ~ -)");
    }
    boolean enabled = enabled(fields.get("state"), place);
    Map<String, Value> variants = variants(fields.get("variants"), place);
    Optional<String> standard = standard(fields.get("defaultVariant"), variants, place);
    Lifecycle lifecycle = lifecycles.read(metadata, place);
    if (lifecycle.category().isPresent()) {
      lifecycle
          .category()
          .flatMap(Category::advice)
          .ifPresent(advice -> warn(place.dot("metadata").dot("category"), advice));
    }
    Map<String, Answer> matches =
        Members.each(
            variants,
            (name, value) ->
                new Answer.Resolved(name, value, Answer.Reason.TARGETING_MATCH, metadata),
            new Answer[variants.size()]);
    Bucketing bucketing = BucketingReader.read(fields.get("bucketing"), place, problems);
    Flag.Rule rule = rule(fields.get("targeting"), metadata, bucketing, place);
    @Nullable Value exposed = fields.get("exposure");
    Optional<Exposure> exposure =
        exposed == null
            ? Optional.empty()
            : new ExposureReader(shared, bucketing, problems)
                .read(exposed, key, matches, metadata, place.dot("exposure"));
    @Nullable Value denied = fields.get("deny");
    List<Denial> denials =
        denied == null
            ? List.of()
            : new DenialReader(variants, metadata, problems).read(denied, place.dot("deny"));
    Map<String, String> prerequisites = prerequisites(fields.get("prerequisites"), place);
    if (variants.isEmpty()) {
      return Optional.empty();
    }
    Answer.Reason reason =
        rule instanceof Flag.Rule.None && exposure.isEmpty() && standard.isPresent()
            ? Answer.Reason.STATIC
            : Answer.Reason.DEFAULT;
    Answer unmet = answer(standard, variants, Answer.Reason.DEFAULT, metadata);
    Answer otherwise =
        enabled && reason == Answer.Reason.DEFAULT
            ? unmet
            : enabled
                ? answer(standard, variants, reason, metadata)
                : new Answer.CodeDefault(Answer.Reason.DISABLED, metadata);
    return Optional.of(
        new Flag(
            new Flag.Parts(
                key,
                enabled,
                matches,
                otherwise,
                unmet,
                rule,
                exposure,
                ExposureReader.told(exposed),
                denials,
                prerequisites,
                metadata,
                lifecycle,
                bucketing)));
  }

  private static Answer answer(
      Optional<String> variant,
      Map<String, Value> variants,
      Answer.Reason reason,
      Map<String, Value> metadata) {
    if (variant.isEmpty()) {
      return new Answer.CodeDefault(reason, metadata);
    }
    Value value = variants.getOrDefault(variant.get(), Value.NULL);
    return new Answer.Resolved(variant.get(), value, reason, metadata);
  }

  private boolean enabled(@Nullable Value state, Place place) {
    String text = state == null ? "missing" : Coercion.text(state);
    if (!text.equals("ENABLED") && !text.equals("DISABLED")) {
      problem(place.dot("state"), text + " (expected: ENABLED or DISABLED)");
    }
    return text.equals("ENABLED");
  }

  private Map<String, Value> variants(@Nullable Value written, Place place) {
    if (!(written instanceof Value.Fields(Map<String, Value> variants)) || variants.isEmpty()) {
      problem(place.dot("variants"), "none (expected: an object with one variant or more)");
      return Map.of();
    }
    @Nullable Class<?> kind = null;
    boolean several = false;
    for (Map.Entry<String, Value> each : variants.entrySet()) {
      Value value = each.getValue();
      several |= kind != null && kind != value.getClass();
      kind = value.getClass();
      if (value instanceof Value.Nothing || value instanceof Value.Items) {
        warn(
            place.dot("variants").dot(each.getKey()),
            "clients do not expect this (expected: a boolean, text, number or object)");
      }
    }
    if (several) {
      warn(place.dot("variants"), "of several types (expected: one)");
    }
    return variants;
  }

  private Optional<String> standard(
      @Nullable Value written, Map<String, Value> variants, Place place) {
    if (written == null || written instanceof Value.Nothing) {
      return Optional.empty();
    }
    String name = Coercion.text(written);
    if (!variants.containsKey(name)) {
      if (name.isEmpty()) {
        return Optional.empty();
      }
      problem(
          place.dot("defaultVariant"),
          name + " (expected: one of " + String.join(", ", variants.keySet()) + ")");
    }
    return Optional.of(name);
  }

  private Flag.Rule rule(
      @Nullable Value targeting, Map<String, Value> metadata, Bucketing bucketing, Place flag) {
    if (targeting == null
        || targeting instanceof Value.Nothing
        || targeting instanceof Value.Fields fields && fields.values().isEmpty()) {
      return new Flag.Rule.None();
    }
    try {
      return new Flag.Rule.Compiled(
          new RuleCompiler(shared, bucketing).compile(targeting, flag.dot("targeting")));
    } catch (RuleProblem e) {
      Problem problem = e.problem();
      warnings.add(problem);
      return new Flag.Rule.Broken(
          new Answer.Failed(Answer.Code.PARSE_ERROR, problem.toString(), metadata), problem);
    }
  }

  private Map<String, String> prerequisites(@Nullable Value written, Place place) {
    if (written == null) {
      return Map.of();
    }
    Map<String, String> prerequisites = new LinkedHashMap<>();
    if (written instanceof Value.Fields fields) {
      fields.values().forEach((key, variant) -> prerequisites.put(key, Coercion.text(variant)));
    } else {
      problem(place.dot("prerequisites"), "not an object (expected: {\"other-flag\": \"on\"})");
    }
    return prerequisites;
  }

  /** Whether it needs no escaping in a URL. */
  private static boolean askable(String key) {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean fine =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || c == '-'
              || c == '.'
              || c == '_'
              || c == '~';
      if (!fine) {
        return false;
      }
    }
    return !key.isEmpty();
  }

  private void problem(Place place, String message) {
    problems.add(new Problem(place.toString(), message));
  }

  private void warn(Place place, String message) {
    warnings.add(new Problem(place.toString(), message));
  }
}
