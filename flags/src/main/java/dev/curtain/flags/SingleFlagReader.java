package dev.curtain.flags;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one flag of a set. */
final class SingleFlagReader {
  private static final Pattern ASKABLE = Pattern.compile("[A-Za-z0-9._~-]+");

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
      String key, Map<String, Value> fields, Map<String, Value> metadata, String path) {
    if (!ASKABLE.matcher(key).matches()) {
      warn(path, "some clients cannot ask for this key (expected: letters, digits and . _ ~ -)");
    }
    boolean enabled = enabled(fields.get("state"), path);
    Map<String, Value> variants = variants(fields.get("variants"), path);
    Optional<String> standard = standard(fields.get("defaultVariant"), variants, path);
    Lifecycle lifecycle = lifecycles.read(metadata, path);
    lifecycle
        .category()
        .flatMap(Category::advice)
        .ifPresent(advice -> warn(path + ".metadata.category", advice));
    Map<String, Answer> matches = new LinkedHashMap<>();
    variants.forEach((name, value) ->
        matches.put(
            name, new Answer.Resolved(name, value, Answer.Reason.TARGETING_MATCH, metadata)));
    Bucketing bucketing =
        BucketingReader.read(fields.get("bucketing"), path + ".bucketing", problems);
    Flag.Rule rule = rule(fields.get("targeting"), metadata, bucketing, path + ".targeting");
    Optional<Exposure> exposure =
        new ExposureReader(shared, bucketing, problems)
            .read(fields.get("exposure"), key, matches, metadata, path + ".exposure");
    List<Denial> denials =
        new DenialReader(variants, metadata, problems).read(fields.get("deny"), path + ".deny");
    Map<String, String> prerequisites = prerequisites(fields.get("prerequisites"), path);
    if (variants.isEmpty()) {
      return Optional.empty();
    }
    Answer.Reason reason =
        rule instanceof Flag.Rule.None && exposure.isEmpty() && standard.isPresent()
            ? Answer.Reason.STATIC
            : Answer.Reason.DEFAULT;
    Answer otherwise =
        enabled
            ? answer(standard, variants, reason, metadata)
            : new Answer.CodeDefault(Answer.Reason.DISABLED, metadata);
    return Optional.of(
        new Flag(
            new Flag.Parts(
                key,
                enabled,
                matches,
                otherwise,
                answer(standard, variants, Answer.Reason.DEFAULT, metadata),
                rule,
                exposure,
                ExposureReader.told(fields.get("exposure")),
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

  private boolean enabled(@Nullable Value state, String path) {
    String text = state == null ? "missing" : Coercion.text(state);
    if (!text.equals("ENABLED") && !text.equals("DISABLED")) {
      problem(path + ".state", text + " (expected: ENABLED or DISABLED)");
    }
    return text.equals("ENABLED");
  }

  private Map<String, Value> variants(@Nullable Value written, String path) {
    if (!(written instanceof Value.Fields(Map<String, Value> variants)) || variants.isEmpty()) {
      problem(path + ".variants", "none (expected: an object with one variant or more)");
      return Map.of();
    }
    Set<Class<?>> kinds = new LinkedHashSet<>();
    variants.forEach((name, value) -> {
      kinds.add(value.getClass());
      if (value instanceof Value.Nothing || value instanceof Value.Items) {
        warn(
            path + ".variants." + name,
            "clients do not expect this (expected: a boolean, text, number or object)");
      }
    });
    if (kinds.size() > 1) {
      warn(path + ".variants", "of several types (expected: one)");
    }
    return variants;
  }

  private Optional<String> standard(
      @Nullable Value written, Map<String, Value> variants, String path) {
    if (written == null || written instanceof Value.Nothing) {
      return Optional.empty();
    }
    String name = Coercion.text(written);
    if (!variants.containsKey(name)) {
      if (name.isEmpty()) {
        return Optional.empty();
      }
      problem(
          path + ".defaultVariant",
          name + " (expected: one of " + String.join(", ", variants.keySet()) + ")");
    }
    return Optional.of(name);
  }

  private Flag.Rule rule(
      @Nullable Value targeting, Map<String, Value> metadata, Bucketing bucketing, String path) {
    if (targeting == null
        || targeting instanceof Value.Nothing
        || targeting instanceof Value.Fields fields && fields.values().isEmpty()) {
      return new Flag.Rule.None();
    }
    try {
      return new Flag.Rule.Compiled(new RuleCompiler(shared, bucketing).compile(targeting, path));
    } catch (RuleProblem e) {
      Problem problem = e.problem();
      warnings.add(problem);
      return new Flag.Rule.Broken(
          new Answer.Failed(Answer.Code.PARSE_ERROR, problem.toString(), metadata), problem);
    }
  }

  private Map<String, String> prerequisites(@Nullable Value written, String path) {
    Map<String, String> prerequisites = new LinkedHashMap<>();
    if (written instanceof Value.Fields fields) {
      fields.values().forEach((key, variant) -> prerequisites.put(key, Coercion.text(variant)));
    } else if (written != null) {
      problem(path + ".prerequisites", "not an object (expected: {\"other-flag\": \"on\"})");
    }
    return prerequisites;
  }

  private void problem(String path, String message) {
    problems.add(new Problem(path, message));
  }

  private void warn(String path, String message) {
    warnings.add(new Problem(path, message));
  }
}
