package dev.curtain.rollout;

import java.util.Optional;

/**
 * The rollout as a pure function. The same state and event give the same transition, bit for bit,
 * on every machine and in every year: that is what recovery, the simulation and the offline check
 * of a verdict rest on.
 */
public final class RolloutMachine {
  private RolloutMachine() {}

  /**
   * What {@code event} leads to in {@code state}. Never throws for an event that does not apply: it
   * changes nothing.
   */
  public static Transition apply(RolloutState state, RolloutEvent event) {
    Move move = new Move(state, event);
    if (event instanceof RolloutEvent.Measured measured) {
      move.observe(measured);
    }
    for (Rule rule : TransitionTable.RULES) {
      if (rule.matches(move)) {
        rule.action().accept(move);
        Transition transition = move.done();
        Phase to = transition.state().phase();
        if (!rule.to().contains(to)) {
          throw new IllegalStateException(
              state.phase()
                  + " on "
                  + event
                  + " went to "
                  + to
                  + " (expected: one of "
                  + rule.to()
                  + ")");
        }
        return transition;
      }
    }
    throw new IllegalStateException("no row for " + state.phase() + " and " + event);
  }

  /** Why a command would change nothing in this state; empty where it would. */
  public static Optional<String> refusal(RolloutState state, RolloutEvent.Command command) {
    String id = state.spec().id();
    if (state.phase().ended()) {
      return Optional.of(id + " has ended (" + state.phase().words() + ")");
    }
    return switch (command) {
      case PROMOTE ->
          state.phase() == Phase.WATCHING || state.phase() == Phase.SOAKING
              ? Optional.empty()
              : Optional.of(
                  id
                      + " is "
                      + state.phase().words()
                      + ": there is nothing to wait for that could be skipped");
      case PAUSE -> state.held() ? Optional.of(id + " is paused already") : goingForward(state);
      case RESUME -> state.held() ? Optional.empty() : Optional.of(id + " is not paused");
      case ABORT, ROLLBACK ->
          state.warm()
              ? goingForward(state)
              : Optional.of(
                  state.spec().from().orElse("the previous version")
                      + " is being taken down: it is not warm any more. A redeploy is: curtain"
                      + " deploy "
                      + state.spec().service()
                      + " "
                      + state.spec().from().orElse("VERSION"));
    };
  }

  private static Optional<String> goingForward(RolloutState state) {
    return state.phase() == Phase.ROLLING_BACK || state.phase() == Phase.CLEARING
        ? Optional.of(state.spec().id() + " is on its way back already")
        : Optional.empty();
  }
}
