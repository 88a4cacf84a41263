package dev.curtain.simulation;

import dev.curtain.rollout.Effect;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutState;

/** Something that is so since this event: what invariants are asserted about, and the trace. */
public sealed interface Fact {
  /** Outside of the controller: a place is lost, a clock jumps. */
  record Happened(String what) implements Fact {}

  /**
   * A controller works again.
   *
   * @param asWritten what it made of the log is what its predecessor had made of it
   */
  record ControllerBegan(boolean asWritten) implements Fact {}

  record ControllerDied() implements Fact {}

  /** A line is on disk. */
  record Written(Line line) implements Fact {}

  /** A move is on disk, and this is what the controller made of it. */
  record Moved(RolloutEvent event, RolloutState before, RolloutState after) implements Fact {}

  /** The controller begins to carry out an effect. */
  record Begun(String rollout, Effect effect) implements Fact {}

  /** A table left the controller. */
  record Sent(Table table) implements Fact {}

  /** A table is in force at the router. */
  record InForce(Table table, Table before) implements Fact {}

  /** A replica was told to start. */
  record Started(String replica, String track) implements Fact {}

  /** A replica ended by itself. */
  record Fell(String replica) implements Fact {}

  /**
   * A replica was told to stop.
   *
   * @param inTable requests could still be given to it
   * @param inFlight it had requests that it had not answered
   */
  record Stopped(String replica, boolean inTable, boolean inFlight) implements Fact {}

  /** Somebody asked for something; {@code refused} where it was not let happen. */
  record Asked(RolloutEvent.Command command, boolean refused) implements Fact {}
}
