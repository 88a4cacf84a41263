package dev.curtain.server.engine;

import dev.curtain.model.Deployment;
import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import dev.curtain.rollout.Pace;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.Planner;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.server.world.Ledger;
import dev.curtain.server.world.ServiceState;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From what is asked for to what is settled on. A version that is new runs with what the model's
 * file says of it now; one that comes back, with what it ran with, whatever the file says.
 */
final class Plans {
  private final Ledger ledger;
  private final Map<String, Service> raised;
  private final Pace pace;
  private final InstantSource clock;
  private volatile ModelNow file = ModelNow.AS_RAISED;

  /**
   * @param raised services as they were raised, by path
   */
  Plans(Ledger ledger, Map<String, Service> raised, Pace pace, InstantSource clock) {
    this.ledger = ledger;
    this.raised = raised;
    this.pace = pace;
    this.clock = clock;
  }

  void reads(ModelNow model) {
    file = model;
  }

  /**
   * The way to a version; one that was good a short while ago comes back without ceremony, unless a
   * strategy is asked for.
   */
  Engine.Plan<PlanRefused> to(Service model, String version, Optional<Strategy> strategy)
      throws Refused {
    if (strategy.isEmpty() && isReturn(model, version)) {
      Past.Before before = Past.before(ledger.world(), model.element()).orElseThrow();
      return (id, state) -> comeBack(id, model, state, before);
    }
    Service now = now(model);
    return (id, state) ->
        Planner.plan(id, now, running(model, state), state.version(), version, strategy, pace);
  }

  private boolean isReturn(Service model, String version) {
    ServiceState state = ledger.world().services().get(model.element());
    return state != null
        && !state.version().equals(Optional.of(version))
        && Past.before(ledger.world(), model.element())
            .filter(before -> before.version().equals(Optional.of(version)))
            .filter(before -> isFresh(model, before))
            .isPresent();
  }

  private boolean isFresh(Service model, Past.Before before) {
    return !(model.strategy() instanceof Strategy.Recreate)
        && before.within(
            model.release().returnWindow().orElse(Past.RETURN_WINDOW), clock.instant());
  }

  /** The way back to what served before, with what it ran with. It needs no file. */
  Engine.Plan<PlanRefused> back(Service model, Past.Before before) {
    String version = before.version().orElse(TrackSpec.UNVERSIONED);
    return isFresh(model, before)
        ? (id, state) -> comeBack(id, model, state, before)
        : (id, state) ->
            Planner.plan(
                id,
                Planner.runningAs(model, version, before.tracks()),
                running(model, state),
                state.version(),
                version,
                Optional.empty(),
                pace);
  }

  private RolloutSpec comeBack(String id, Service model, ServiceState state, Past.Before before) {
    String version = before.version().orElse(TrackSpec.UNVERSIONED);
    return Planner.comeBack(
        id,
        Planner.runningAs(model, version, before.tracks()),
        running(model, state),
        state.version(),
        version,
        pace);
  }

  /** The serving version takes over from itself. */
  RolloutSpec drill(String id, Service model, ServiceState state) {
    return Planner.drill(id, model, running(model, state), state.version(), pace);
  }

  /** A service where it was raised, changing and running as its file says now. */
  Service now(Service model) throws Refused {
    Optional<Deployment> now = file.read();
    if (now.isEmpty()) {
      return model;
    }
    return now.get().services().stream()
        .filter(each -> each.element().equals(model.element()))
        .findFirst()
        .map(model::changingAs)
        .orElseThrow(() ->
            new Refused(
                Refused.Kind.CONFLICT,
                model.element()
                    + " is raised, and the model's file does not place it in "
                    + now.get().id()
                    + " any more: put it back there, or take everything down and raise the file as"
                    + " it is (curtain down, curtain up)"));
  }

  /**
   * The tracks that serve. Those of before it was written down run with what the model said when it
   * was raised.
   */
  List<TrackSpec> running(Service model, ServiceState state) {
    Service asRaised = raised.getOrDefault(model.element(), model);
    return state.tracks().stream()
        .map(track ->
            track.configuration().isPresent()
                ? track
                : track.with(asRaised.configurations().of(track.version(), track.node())))
        .toList();
  }
}
