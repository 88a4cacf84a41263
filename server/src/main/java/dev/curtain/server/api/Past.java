package dev.curtain.server.api;

import dev.curtain.rollout.RolloutMachine;
import dev.curtain.rollout.RolloutState;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.world.Entry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Rollouts as they were, for whoever reads the log from somewhere in the middle onwards. */
final class Past {
  private final EventLog log;
  private final Map<String, RolloutState> states = new HashMap<>();

  Past(EventLog log) {
    this.log = log;
  }

  /**
   * The rollout after entry number {@code seq}, which is about it; called with ascending numbers.
   */
  Optional<RolloutState> after(String id, long seq, Entry entry) {
    if (states.containsKey(id)) {
      fold(id, entry);
    } else {
      log.about(id, seq).forEach(each -> fold(id, each));
    }
    return Optional.ofNullable(states.get(id));
  }

  private void fold(String id, Entry entry) {
    if (entry instanceof Entry.Planned planned) {
      states.put(id, RolloutState.planned(planned.spec()));
    } else if (entry instanceof Entry.Moved moved) {
      states.computeIfPresent(id, (_, state) -> RolloutMachine.apply(state, moved.event()).state());
    }
  }
}
