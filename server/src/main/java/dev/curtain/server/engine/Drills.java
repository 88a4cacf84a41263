package dev.curtain.server.engine;

import dev.curtain.model.Service;
import dev.curtain.rollout.Milestones;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.rollout.Words;
import dev.curtain.router.Measures;
import dev.curtain.router.Measures.TrackMeasures;
import dev.curtain.router.RouterControl;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Rollbacks on purpose, under whatever traffic there is: the same version takes over from itself on
 * fresh replicas, gets everything, and is taken back; what that took is kept as evidence. A drill
 * whose controller died meanwhile goes back too, and leaves no evidence.
 */
public final class Drills {
  /** Strategy of the rollouts that drills are made of. */
  public static final String STRATEGY = "drill";

  private final Engine engine;
  private final Ledger ledger;
  private final RouterControl router;
  private final InstantSource clock;
  private final Consumer<String> trouble;
  private final Map<String, Begun> begun = new ConcurrentHashMap<>();

  Drills(
      Engine engine,
      Ledger ledger,
      RouterControl router,
      InstantSource clock,
      Consumer<String> trouble) {
    this.engine = engine;
    this.ledger = ledger;
    this.router = router;
    this.clock = clock;
    this.trouble = trouble;
  }

  private record Begun(Duration objective, Measures before) {}

  void start() {
    ledger.listen((_, entry, world) -> {
      if (entry instanceof Entry.Moved moved) {
        Optional.ofNullable(world.rollouts().get(moved.rollout())).ifPresent(this::moved);
      }
    });
    ledger.world().moving().forEach(this::moved);
    FailoverDrill.endAbandoned(engine, ledger, trouble);
  }

  /**
   * Begins a rollback drill.
   *
   * @param objective how long the way back may take
   * @return the id of its rollout
   * @throws Refused if there is no such service, or it is being changed
   * @throws IOException if the router gives no measures: nothing could be shown
   */
  public String rollback(String service, Duration objective) throws Refused, IOException {
    Service model = engine.known(service);
    Measures before = router.measures();
    return engine.begin(
        service,
        (id, state) -> {
          begun.put(id, new Begun(objective, before));
          return engine.plans().drill(id, model, state);
        },
        "drill");
  }

  /**
   * Begins a failover drill: a region's traffic goes to the others, which grow to it, stays there
   * for a while and comes back; evidence is how long that took and what it cost.
   *
   * @param objective how long it may take until the others carry everything
   * @throws Refused as {@link Failovers#leave}
   * @throws IOException if the router gives no measures: nothing could be shown
   */
  public void failover(String service, String region, Duration objective)
      throws Refused, IOException {
    FailoverDrill drill =
        new FailoverDrill(engine, ledger, router, clock, service, objective, router.measures());
    drill.begin(region, trouble);
  }

  /** Drills of a service that were carried out, oldest first. */
  public List<Entry.Drilled> evidence(String service) {
    List<Entry.Drilled> drills = new ArrayList<>();
    for (Entry entry : ledger.log().about(service)) {
      if (entry instanceof Entry.Drilled drill) {
        drills.add(drill);
      }
    }
    return drills;
  }

  /** Told by the thread that wrote it down: it must be quick. */
  private void moved(RolloutState rollout) {
    String id = rollout.spec().id();
    if (!rollout.spec().strategy().equals(STRATEGY)) {
      return;
    }
    if (rollout.phase() == Phase.SOAKING) {
      Thread.ofVirtual().name("drill " + id).start(() -> back(id));
    } else if (rollout.phase().ended()) {
      Begun drill = begun.remove(id);
      if (drill != null) {
        Thread.ofVirtual().name("evidence of " + id).start(() -> keep(rollout, drill));
      }
    }
  }

  private void back(String id) {
    try {
      engine.command(id, Command.ROLLBACK, "drill", "the way back is drilled");
    } catch (Refused e) {
      // Somebody was quicker: it is on its way back already, or promoted by a person.
      trouble.accept(id + ": " + e.getMessage());
    }
  }

  private void keep(RolloutState rollout, Begun drill) {
    try {
      ledger.append(evidence(rollout, drill, router.measures()));
    } catch (IOException e) {
      trouble.accept(
          rollout.spec().id() + " leaves no evidence: the router gives no measures: " + e);
    }
  }

  private Entry.Drilled evidence(RolloutState rollout, Begun drill, Measures after) {
    RolloutSpec spec = rollout.spec();
    List<TrackSpec> tracks = new ArrayList<>(spec.stable());
    tracks.addAll(spec.candidate());
    long requests = 0;
    long broken = 0;
    for (TrackSpec track : tracks) {
      TrackMeasures from = drill.before().track(track.name());
      TrackMeasures to = after.track(track.name());
      requests += to.started() - from.started();
      broken += to.broken() - from.broken();
    }
    Milestones when = rollout.milestones();
    Optional<Duration> took =
        when.decided().flatMap(asked -> when.back().map(back -> Duration.between(asked, back)));
    boolean held =
        rollout.phase() == Phase.ROLLED_BACK
            && took.filter(time -> time.compareTo(drill.objective()) <= 0).isPresent()
            && broken == 0;
    long millis = took.map(Duration::toMillis).orElse(0L);
    String words =
        took.isEmpty()
            ? "it did not come to a rollback: " + rollout.reason().orElse(rollout.phase().words())
            : "back in "
                + millis
                + " ms (objective "
                + Words.duration(drill.objective())
                + "), "
                + requests
                + " requests meanwhile, "
                + broken
                + " lost";
    return new Entry.Drilled(
        clock.instant(),
        spec.service(),
        "rollback",
        millis,
        drill.objective().toMillis(),
        requests,
        broken,
        held,
        words);
  }
}
