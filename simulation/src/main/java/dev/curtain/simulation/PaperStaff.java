package dev.curtain.simulation;

import dev.curtain.model.Gate;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * People who open the gates that are theirs, each after the same while; they press nothing else.
 */
final class PaperStaff {
  private static final long LOOKS = 1_000;

  private final Site world;
  private final Duration takes;

  PaperStaff(Site world, Duration takes) {
    this.world = world;
    this.takes = takes;
  }

  void begin() {
    world.agenda().in(LOOKS, this::look);
  }

  private void look() {
    world.agenda().in(LOOKS, this::look);
    Controller controller = world.controller();
    RolloutState rollout = controller == null ? null : controller.known.underway();
    if (controller != null
        && rollout != null
        && rollout.phase() == Phase.GATED
        && !rollout.held()
        && !world.wall().isBefore(rollout.since().plus(takes))
        && rollout.currentStep().orElse(null) instanceof Step.Gated gated) {
      world.act(controller, () -> open(controller, rollout, gated.gate()));
    }
  }

  private static void open(Controller controller, RolloutState rollout, Gate gate) {
    if (gate instanceof Gate.Approval approval) {
      approvers(approval)
          .forEach(who -> controller.command(rollout, Command.APPROVE, who, "on paper"));
    } else if (gate instanceof Gate.Checklist list) {
      list.items().forEach(item -> controller.command(rollout, Command.CHECK, "person 1", item));
    }
  }

  /** As many as are needed, of those who may; where there are not as many, it stays closed. */
  private static List<String> approvers(Gate.Approval approval) {
    if (!approval.from().isEmpty()) {
      return approval.from().stream().distinct().limit(approval.needed()).toList();
    }
    List<String> people = new ArrayList<>();
    for (int i = 1; i <= approval.needed(); i++) {
      people.add("person " + i);
    }
    return people;
  }
}
