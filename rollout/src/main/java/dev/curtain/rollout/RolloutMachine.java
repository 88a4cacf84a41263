package dev.curtain.rollout;

import dev.curtain.analysis.Judges;
import dev.curtain.rollout.RolloutEvent.Command;
import java.util.List;
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
    Move move = shown(state, event);
    Rule rule = TransitionTable.RULES.get(row(move));
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

  /**
   * An event as it is to be written down once it is known what it led to: with the verdict, so that
   * reading it again decides the same whatever judges have learned since.
   */
  public static RolloutEvent recorded(RolloutEvent event, RolloutState after) {
    return event instanceof RolloutEvent.Measured measured && measured.judged().isEmpty()
        ? new RolloutEvent.Measured(
            measured.at(),
            measured.block(),
            Optional.of(new RolloutEvent.Judged(Judges.METHOD, after.verdict(), after.doubt())))
        : event;
  }

  /** Which of the {@link #rows} an event takes: tests count by it what they have covered. */
  public static int row(RolloutState state, RolloutEvent event) {
    return row(shown(state, event));
  }

  /** The rows of the table, in words, in the order in which they are looked at. */
  public static List<String> rows() {
    return TransitionTable.RULES.stream()
        .map(rule -> rule.from() + " on " + rule.on().getSimpleName() + ": " + rule.when())
        .toList();
  }

  private static Move shown(RolloutState state, RolloutEvent event) {
    Move move = new Move(state, event);
    if (event instanceof RolloutEvent.Measured measured) {
      move.observe(measured);
    }
    return move;
  }

  private static int row(Move move) {
    for (int i = 0; i < TransitionTable.RULES.size(); i++) {
      if (TransitionTable.RULES.get(i).matches(move)) {
        return i;
      }
    }
    throw new IllegalStateException("no row for " + move.before.phase() + " and " + move.event);
  }

  /** As {@link #refusal(RolloutState, Command, String, String)}, by somebody for some reason. */
  public static Optional<String> refusal(RolloutState state, Command command) {
    return refusal(state, command, "somebody", "asked for");
  }

  /**
   * Why a command would change nothing in this state; empty where it would.
   *
   * @param reason as given; of {@link Command#CHECK} the item
   */
  public static Optional<String> refusal(
      RolloutState state, Command command, String who, String reason) {
    String id = state.spec().id();
    if (state.phase().ended()) {
      return Optional.of(id + " has ended (" + state.phase().words() + ")");
    }
    return switch (command) {
      case PROMOTE ->
          state.phase() == Phase.WATCHING
                  || state.phase() == Phase.SOAKING
                  || state.phase() == Phase.EXPERIMENTING
              ? Optional.empty()
              : Optional.of(
                  id
                      + " is "
                      + state.phase().words()
                      + ": there is nothing to wait for that could be ended"
                      + (state.phase() == Phase.AWAITING ? "; its set goes on together" : "")
                      + (state.phase() == Phase.GATED
                          ? "; curtain approve or curtain skip are for gates"
                          : ""));
      case APPROVE, CHECK -> Gating.refusal(state, command, who, reason);
      case SKIP -> skipping(state, reason);
      case PAUSE -> state.held() ? Optional.of(id + " is paused already") : goingForward(state);
      case RESUME -> state.held() ? Optional.empty() : Optional.of(id + " is not paused");
      case ABORT, ROLLBACK ->
          state.warm() || state.restorable()
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

  private static Optional<String> skipping(RolloutState state, String reason) {
    return switch (state.phase()) {
      case GATED, WATCHING, SOAKING, EXPERIMENTING ->
          reason.isBlank()
              ? Optional.of("a step is only skipped for a reason that is kept: --reason WHY")
              : Optional.empty();
      case AWAITING ->
          Optional.of(
              state.spec().id()
                  + " waits for the others of its set: one of them alone does not go on. curtain"
                  + " abort takes all of them back");
      case PLANNED,
          BASELINING,
          PROVISIONING,
          SHIFTING,
          RETIRING,
          RESTORING,
          ROLLING_BACK,
          CLEARING,
          PROMOTED,
          REPORTED,
          ROLLED_BACK,
          INCONCLUSIVE,
          FAILED ->
          Optional.of(
              state.spec().id()
                  + " is "
                  + state.phase().words()
                  + ": that is work to be done, nothing that could be skipped");
    };
  }

  private static Optional<String> goingForward(RolloutState state) {
    return state.phase() == Phase.ROLLING_BACK
            || state.phase() == Phase.RESTORING
            || state.phase() == Phase.CLEARING
        ? Optional.of(state.spec().id() + " is on its way back already")
        : Optional.empty();
  }
}
