package dev.curtain.rollout;

import static dev.curtain.rollout.Phase.EXPERIMENTING;
import static dev.curtain.rollout.Phase.GATED;
import static dev.curtain.rollout.Phase.PLANNED;
import static dev.curtain.rollout.Phase.RESTORING;
import static dev.curtain.rollout.Phase.ROLLING_BACK;
import static dev.curtain.rollout.Phase.SOAKING;
import static dev.curtain.rollout.Phase.WATCHING;
import static dev.curtain.rollout.Rows.union;
import static dev.curtain.rollout.TransitionTable.NEXT;
import static dev.curtain.rollout.TransitionTable.RUNNING;

import dev.curtain.rollout.RolloutEvent.Command;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Rows of what people ask for. */
final class CommandRows {
  private CommandRows() {}

  static void add(Rows rows) {
    rows.command(
        Command.PROMOTE,
        Set.of(WATCHING, SOAKING, EXPERIMENTING),
        union(NEXT, WATCHING, SOAKING, EXPERIMENTING),
        (move, event) -> {
          move.after.held = false;
          move.note(said(event, "promoted"));
          move.advance();
        });
    rows.command(
        Command.PAUSE, RUNNING, RUNNING, (move, event) -> move.hold(said(event, "paused")));
    rows.command(
        Command.RESUME,
        RUNNING,
        union(NEXT, RUNNING.toArray(new Phase[0])),
        (move, event) -> {
          move.after.held = false;
          move.note(said(event, "resumed"));
          if (move.before.stepDone()) {
            move.advance();
          }
        });
    rows.command(
        Command.SKIP,
        Set.of(WATCHING, SOAKING, EXPERIMENTING, GATED),
        union(NEXT, WATCHING, SOAKING, EXPERIMENTING, GATED),
        (move, event) -> {
          if (!event.reason().isBlank()) {
            move.after.pending.clear();
            move.note(
                said(
                    event,
                    move.before.currentStep().map(Step::describe).orElse("a step") + ": skipped"));
            move.advance();
          }
        });
    Set<Phase> back = EnumSet.copyOf(RUNNING);
    back.add(PLANNED);
    for (Command command : List.of(Command.ABORT, Command.ROLLBACK)) {
      rows.on(
          back,
          RolloutEvent.Commanded.class,
          Rows.words(command) + ", there is a way back",
          (move, event) -> event.command() == command && move.returnable(),
          Set.of(ROLLING_BACK, RESTORING),
          (move, event) -> move.goBack(Conclusion.ROLLED_BACK, said(event, "rolled back")));
    }
  }

  static String said(RolloutEvent.Commanded event, String what) {
    return what + " by " + event.who() + (event.reason().isBlank() ? "" : ": " + event.reason());
  }
}
