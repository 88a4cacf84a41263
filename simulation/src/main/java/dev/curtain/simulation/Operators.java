package dev.curtain.simulation;

import dev.curtain.analysis.Verdict;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.rollout.RolloutState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** People: they deploy, and they press every button, mostly at the wrong time. */
final class Operators {
  private static final List<Command> BUTTONS = List.of(Command.values());
  private static final long REASONABLE = 300_000;
  private static final long RETRY = 60_000;

  private final World world;
  private int deployed;

  Operators(World world) {
    this.world = world;
  }

  void begin() {
    world.agenda().in(world.chance().between(1, 20_000), this::deploy);
    if (world.hazards().pressEvery() > 0) {
      restlessly();
    }
    world.agenda().in(world.hazards().calmAfter() + REASONABLE, this::reasonably);
  }

  /** Whether everything that was to be deployed has been. */
  boolean done() {
    return deployed == world.scenario().versions().size();
  }

  private void deploy() {
    if (done()) {
      return;
    }
    String version = world.scenario().versions().get(deployed);
    int before = world.rollouts();
    Controller controller = world.controller();
    if (controller != null) {
      world.act(controller, () -> begin(controller, version));
    }
    if (world.rollouts() > before) {
      deployed++;
    }
    world.agenda().in(world.chance().between(RETRY / 2, RETRY), this::deploy);
  }

  private static void begin(Controller controller, String version) {
    try {
      controller.deploy(version);
    } catch (PlanRefused e) {
      throw new IllegalStateException("scenarios are drawn so that they can be planned", e);
    }
  }

  private void restlessly() {
    long wait = world.chance().wait(world.hazards().pressEvery());
    if (world.now() + wait < world.hazards().calmAfter()) {
      world
          .agenda()
          .in(
              wait,
              () -> {
                pressAny();
                restlessly();
              });
    }
  }

  /** Any button at all, or another deployment in the middle of one. */
  void pressAny() {
    Controller controller = world.controller();
    RolloutState rollout = underway(controller);
    if (controller == null || rollout == null) {
      return;
    }
    if (world.chance().once(0.1)) {
      world.act(controller, () -> begin(controller, "v" + world.nextNumber()));
    } else {
      Command command = world.chance().one(BUTTONS);
      world.act(controller, () -> controller.command(rollout, command));
    }
  }

  /** Once it is calm: what is held is looked at and decided. */
  private void reasonably() {
    Controller controller = world.controller();
    RolloutState rollout = underway(controller);
    if (controller != null && rollout != null && rollout.held()) {
      world.act(controller, () -> controller.command(rollout, decision(rollout)));
    } else if (controller != null && rollout != null && rollout.phase() == Phase.GATED) {
      world.act(controller, () -> controller.command(rollout, Command.APPROVE));
      world.act(controller, () -> controller.command(rollout, Command.CHECK));
    }
    world.agenda().in(REASONABLE, this::reasonably);
  }

  private static Command decision(RolloutState rollout) {
    boolean harm =
        rollout.verdict().filter(v -> v.decision() == Verdict.Decision.ABORT).isPresent();
    if (harm && rollout.warm()) {
      return Command.ROLLBACK;
    }
    if (rollout.phase() == Phase.GATED && !rollout.stepDone()) {
      return Command.SKIP;
    }
    return switch (rollout.phase()) {
      case WATCHING, EXPERIMENTING, SOAKING -> Command.PROMOTE;
      case PLANNED,
          BASELINING,
          PROVISIONING,
          SHIFTING,
          GATED,
          AWAITING,
          RESTORING,
          REPORTED,
          RETIRING,
          ROLLING_BACK,
          CLEARING,
          PROMOTED,
          ROLLED_BACK,
          INCONCLUSIVE,
          FAILED ->
          Command.RESUME;
    };
  }

  private static @Nullable RolloutState underway(@Nullable Controller controller) {
    return controller == null ? null : controller.known.underway();
  }
}
