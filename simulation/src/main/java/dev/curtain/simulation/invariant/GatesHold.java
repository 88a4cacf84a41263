package dev.curtain.simulation.invariant;

import dev.curtain.model.Gate;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Step;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.util.Optional;

/** Who gets through a gate. */
public final class GatesHold implements Invariant {
  @Override
  public String promise() {
    return "a gate is passed only when it was found open, enough people agreed, or somebody skips"
        + " it";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.Moved moved
          && moved.before().phase() == Phase.GATED
          && !moved.before().stepDone()
          && (moved.after().step() > moved.before().step() || moved.after().stepDone())
          && !mayPass(moved.before(), moved.event())) {
        return Optional.of("passed by " + moved.event());
      }
    }
    return Optional.empty();
  }

  private static boolean mayPass(RolloutState before, RolloutEvent event) {
    return switch (event) {
      case RolloutEvent.GateAnswered answer -> answer.open();
      case RolloutEvent.Commanded said ->
          said.command() == Command.SKIP
              || said.command() == Command.APPROVE && enough(before)
              || said.command() == Command.CHECK && ticked(before, said.reason());
      default -> false;
    };
  }

  private static boolean ticked(RolloutState before, String item) {
    return before.currentStep().orElse(null) instanceof Step.Gated gated
        && gated.gate() instanceof Gate.Checklist list
        && list.items().stream()
            .allMatch(each -> each.equals(item) || before.doorway().ticked().contains(each));
  }

  private static boolean enough(RolloutState before) {
    return before.currentStep().orElse(null) instanceof Step.Gated gated
        && gated.gate() instanceof Gate.Approval approval
        && before.doorway().approvals().size() + 1 >= approval.needed();
  }
}
