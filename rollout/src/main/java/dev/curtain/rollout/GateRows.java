package dev.curtain.rollout;

import static dev.curtain.rollout.Phase.GATED;
import static dev.curtain.rollout.Phase.RESTORING;
import static dev.curtain.rollout.Phase.ROLLING_BACK;
import static dev.curtain.rollout.Rows.union;
import static dev.curtain.rollout.TransitionTable.NEXT;

import dev.curtain.model.Gate;
import dev.curtain.rollout.RolloutEvent.Command;
import java.util.Set;

/** Rows of standing before a gate. */
final class GateRows {
  private GateRows() {}

  static void add(Rows rows) {
    rows.on(
        Set.of(GATED),
        RolloutEvent.GateAnswered.class,
        "the gate is open",
        (move, event) -> move.answers(event.effect()) && event.open(),
        union(NEXT, GATED),
        (move, event) -> {
          move.answered(event.effect());
          Gating.of(move.before).ifPresent(gate -> move.note(gate.label() + ": " + event.reason()));
          move.advance();
        });
    rows.on(
        Set.of(GATED),
        RolloutEvent.GateAnswered.class,
        "the smoke test fails again and again",
        (move, event) ->
            move.answers(event.effect())
                && Gating.of(move.before).orElse(null) instanceof Gate.Smoke
                && move.before.doorway().refusals() + 1 >= Gating.SMOKES
                && move.returnable(),
        Set.of(ROLLING_BACK, RESTORING),
        (move, event) -> move.goBack(Conclusion.FAILED, "smoke test: " + event.reason()));
    rows.on(
        Set.of(GATED),
        RolloutEvent.GateAnswered.class,
        "the gate is closed",
        (move, event) -> move.answers(event.effect()),
        Set.of(GATED),
        (move, event) -> {
          move.answered(event.effect());
          shut(move, event.reason(), event.opener());
        });
    rows.on(
        Set.of(GATED),
        RolloutEvent.EffectFailed.class,
        "nobody could tell",
        (move, event) -> move.answers(event.effect()),
        Set.of(GATED),
        (move, event) -> {
          move.answered(event.effect());
          shut(
              move,
              event.reason(),
              "curtain skip " + move.before.spec().id() + " --reason WHY passes it over");
        });
    rows.on(
        Set.of(GATED),
        RolloutEvent.Tick.class,
        "it is time to ask again",
        (move, _) -> move.before.wakeAt().filter(at -> !move.at().isBefore(at)).isPresent(),
        Set.of(GATED),
        (move, _) -> Gating.of(move.before).ifPresent(move::ask));
    rows.command(
        Command.APPROVE,
        Set.of(GATED),
        union(NEXT, GATED),
        (move, event) -> {
          if (Gating.refusal(move.before, Command.APPROVE, event.who(), event.reason()).isEmpty()) {
            move.after.doorway = move.before.doorway().approvedBy(event.who());
            move.note(CommandRows.said(event, "approved"));
            Gating.of(move.before).ifPresent(gate -> Gating.heard(move, gate));
          }
        });
    rows.command(
        Command.CHECK,
        Set.of(GATED),
        union(NEXT, GATED),
        (move, event) -> {
          if (Gating.refusal(move.before, Command.CHECK, event.who(), event.reason()).isEmpty()) {
            move.after.doorway = move.before.doorway().ticked(event.reason());
            move.note(event.reason() + ": ticked off by " + event.who());
            Gating.of(move.before).ifPresent(gate -> Gating.heard(move, gate));
          }
        });
  }

  /** Said once for every reason, not at every look. */
  private static void shut(Move move, String reason, String opener) {
    boolean known = move.before.doorway().closed().filter(reason::equals).isPresent();
    move.after.doorway = move.before.doorway().closed(reason, opener);
    if (!known) {
      Gating.of(move.before)
          .ifPresent(gate -> move.note(gate.label() + " gate closed: " + reason + "; " + opener));
    }
  }
}
