package dev.curtain.simulation;

import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import dev.curtain.rollout.Pace;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.Planner;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.TrackSpec;
import java.util.List;
import java.util.Optional;

/** From a version to what is to be done, as the engine has it. */
class Plans {
  private final Controller controller;

  Plans(Controller controller) {
    this.controller = controller;
  }

  /** What a version that is new is planned by: the file as it is now. */
  Service model() {
    return controller.world.model();
  }

  /** What a version that comes back is planned by: what its tracks ran with. */
  Service former(String version, List<TrackSpec> tracks) {
    return Planner.runningAs(controller.world.scenario().service(), version, tracks);
  }

  RolloutSpec to(String id, String version) throws PlanRefused {
    return plan(id, model(), version);
  }

  /** Undoes a rollout that was promoted. */
  RolloutSpec back(String id, RolloutSpec before) throws PlanRefused {
    String version = before.from().orElse(TrackSpec.UNVERSIONED);
    Service service = former(version, before.stable());
    return service.strategy() instanceof Strategy.Recreate
        ? plan(id, service, version)
        : Planner.comeBack(id, service, controller.known.serving(), serving(), version, pace());
  }

  private RolloutSpec plan(String id, Service service, String version) throws PlanRefused {
    return Planner.plan(
        id, service, controller.known.serving(), serving(), version, Optional.empty(), pace());
  }

  private Optional<String> serving() {
    return Optional.of(controller.known.version());
  }

  private Pace pace() {
    return controller.world.scenario().pace();
  }
}
