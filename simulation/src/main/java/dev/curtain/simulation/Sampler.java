package dev.curtain.simulation;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Tally;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.Planner;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at the router in a steady beat, shows rollouts what was measured, and wakes them. */
final class Sampler {
  private final Controller controller;
  private final Site world;
  private Users.@Nullable Counts before;
  private boolean missing;

  Sampler(Controller controller) {
    this.controller = controller;
    this.world = controller.world;
  }

  void begin() {
    next();
  }

  private void next() {
    controller.later(
        world.scenario().beat(),
        () -> {
          next();
          beat();
        });
  }

  private void beat() {
    controller.fleet.signal();
    RolloutState rollout = controller.known.underway();
    if (rollout == null) {
      before = null;
      return;
    }
    String id = rollout.spec().id();
    if (rollout.measuring()) {
      measure(rollout);
    } else {
      before = null;
    }
    if (rollout.phase() == Phase.EXPERIMENTING) {
      world
          .scenario()
          .surroundings()
          .outcomes()
          .since(world, rollout)
          .ifPresent(sides ->
              controller.tell(id, new RolloutEvent.Counted(world.wall(), sides, "a report")));
    }
    RolloutState now = controller.known.rollout(id);
    if (now != null && now.wakeAt().filter(at -> !world.wall().isBefore(at)).isPresent()) {
      controller.tell(id, new RolloutEvent.Tick(world.wall()));
    }
  }

  private void measure(RolloutState rollout) {
    String id = rollout.spec().id();
    if (world.blind()) {
      if (!missing) {
        missing = true;
        controller.tell(id, new RolloutEvent.MeasuresMissing(world.wall(), "no answer"));
      }
      return;
    }
    missing = false;
    Users.Counts now = world.users().counts();
    Users.Counts last = before;
    before = now;
    if (last != null) {
      controller.tell(id, new RolloutEvent.Measured(world.wall(), block(rollout, last, now)));
    }
  }

  private Block block(RolloutState rollout, Users.Counts from, Users.Counts to) {
    var stable = rollout.spec().compared();
    var candidate = rollout.spec().candidate();
    Tally here =
        new Tally(
            to.started(stable) - from.started(stable), to.failed(stable) - from.failed(stable));
    Tally there =
        new Tally(
            to.started(candidate) - from.started(candidate),
            to.failed(candidate) - from.failed(candidate));
    Map<String, Block.Sides> metrics = new LinkedHashMap<>();
    if (rollout.mirroring()) {
      long copies = to.mirrored(candidate, 0) - from.mirrored(candidate, 0);
      long failed = to.mirrored(candidate, 2) - from.mirrored(candidate, 2);
      here = new Tally(copies, to.mirrored(candidate, 1) - from.mirrored(candidate, 1));
      there = new Tally(copies, failed);
      // An answer that fails is another one than the original's.
      metrics.put(
          Planner.MISMATCH, new Block.Sides(new Tally(copies, 0), new Tally(copies, failed)));
    }
    metrics.put("error_rate", new Block.Sides(here, there));
    for (Map.Entry<String, Long> bound : rollout.boundMicros().entrySet()) {
      metrics.put(
          bound.getKey(),
          new Block.Sides(
              slow(here, stable.getFirst().version(), bound.getValue()),
              slow(there, candidate.getFirst().version(), bound.getValue())));
    }
    return new Block(metrics);
  }

  private Tally slow(Tally all, String version, long micros) {
    double share =
        world.scenario().behaviour(version).slowerThan(micros, world.hosts().sinceReady(version));
    return new Tally(all.n(), world.chance().of(all.n(), share));
  }
}
