package dev.curtain.server.engine;

import dev.curtain.analysis.Block;
import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.rollout.RolloutMachine;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Step;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import dev.curtain.server.world.Next;
import dev.curtain.server.world.ServiceState;
import dev.curtain.server.world.World;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** What may be asked of rollouts beside going on and going back: wait, supersede, undo, retry. */
public final class Control {
  private final Engine engine;
  private final Ledger ledger;
  private final Effects effects;
  private final InstantSource clock;
  private final Consumer<String> trouble;

  Control(
      Engine engine,
      Ledger ledger,
      Effects effects,
      InstantSource clock,
      Consumer<String> trouble) {
    this.engine = engine;
    this.ledger = ledger;
    this.effects = effects;
    this.clock = clock;
    this.trouble = trouble;
  }

  /** From now on whoever waits for a rollout's end is let in then. */
  void start() {
    ledger.listen((_, entry, world) -> ended(entry, world));
    ledger.world().services().values().forEach(this::beginNext);
  }

  /**
   * Lets a version wait, by name, for the rollout that moves the service now; or sends that one
   * back first.
   *
   * @param strategy by its label, instead of the model's
   * @param supersede whether the rollout under way is given up
   * @return the id of the rollout under way
   */
  public String request(
      String service,
      String version,
      Optional<String> strategy,
      boolean supersede,
      String who,
      String reason)
      throws Refused {
    engine.known(service);
    synchronized (ledger) {
      RolloutState underway =
          ledger
              .world()
              .rolloutOf(service)
              .orElseThrow(() ->
                  new Refused(
                      Refused.Kind.CONFLICT,
                      service + " is not being changed: there is nothing to wait for"));
      String id = underway.spec().id();
      ledger.append(
          new Entry.Requested(
              clock.instant(), service, Optional.of(new Next(version, strategy, id, who, reason))));
      if (supersede && RolloutMachine.refusal(underway, Command.ABORT).isEmpty()) {
        String why = "superseded by " + version + (reason.isBlank() ? "" : ": " + reason);
        effects.move(id, new RolloutEvent.Commanded(clock.instant(), Command.ABORT, who, why));
      }
      return id;
    }
  }

  /** A rollout's end is what somebody may wait for; told by the thread that wrote it down. */
  private void ended(Entry entry, World world) {
    if (entry instanceof Entry.Moved moved) {
      Optional.ofNullable(world.rollouts().get(moved.rollout()))
          .filter(rollout -> rollout.phase().ended())
          .map(rollout -> world.services().get(rollout.spec().service()))
          .ifPresent(this::beginNext);
    }
  }

  private void beginNext(ServiceState state) {
    if (state.next().isPresent() && ledger.world().rolloutOf(state.path()).isEmpty()) {
      Thread.ofVirtual()
          .name("next of " + state.path())
          .start(() -> beginNext(state.path(), state.next().get()));
    }
  }

  private void beginNext(String service, Next next) {
    try {
      Service model = engine.known(service);
      Optional<Strategy> strategy =
          next.strategy().flatMap(label -> KnownStrategies.named(model, label));
      engine.deploy(service, next.version(), strategy);
    } catch (Refused | PlanRefused e) {
      ledger.append(new Entry.Requested(clock.instant(), service, Optional.empty()));
      trouble.accept(
          service + " does not go to " + next.version() + " as was asked for: " + e.getMessage());
    }
  }

  /**
   * Puts back what was there before, with what it ran with: by route while it is warm, else by a
   * rollout of its own, without ceremony where it was good a short while ago.
   *
   * @return the id of the rollout that goes back or begins
   */
  public String undo(String service, String who, String reason) throws Refused, PlanRefused {
    Service model = engine.known(service);
    if (ledger.world().rolloutOf(service).isPresent()) {
      return engine.rollback(service, who, reason);
    }
    Past.Before before =
        Past.before(ledger.world(), service)
            .orElseThrow(() ->
                new Refused(
                    Refused.Kind.CONFLICT,
                    service + " has had one version only: there is nothing to undo"));
    return engine.begin(
        service,
        engine.plans().back(model, before),
        before.version().orElse(TrackSpec.UNVERSIONED));
  }

  /** What a rollback would do now; does nothing. */
  public WayBack wayBack(String service) throws Refused {
    engine.known(service);
    return WayBack.of(ledger.world(), service);
  }

  /** Begins a rollout that did not succeed once more, as a new one. */
  public String retry(String rollout) throws Refused, PlanRefused {
    RolloutState state = ledger.world().rollouts().get(rollout);
    if (state == null) {
      throw new Refused(
          Refused.Kind.UNKNOWN, rollout + ": no such rollout; curtain history lists them");
    }
    if (!state.phase().ended() || state.phase() == Phase.PROMOTED) {
      throw new Refused(
          Refused.Kind.CONFLICT,
          rollout
              + " is "
              + state.phase().words()
              + ": only one that ended without success is tried again");
    }
    if (state.spec().set().isPresent()) {
      throw new Refused(
          Refused.Kind.CONFLICT,
          rollout
              + " was one of "
              + state.spec().set().get().id()
              + ", which is tried again whole: curtain deploy PATH=VERSION PATH=VERSION");
    }
    Service model = engine.known(state.spec().service());
    return engine.deploy(
        state.spec().service(),
        state.spec().to(),
        KnownStrategies.named(model, state.spec().strategy())
            .filter(strategy -> !strategy.equals(model.strategy())));
  }

  /** Tells an A/B test what came of users first seen since it was told last. */
  public void outcome(String rollout, Block.Sides outcomes, String who) throws Refused {
    RolloutState state = ledger.world().rollouts().get(rollout);
    boolean asked =
        state != null
            && state.currentStep().orElse(null) instanceof Step.Trial trial
            && trial.reported();
    if (!asked) {
      throw new Refused(
          Refused.Kind.CONFLICT, rollout + " is no experiment that waits for outcomes");
    }
    effects.move(rollout, new RolloutEvent.Counted(clock.instant(), outcomes, who));
  }
}
