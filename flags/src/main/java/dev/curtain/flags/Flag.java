package dev.curtain.flags;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One flag, compiled; safe to use from any thread. */
public final class Flag {
  private final String key;
  private final boolean enabled;
  private final Map<String, Answer> matches;
  private final Answer otherwise;
  private final Answer unmet;
  private final Rule rule;
  private final @Nullable Exposure exposure;
  private final Optional<Exposed> exposed;
  private final List<Denial> denials;
  private final Map<String, String> prerequisites;
  private final Map<String, Value> metadata;
  private final Lifecycle lifecycle;
  private final Bucketing bucketing;

  /** What decides beyond the default. */
  sealed interface Rule {
    record None() implements Rule {}

    record Compiled(Node node) implements Rule {}

    record Broken(Answer answer, Problem problem) implements Rule {}
  }

  /**
   * @param matches the answer for every variant a rule may name; not changed by anybody
   * @param otherwise the answer where no rule decides
   * @param unmet the answer where a prerequisite is not met
   * @param prerequisites other flags and the variants they have to be at
   */
  record Parts(
      String key,
      boolean enabled,
      Map<String, Answer> matches,
      Answer otherwise,
      Answer unmet,
      Rule rule,
      Optional<Exposure> exposure,
      Optional<Exposed> exposed,
      List<Denial> denials,
      Map<String, String> prerequisites,
      Map<String, Value> metadata,
      Lifecycle lifecycle,
      Bucketing bucketing) {}

  Flag(Parts parts) {
    this.key = parts.key;
    this.enabled = parts.enabled;
    this.matches = parts.matches;
    this.otherwise = parts.otherwise;
    this.unmet = parts.unmet;
    this.rule = parts.rule;
    this.exposure = parts.exposure.orElse(null);
    this.exposed = parts.exposed;
    this.denials = List.copyOf(parts.denials);
    this.prerequisites = Map.copyOf(parts.prerequisites);
    this.metadata = parts.metadata;
    this.lifecycle = parts.lifecycle;
    this.bucketing = parts.bucketing;
  }

  public String key() {
    return key;
  }

  public boolean enabled() {
    return enabled;
  }

  public Set<String> variants() {
    return matches.keySet();
  }

  public Lifecycle lifecycle() {
    return lifecycle;
  }

  public Bucketing bucketing() {
    return bucketing;
  }

  /** Whom one of its variants is being let out to, if one is. */
  public Optional<Exposed> exposure() {
    return exposed;
  }

  /** Whether nothing about a context makes a difference. */
  public boolean sameForAll() {
    boolean all = exposed.filter(each -> each.percent() == 100).isPresent();
    return !enabled
        || denials.isEmpty()
            && prerequisites.isEmpty()
            && (all || exposed.isEmpty() && rule instanceof Rule.None);
  }

  /**
   * The share of users who meet the variant that is being let out; empty where their targeting key
   * alone does not decide: with a rule, a denial, a prerequisite, a ring or names.
   */
  public Optional<Share> share() {
    boolean alone =
        enabled && denials.isEmpty() && prerequisites.isEmpty() && rule instanceof Rule.None;
    return alone && exposure != null ? exposure.share() : Optional.empty();
  }

  /** How many denials are written down, ended ones included. */
  public int denials() {
    return denials.size();
  }

  /** Other flags by key, and the variants they have to be at. */
  public Map<String, String> prerequisites() {
    return prerequisites;
  }

  /** The set's facts and the flag's own, which win. */
  public Map<String, Value> metadata() {
    return metadata;
  }

  /** What is wrong with its targeting; such a flag answers PARSE_ERROR. */
  public Optional<Problem> problem() {
    return rule instanceof Rule.Broken broken ? Optional.of(broken.problem()) : Optional.empty();
  }

  Answer evaluate(FlagSet set, Context context, long timestamp) {
    if (!enabled) {
      return otherwise;
    }
    if (!denials.isEmpty()) {
      Optional<Answer> denied = Denial.find(denials, context, timestamp);
      if (denied.isPresent()) {
        return denied.get();
      }
    }
    if (!prerequisites.isEmpty() && !met(set, context, timestamp)) {
      return unmet;
    }
    if (exposure != null) {
      @Nullable Answer met = exposure.find(key, context, timestamp);
      if (met != null) {
        return met;
      }
    }
    return switch (rule) {
      case Rule.None _ -> otherwise;
      case Rule.Broken broken -> broken.answer();
      case Rule.Compiled compiled -> target(compiled.node(), context, timestamp);
    };
  }

  private boolean met(FlagSet set, Context context, long timestamp) {
    return prerequisites.entrySet().stream()
        .allMatch(each ->
            set.evaluate(each.getKey(), context, timestamp) instanceof Answer.Resolved resolved
                && resolved.variant().equals(each.getValue()));
  }

  private Answer target(Node node, Context context, long timestamp) {
    Value value;
    try {
      value = node.value(new Scope(key, context, timestamp, null));
    } catch (EvaluationProblem e) {
      return new Answer.Failed(
          Answer.Code.GENERAL, "flags." + key + ".targeting: " + e.getMessage(), metadata);
    }
    if (value instanceof Value.Nothing) {
      return otherwise;
    }
    String variant = value instanceof Value.Text text ? text.value() : Coercion.text(value);
    @Nullable Answer match = matches.get(variant);
    return match != null
        ? match
        : new Answer.Failed(
            Answer.Code.GENERAL,
            "flags." + key + ".targeting: gave \"" + variant + "\", which is no variant of it",
            metadata);
  }
}
