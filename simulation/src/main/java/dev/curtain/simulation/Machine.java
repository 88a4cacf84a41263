package dev.curtain.simulation;

import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Transition;

/** The rollout machine as a world knows it: {@code RolloutMachine::apply}, or a broken one. */
public interface Machine {
  Transition apply(RolloutState state, RolloutEvent event);
}
