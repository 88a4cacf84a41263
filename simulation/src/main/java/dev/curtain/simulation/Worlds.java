package dev.curtain.simulation;

import dev.curtain.rollout.RolloutMachine;
import dev.curtain.simulation.invariant.Invariants;

/** Worlds by their seeds. */
public final class Worlds {
  static final Parts SOUND = new Parts(RolloutMachine::apply, Controller::new, Invariants::all);

  private Worlds() {}

  /** Plays the world of this seed; a violation comes with its trace. */
  public static Outcome play(long seed) {
    return play(seed, SOUND);
  }

  /** The world is played again, the same, where it is to be told what happened in it. */
  static Outcome play(long seed, Parts parts) {
    Outcome outcome = new World(seed, Scenarios.draw(seed), parts, false).run();
    return outcome.violation().isEmpty()
        ? outcome
        : new World(seed, Scenarios.draw(seed), parts, true).run();
  }
}
