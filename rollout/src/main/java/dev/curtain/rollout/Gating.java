package dev.curtain.rollout;

import dev.curtain.model.Gate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What the machine knows about gates: who is asked, what is said, when one is open. */
final class Gating {
  /** A smoke test that failed this often in a row has failed. */
  static final int SMOKES = 3;

  private Gating() {}

  /** Arrives at a gate: people are told what is wanted of them, everything else is asked. */
  static void stand(Move move, Gate gate) {
    if (byPeople(gate)) {
      String id = move.before.spec().id();
      move.after.doorway = Doorway.NONE.closed(missing(gate, Doorway.NONE), opener(gate, id));
      move.note(gate.label() + " gate: " + missing(gate, Doorway.NONE) + "; " + opener(gate, id));
    } else {
      move.ask(gate);
    }
  }

  /** Whether people open it by what they say, rather than the world by what it is. */
  static boolean byPeople(Gate gate) {
    return gate instanceof Gate.Approval || gate instanceof Gate.Checklist;
  }

  static Optional<Gate> of(RolloutState state) {
    return state.phase() == Phase.GATED
        ? state
            .currentStep()
            .flatMap(step ->
                step instanceof Step.Gated gated ? Optional.of(gated.gate()) : Optional.empty())
        : Optional.empty();
  }

  /** After somebody said something: on, or what is still missing. */
  static void heard(Move move, Gate gate) {
    String missing = missing(gate, move.after.doorway);
    if (missing.isEmpty()) {
      move.note(
          gate.label()
              + " gate open after "
              + Words.duration(Duration.between(move.before.since(), move.at()))
              + (move.after.doorway.approvals().isEmpty()
                  ? ""
                  : ": " + String.join(", ", new TreeSet<>(move.after.doorway.approvals()))));
      move.advance();
    } else {
      move.after.doorway =
          move.after.doorway.closed(missing, opener(gate, move.before.spec().id()));
    }
  }

  /** Empty where nothing is missing. */
  private static String missing(Gate gate, Doorway doorway) {
    return switch (gate) {
      case Gate.Approval approval -> {
        int there = doorway.approvals().size();
        yield there >= approval.needed()
            ? ""
            : there
                + " of "
                + approval.needed()
                + (approval.needed() == 1 ? " approval" : " approvals");
      }
      case Gate.Checklist checklist -> {
        List<String> open =
            checklist.items().stream().filter(item -> !doorway.ticked().contains(item)).toList();
        yield open.isEmpty() ? "" : "not ticked off: " + String.join(", ", open);
      }
      case Gate.Window _,
          Gate.Policy _,
          Gate.Budget _,
          Gate.After _,
          Gate.Migration _,
          Gate.Exposed _,
          Gate.Health _,
          Gate.Smoke _,
          Gate.Spare _,
          Gate.Drilled _ ->
          "";
    };
  }

  private static String opener(Gate gate, String id) {
    return switch (gate) {
      case Gate.Approval approval ->
          (approval.from().isEmpty() ? "anybody" : String.join(" or ", approval.from()))
              + " can open it: curtain approve "
              + id;
      case Gate.Checklist _ -> "anybody can tick an item off: curtain check " + id + " ITEM";
      case Gate.Window _,
          Gate.Policy _,
          Gate.Budget _,
          Gate.After _,
          Gate.Migration _,
          Gate.Exposed _,
          Gate.Health _,
          Gate.Smoke _,
          Gate.Spare _,
          Gate.Drilled _ ->
          "";
    };
  }

  /** Why what somebody says changes nothing here; empty where it does. */
  static Optional<String> refusal(
      RolloutState state, RolloutEvent.Command command, String who, String reason) {
    String id = state.spec().id();
    Optional<Gate> gate = of(state);
    if (command == RolloutEvent.Command.CHECK) {
      if (gate.orElse(null) instanceof Gate.Checklist list) {
        return list.items().contains(reason)
            ? Optional.empty()
            : Optional.of(
                "\""
                    + reason
                    + "\" is not on the list (there is: "
                    + String.join(", ", list.items())
                    + ")");
      }
      return Optional.of(id + " stands before no checklist (it is " + state.phase().words() + ")");
    }
    if (gate.orElse(null) instanceof Gate.Approval approval) {
      if (!approval.from().isEmpty() && !approval.from().contains(who)) {
        return Optional.of(
            who + " may not approve " + id + " (" + String.join(" or ", approval.from()) + " may)");
      }
      return state.doorway().approvals().contains(who)
          ? Optional.of(who + " has approved " + id + " already")
          : Optional.empty();
    }
    return Optional.of(
        id + " stands before no gate that asks for approval (it is " + state.phase().words() + ")");
  }
}
