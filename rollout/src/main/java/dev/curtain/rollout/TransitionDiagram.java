package dev.curtain.rollout;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rollout machine as a picture, drawn from the table that drives it: it cannot be out of date.
 */
public final class TransitionDiagram {
  private TransitionDiagram() {}

  /**
   * A Mermaid state diagram. What changes no phase is left out; "the next step" stands for
   * whichever phase the plan has next, and what holds in every step is drawn once.
   */
  public static String mermaid() {
    Map<String, Set<String>> edges = new LinkedHashMap<>();
    for (Rule rule : TransitionTable.RULES) {
      boolean forward = rule.to().containsAll(TransitionTable.NEXT);
      boolean stays = rule.from().equals(rule.to());
      if (rule.when().equals(TransitionTable.OTHERWISE) || stays) {
        continue;
      }
      Set<String> to = forward ? Set.of("next_step") : names(rule.to());
      for (String from : sources(rule)) {
        to.forEach(target ->
            edges.computeIfAbsent(from + " --> " + target, _ -> new TreeSet<>()).add(words(rule)));
      }
    }
    StringBuilder text = new StringBuilder("stateDiagram-v2\n  [*] --> planned\n  state steps {\n");
    TransitionTable.RUNNING.stream()
        .sorted()
        .forEach(phase -> text.append("    next_step --> ").append(name(phase)).append('\n'));
    text.append("  }\n  next_step --> promoted: after the last\n");
    edges.forEach((edge, events) ->
        text.append("  ")
            .append(edge)
            .append(": ")
            .append(String.join(" / ", events))
            .append('\n'));
    for (Phase phase : Phase.values()) {
      if (phase.ended()) {
        text.append("  ").append(name(phase)).append(" --> [*]\n");
      }
    }
    return text.toString();
  }

  private static Set<String> sources(Rule rule) {
    Set<String> sources = new TreeSet<>();
    boolean everyStep = rule.from().containsAll(TransitionTable.RUNNING);
    if (everyStep) {
      sources.add("steps");
    }
    for (Phase phase : rule.from()) {
      if (!everyStep || !TransitionTable.RUNNING.contains(phase)) {
        sources.add(name(phase));
      }
    }
    return sources;
  }

  private static Set<String> names(Set<Phase> phases) {
    Set<String> names = new TreeSet<>();
    phases.forEach(phase -> names.add(name(phase)));
    return names;
  }

  private static String words(Rule rule) {
    String event = rule.on().getSimpleName();
    return rule.when().isEmpty() || rule.when().equals("the answer is awaited")
        ? event
        : event + ", " + rule.when();
  }

  private static String name(Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }
}
