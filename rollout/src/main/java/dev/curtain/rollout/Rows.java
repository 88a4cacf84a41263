package dev.curtain.rollout;

import dev.curtain.rollout.RolloutEvent.Command;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rows of the transition table as they are written down, in the order in which they are tried. */
final class Rows {
  private final List<Rule> rules = new ArrayList<>();

  List<Rule> rules() {
    return List.copyOf(rules);
  }

  <E extends RolloutEvent> void on(
      Set<Phase> from, Class<E> event, String when, Set<Phase> to, Rule.Handler<E> handler) {
    on(from, event, when, (_, _) -> true, to, handler);
  }

  <E extends RolloutEvent> void on(
      Set<Phase> from,
      Class<E> event,
      String when,
      Rule.Condition<E> condition,
      Set<Phase> to,
      Rule.Handler<E> handler) {
    rules.add(Rule.of(from, event, when, condition, to, handler));
  }

  void command(
      Command command,
      Set<Phase> from,
      Set<Phase> to,
      Rule.Handler<RolloutEvent.Commanded> handler) {
    on(
        from,
        RolloutEvent.Commanded.class,
        words(command),
        (_, event) -> event.command() == command,
        to,
        handler);
  }

  static String words(Command command) {
    return command.name().toLowerCase(Locale.ROOT);
  }

  static Set<Phase> union(Set<Phase> phases, Phase... more) {
    Set<Phase> union = EnumSet.copyOf(phases);
    union.addAll(Set.of(more));
    return union;
  }
}
