package dev.curtain.bench.engine;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Tally;
import dev.curtain.model.Deployment;
import dev.curtain.model.ModelReader;
import dev.curtain.model.Service;
import dev.curtain.rollout.Effect;
import dev.curtain.rollout.Pace;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.Planner;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutMachine;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.SideCounts;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.rollout.Transition;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.log.EventLog.Durability;
import dev.curtain.server.world.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** Writes a log as years of rollouts would leave it: every event is one that the machine takes. */
final class LongLog {
  private static final String MODEL =
      """
      Shop = system "Shop" { API = container "API" { run "run {port}" } }
      deployment Prod "Prod" {
        node M "M" {
          containerInstance Shop.API {
            replicas 2
            version "v1"
            deployment_strategy "canary"
            canary { steps [10, 50, 100] }
            auto_rollback { error_rate "> 1%" trigger_time "30 seconds" }
          }
        }
      }
      """;
  private static final Duration BEAT = Duration.ofMillis(250);
  private static final int BATCH = 5_000;

  /** No rollout of this model has more; one that is held has no end. */
  private static final int MOST_ENTRIES = 20_000;

  private LongLog() {}

  /** Fills an empty log with at least {@code entries} entries; returns how many it has. */
  static long write(EventLog log, long entries) throws PlanRefused {
    Deployment deployment = ModelReader.read(MODEL).model().deployments().getFirst();
    Service service = deployment.services().getFirst();
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    List<TrackSpec> tracks = Planner.tracks(service, service.placements(), "v0", "0");
    List<Entry> batch = new ArrayList<>();
    batch.add(new Entry.Raised(now, "shop.sruja", MODEL, deployment.id()));
    batch.add(new Entry.Declared(now, service.element(), Optional.of("v0"), tracks));
    long written = 0;
    for (int rollout = 1; written + batch.size() < entries; rollout++) {
      RolloutSpec spec =
          Planner.plan(
              "shop.api-v" + rollout,
              service,
              tracks,
              Optional.of("v" + (rollout - 1)),
              "v" + rollout,
              Optional.empty(),
              Pace.REAL);
      RolloutState ended = play(spec, now, batch);
      now = batch.getLast().at().plus(Duration.ofHours(1));
      if (ended.phase() == dev.curtain.rollout.Phase.PROMOTED) {
        tracks = spec.candidate();
      }
      if (batch.size() >= BATCH) {
        log.append(batch, Durability.PROCESS);
        written += batch.size();
        batch.clear();
      }
    }
    log.append(batch, Durability.PROCESS);
    return written + batch.size();
  }

  /** One healthy rollout, with every effect answered and both sides measured in every beat. */
  private static RolloutState play(RolloutSpec spec, Instant begin, List<Entry> entries) {
    entries.add(new Entry.Planned(begin, spec));
    RolloutState state = RolloutState.planned(spec);
    Queue<RolloutEvent> due = new ArrayDeque<>(List.of(new RolloutEvent.Begun(begin)));
    Instant now = begin;
    int first = entries.size();
    while (!state.phase().ended()) {
      if (entries.size() - first > MOST_ENTRIES) {
        throw new IllegalStateException(spec.id() + " does not end: " + state.phase());
      }
      now = now.plus(BEAT);
      RolloutEvent event = due.poll();
      if (event == null) {
        Instant wake = state.wakeAt().orElse(now);
        event =
            now.isBefore(wake) && state.measuring()
                ? new RolloutEvent.Measured(now, block())
                : new RolloutEvent.Tick(wake.isAfter(now) ? wake : now);
        now = event.at();
      }
      Transition transition = RolloutMachine.apply(state, event);
      entries.add(
          new Entry.Moved(
              spec.id(), RolloutMachine.recorded(event, transition.state()), transition.notes()));
      state = transition.state();
      for (Effect effect : transition.effects()) {
        due.add(answer(effect, now));
      }
    }
    return state;
  }

  private static Block block() {
    return new Block(Map.of("error_rate", new Block.Sides(new Tally(90, 0), new Tally(10, 0))));
  }

  private static RolloutEvent answer(Effect effect, Instant now) {
    return switch (effect) {
      case Effect.TakeBaseline take ->
          new RolloutEvent.BaselineTaken(now, take.id(), 100, Map.of());
      case Effect.ScaleTracks scale ->
          new RolloutEvent.Scaled(now, scale.id(), SideCounts.NONE, SideCounts.NONE);
      case Effect.ApplyRoute route ->
          new RolloutEvent.Routed(now, route.id(), 1, SideCounts.NONE, SideCounts.NONE);
      case Effect.AskGate gate ->
          new RolloutEvent.GateAnswered(now, gate.id(), true, "nothing speaks against it", "");
    };
  }
}
