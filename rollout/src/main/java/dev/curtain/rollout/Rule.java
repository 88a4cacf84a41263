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
}
