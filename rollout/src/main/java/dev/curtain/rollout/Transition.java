package dev.curtain.rollout;

import java.util.List;

/**
 * What an event leads to.
 *
 * @param effects new ones, in order; they are also in {@link RolloutState#pending}
 * @param notes what was decided, in words, for the record and the screen
 */
public record Transition(RolloutState state, List<Effect> effects, List<String> notes) {
  public Transition {
    effects = List.copyOf(effects);
    notes = List.copyOf(notes);
  }
}
