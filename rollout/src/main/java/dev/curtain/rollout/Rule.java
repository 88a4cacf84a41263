package dev.curtain.rollout;

import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One row of the transition table.
 *
 * @param from phases it is for
 * @param on kind of event
 * @param when the condition in words; the first row whose condition holds is taken
 * @param to phases it may lead to; the machine refuses to go anywhere else
 */
record Rule(
    Set<Phase> from,
    Class<? extends RolloutEvent> on,
    String when,
    Predicate<Move> guard,
    Set<Phase> to,
    Consumer<Move> action) {
  Rule {
    from = Set.copyOf(from);
    to = Set.copyOf(to);
  }

  boolean matches(Move move) {
    return from.contains(move.before.phase()) && on.isInstance(move.event) && guard.test(move);
  }

  /** A row in terms of its own kind of event. */
  static <E extends RolloutEvent> Rule of(
      Set<Phase> from,
      Class<E> on,
      String when,
      Condition<E> condition,
      Set<Phase> to,
      Handler<E> handler) {
    return new Rule(
        from,
        on,
        when,
        move -> condition.holds(move, on.cast(move.event)),
        to,
        move -> handler.handle(move, on.cast(move.event)));
  }

  /** What a row does. */
  interface Handler<E> {
    void handle(Move move, E event);
  }

  /** When a row is taken. */
  interface Condition<E> {
    boolean holds(Move move, E event);
  }
}
