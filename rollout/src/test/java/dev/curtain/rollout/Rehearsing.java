package dev.curtain.rollout;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Tally;
import dev.curtain.model.Analysis;
import dev.curtain.model.RollbackPolicy;
import dev.curtain.model.Service;
import dev.curtain.model.Service.Placement;
import dev.curtain.model.Strategy;
import dev.curtain.rollout.RolloutEvent.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plays a rollout by hand: answers effects, lets time pass, shows the judge what was measured. */
final class Rehearsing {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  RolloutState state;
  Instant now = START;
  final List<Effect> open = new ArrayList<>();
  final List<String> notes = new ArrayList<>();
  final List<Phase> phases = new ArrayList<>();
  private long epoch;

  /** How many routes were asked for. */
  long routes;

  Rehearsing(RolloutSpec spec) {
    state = RolloutState.planned(spec);
  }

  static Service service(Strategy strategy, int replicas) {
    return service(strategy, replicas, 0);
  }

  private static Service service(Strategy strategy, int replicas, long warmUpSeconds) {
    return new Service(
        "Shop.API",
        "API",
        Optional.of("v1"),
        List.of(new Placement("P/Box/Shop.API", "P/Box", Optional.empty(), replicas, 100, false)),
        Optional.empty(),
        strategy,
        new RollbackPolicy(
            true,
            Optional.of(0.01),
            List.of(new RollbackPolicy.LatencyBound(0.95, Duration.ofMillis(500))),
            Optional.of(Duration.ofMinutes(5)),
            Optional.empty(),
            new Analysis(
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofSeconds(warmUpSeconds)),
                Analysis.LogErrors.NOTE,
                List.of())),
        new Service.Launch(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Map.of()));
  }

  static RolloutSpec plan(Strategy strategy, int replicas) throws PlanRefused {
    return plan(strategy, replicas, 0);
  }

  static RolloutSpec plan(Strategy strategy, int replicas, long warmUpSeconds) throws PlanRefused {
    Service service = service(strategy, replicas, warmUpSeconds);
    return Planner.plan(
        "shop-api-v2",
        service,
        Planner.tracks(service, service.placements(), "v1", "0"),
        Optional.of("v1"),
        "v2",
        Optional.empty(),
        Pace.REAL);
  }

  Rehearsing begin() {
    return happen(new RolloutEvent.Begun(now));
  }

  Rehearsing happen(RolloutEvent event) {
    Transition transition = RolloutMachine.apply(state, event);
    if (transition.state().phase() == Phase.ROLLING_BACK && state.phase() != Phase.ROLLING_BACK) {
      open.clear();
    }
    state = transition.state();
    open.addAll(transition.effects());
    routes += transition.effects().stream().filter(Effect.ApplyRoute.class::isInstance).count();
    notes.addAll(transition.notes());
    if (phases.isEmpty() || phases.getLast() != state.phase()) {
      phases.add(state.phase());
    }
    return this;
  }

  /** Everything that was asked for is done, until the rollout waits for time or evidence. */
  Rehearsing settle() {
    while (!open.isEmpty()) {
      answer(open.removeFirst());
    }
    return this;
  }

  void answer(Effect effect) {
    happen(answered(effect));
  }

  RolloutEvent answered(Effect effect) {
    now = now.plusMillis(10);
    SideCounts counts = new SideCounts(epoch * 100, 3, 0, 0);
    return switch (effect) {
      case Effect.TakeBaseline take ->
          new RolloutEvent.BaselineTaken(now, take.id(), 5_000, Map.of("latency_p95", 20_000L));
      case Effect.ScaleTracks scale ->
          new RolloutEvent.Scaled(now, scale.id(), counts, new SideCounts(0, 0, 0, 0));
      case Effect.AskGate ask -> new RolloutEvent.GateAnswered(now, ask.id(), true, "fine", "");
      case Effect.ApplyRoute route ->
          new RolloutEvent.Routed(now, route.id(), ++epoch, counts, counts);
    };
  }

  Rehearsing pass(Duration time) {
    now = now.plus(time);
    return happen(new RolloutEvent.Tick(now));
  }

  /** One second in which both sides answered {@code n} requests, of which some failed. */
  Rehearsing measure(long n, long baselineBad, long candidateBad) {
    return happen(measured(n, baselineBad, candidateBad));
  }

  /** One second in which nothing failed, and so many of the candidate's were slow. */
  Rehearsing measureSlow(long n, long candidateSlow) {
    now = now.plusSeconds(1);
    return happen(
        new RolloutEvent.Measured(
            now,
            new Block(
                Map.of(
                    "error_rate",
                    new Block.Sides(new Tally(n, 0), new Tally(n, 0)),
                    "latency_p95",
                    new Block.Sides(new Tally(n, n / 100), new Tally(n, candidateSlow))))));
  }

  RolloutEvent measured(long n, long baselineBad, long candidateBad) {
    now = now.plusSeconds(1);
    return new RolloutEvent.Measured(
        now,
        new Block(
            Map.of(
                "error_rate",
                new Block.Sides(new Tally(n, baselineBad), new Tally(n, candidateBad)),
                "latency_p95",
                new Block.Sides(new Tally(n, n / 100), new Tally(n, n / 100)))));
  }

  Rehearsing say(Command command) {
    return happen(new RolloutEvent.Commanded(now, command, "ada", "because"));
  }

  /** A healthy candidate all the way to wherever it stops by itself. */
  Rehearsing healthyTo(Phase phase) {
    for (int i = 0; i < 20_000 && state.phase() != phase && !state.phase().ended(); i++) {
      if (open.isEmpty()) {
        measure(200, 0, 0);
      } else {
        answer(open.removeFirst());
      }
    }
    return this;
  }
}
