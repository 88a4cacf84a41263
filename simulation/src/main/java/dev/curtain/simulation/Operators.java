package dev.curtain.simulation;

import dev.curtain.analysis.Verdict;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import java.util.List;
import java.util.Optional;

/** People: they deploy, and they press every button, mostly at the wrong time. */
final class Operators {
  private static final List<Command> BUTTONS = List.of(Command.values());
  private static final long REASONABLE = 300_000;
  private static final long RETRY = 60_000;

  /** In one world of so many what was promoted is undone at the end. */
  private static final int ONE_IN = 5;

  private final World world;
  private final List<Wave> waves;
  private final boolean changesItsMind;
  private int deployed;
  private boolean undone;

  Operators(World world, List<Wave> waves) {
    this.world = world;
    this.waves = List.copyOf(waves);
    changesItsMind = world.sites().size() < 2 && world.seed() % ONE_IN == 3;
  }

  void begin() {
    world.agenda().in(world.chance().between(1, 20_000), this::deploy);
    if (world.hazards().pressEvery() > 0) {
      restlessly();
    }
    if (world.hazards().failoverEvery() > 0) {
      failOver();
    }
    world.agenda().in(world.hazards().calmAfter() + REASONABLE, this::reasonably);
  }

  /** Whether everything that was to be deployed has been. */
  boolean done() {
    return deployed == waves.size() && (undone || !changesItsMind);
  }

  private void deploy() {
    if (deployed == waves.size()) {
      undo();
      return;
    }
    Wave wave = waves.get(deployed);
    int before = world.rollouts();
    anybody().ifPresent(controller -> world.act(controller, () -> begin(wave)));
    if (world.rollouts() > before) {
      deployed++;
    }
    world.agenda().in(world.chance().between(RETRY / 2, RETRY), this::deploy);
  }

  /** Puts back what was there before, once the last rollout has ended. */
  private void undo() {
    if (done()) {
      return;
    }
    anybody()
        .ifPresent(controller -> {
          boolean still = controller.known.underway() == null;
          world.act(controller, () -> undone = undo(controller));
          undone |= world.calm() && still && controller.known.before() == null;
        });
    world.agenda().in(RETRY, this::undo);
  }

  private static boolean undo(Controller controller) {
    RolloutSpec before = controller.known.before();
    if (!controller.free() || before == null) {
      return false;
    }
    try {
      controller.start(controller.plans.back("d" + controller.world.nextNumber(), before));
      return true;
    } catch (PlanRefused e) {
      throw new IllegalStateException("what served can serve again", e);
    }
  }

  private Optional<Controller> anybody() {
    return world.controllers().stream().findFirst();
  }

  private void begin(Wave wave) {
    try {
      world.deploy(wave);
    } catch (PlanRefused e) {
      throw new IllegalStateException("scenarios are drawn so that they can be planned", e);
    }
  }

  private void failOver() {
    long wait = world.chance().wait(world.hazards().failoverEvery());
    if (world.now() + wait < world.hazards().calmAfter()) {
      world
          .agenda()
          .in(
              wait,
              () -> {
                world.controllers().stream()
                    .findAny()
                    .ifPresent(_ -> moveAPlace(world.chance().one(world.controllers())));
                failOver();
              });
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
    List<Controller> busy =
        world.controllers().stream().filter(each -> each.known.underway() != null).toList();
    if (busy.isEmpty()) {
      return;
    }
    Controller controller = busy.size() == 1 ? busy.getFirst() : world.chance().one(busy);
    RolloutState rollout = controller.known.underway();
    if (rollout == null) {
      return;
    }
    if (world.chance().once(0.1)) {
      Wave wave = Wave.of(controller.service(), "v" + world.nextNumber());
      world.act(controller, () -> begin(wave));
    } else {
      Command command = world.chance().one(BUTTONS);
      world.act(controller, () -> controller.command(rollout, command));
    }
  }

  /** A place's traffic to the others, or back; mostly at the wrong time. */
  private void moveAPlace(Controller controller) {
    List<String> places =
        controller.known.serving().stream().map(TrackSpec::node).distinct().toList();
    String place = world.chance().one(places);
    boolean atOnce = world.chance().once(0.3);
    world.act(
        controller,
        () -> {
          if (!controller.failover.comeBack()) {
            controller.failover.leave(place, atOnce);
          }
        });
  }

  /** Once it is calm: what is held is looked at and decided. */
  private void reasonably() {
    world.controllers().forEach(this::reasonably);
    world.agenda().in(REASONABLE, this::reasonably);
  }

  private void reasonably(Controller controller) {
    world.act(controller, controller.failover::comeBack);
    RolloutState rollout = controller.known.underway();
    if (rollout != null && rollout.held()) {
      world.act(controller, () -> controller.command(rollout, decision(rollout)));
    } else if (rollout != null && rollout.phase() == Phase.GATED) {
      world.act(controller, () -> controller.command(rollout, Command.APPROVE));
      world.act(controller, () -> controller.command(rollout, Command.CHECK));
    }
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
}
