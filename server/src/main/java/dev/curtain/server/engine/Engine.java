package dev.curtain.server.engine;

import dev.curtain.model.Deployment;
import dev.curtain.model.Region;
import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import dev.curtain.rollout.Epochs;
import dev.curtain.rollout.Pace;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.rollout.RolloutMachine;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.router.RouterControl;
import dev.curtain.runtime.Runtime;
import dev.curtain.server.metrics.Sources;
import dev.curtain.server.policy.CelPolicies;
import dev.curtain.server.slo.SloBook;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import dev.curtain.server.world.ReplicaState;
import dev.curtain.server.world.ServiceState;
import dev.curtain.server.world.World;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Raises a deployment and moves its services from version to version. Everything it decides is in
 * the ledger first; killed at any point and started again over the same log it goes on.
 */
public final class Engine implements AutoCloseable {
  private final Ledger ledger;
  private final RouterControl router;
  private final Runtime runtime;
  private final InstantSource clock;
  private final Pace pace;
  private final Map<String, Service> services = new ConcurrentHashMap<>();
  private final Map<String, Address> addresses = new ConcurrentHashMap<>();
  private final Map<String, List<Region>> regions = new ConcurrentHashMap<>();
  private final Publisher publisher;
  private final Replicas replicas;
  private final Fleet fleet;
  private final Effects effects;
  private final Sampler sampler;
  private final Control control;
  private final Drills drills;
  private final VersionSets sets;
  private final Failovers failovers;
  private final SloBook objectives;
  private final Plans plans;

  /**
   * @param beat how often the router is looked at
   * @param probeEvery how often a ready replica is looked at
   * @param drainWithin how long a replica may finish what it has in flight
   */
  public record Options(Pace pace, Duration beat, Duration probeEvery, Duration drainWithin) {
    /** For running for real. */
    public static final Options REAL =
        new Options(
            Pace.REAL, Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(30));
  }

  /**
   * @param ports gives a free loopback port at each call
   * @param trouble told in a sentence of what goes on being tried
   */
  public Engine(
      Ledger ledger,
      Runtime runtime,
      RouterControl router,
      InstantSource clock,
      Options options,
      Supplier<Integer> ports,
      Consumer<String> trouble) {
    this.ledger = ledger;
    this.router = router;
    this.runtime = runtime;
    this.clock = clock;
    plans = new Plans(ledger, services, options.pace(), clock);
    pace = options.pace();
    publisher =
        new Publisher(
            ledger,
            router,
            (world, epoch) -> Tables.table(world, epoch, services, addresses),
            trouble);
    Looks looks = new Looks(router);
    replicas = new Replicas(ledger, runtime, looks, publisher, clock);
    fleet =
        new Fleet(
            ledger,
            runtime,
            replicas,
            clock,
            new Fleet.Options(options.probeEvery(), options.drainWithin(), options.beat()),
            services,
            ports,
            this::lost);
    objectives = SloBook.over(ledger.log());
    GateKeeper gates =
        new GateKeeper(
            looks,
            ledger.log(),
            objectives,
            new CelPolicies(),
            DatabaseMigrations.of(System.getenv()),
            regions);
    Pulse pulse = new Pulse();
    effects =
        new Effects(ledger, looks, publisher, fleet, gates, pulse, clock, options.beat(), trouble);
    control = new Control(this, ledger, effects, clock, trouble);
    sampler =
        new Sampler(
            ledger,
            router,
            effects,
            new Sources(runtime::usage),
            new LogWatch(ledger, runtime, effects, clock, services, trouble),
            pulse,
            clock,
            options.beat(),
            trouble);
    drills = new Drills(this, ledger, router, clock, trouble);
    sets = new VersionSets(this, ledger, effects, clock);
    failovers = new Failovers(this, ledger, fleet, publisher, clock, trouble, regions);
  }

  /** What else may be asked of rollouts, beside going on and going back. */
  public Control control() {
    return control;
  }

  /** Where the router is told whom to count apart. */
  public Publisher publisher() {
    return publisher;
  }

  public Drills drills() {
    return drills;
  }

  public VersionSets sets() {
    return sets;
  }

  public Failovers failovers() {
    return failovers;
  }

  /** What was counted for the objectives, as of the last look. */
  public SloBook objectives() {
    return objectives;
  }

  public Ledger ledger() {
    return ledger;
  }

  /** Services of the deployment that is raised, in the order of the model. */
  public List<Service> services() {
    return ledger.world().services().keySet().stream()
        .map(services::get)
        .filter(java.util.Objects::nonNull)
        .toList();
  }

  public Optional<Address> address(String service) {
    return Optional.ofNullable(addresses.get(service));
  }

  /**
   * Begins to work: raises {@code deployment}, or goes on with it where the log has it raised
   * already.
   *
   * @param raised the model's file, text and deployment, as they are to be remembered
   */
  public void start(Deployment deployment, Entry.Raised raised) throws IOException {
    start(deployment, raised, 0, ModelNow.AS_RAISED);
  }

  /**
   * The same, for one of several controllers.
   *
   * @param epochsAbove every table of this controller has a higher epoch
   * @param now what rollouts are planned by
   */
  public void start(Deployment deployment, Entry.Raised raised, long epochsAbove, ModelNow now)
      throws IOException {
    plans.reads(now);
    for (Service service : deployment.services()) {
      services.put(service.element(), service);
      regions.put(service.element(), Region.of(deployment, service));
      addresses.put(service.element(), Address.of(service, deployment.services()));
    }
    // In the log, so that the next controller's tables are above every table of this one.
    ledger.append(new Entry.Began(clock.instant()));
    effects.begin();
    replicas.lookAtWhoLeaves();
    publisher.start(Math.max(epochsAbove, Epochs.from(ledger.seq(), router.measures().epoch())));
    ledger.decide(world -> Raising.entries(world, deployment, raised));
    publisher.publish();
    // What nobody looked at is told before anything looks again.
    ledger.world().moving().forEach(this::resume);
    fleet.start();
    sampler.start();
    control.start();
    failovers.start();
    drills.start();
  }

  private void resume(RolloutState rollout) {
    String id = rollout.spec().id();
    Instant now = clock.instant();
    if (rollout.phase() == Phase.PLANNED) {
      // The last controller wrote it down and did not get to begin.
      effects.move(id, new RolloutEvent.Begun(now));
      return;
    }
    Instant lastSeen = ledger.log().about(id).getLast().at();
    effects.resume(rollout);
    // Later than now where the clock was set back meanwhile: what was watched stays watched.
    effects.move(id, new RolloutEvent.Resumed(now, lastSeen));
  }

  /**
   * Answered when every serving track has its replicas; fails with a message that says which have
   * not.
   */
  public CompletableFuture<Void> raised(Duration within) {
    Map<String, Integer> wanted = new HashMap<>();
    for (ServiceState service : ledger.world().services().values()) {
      service.tracks().forEach(track -> wanted.put(track.name(), track.replicas()));
    }
    return fleet.reach(wanted, within).thenCompose(_ -> publisher.publish()).thenApply(_ -> null);
  }

  /**
   * Begins to move a service to another version, or to the same one with what the model's file now
   * says that it runs with. One that was good a short while ago comes back without ceremony, as it
   * was, unless a strategy is asked for.
   *
   * @param strategy instead of the model's
   * @return the deployment id
   * @throws Refused if there is no such service, or a rollout of it has not ended
   * @throws PlanRefused if there is no way from here to there
   */
  public String deploy(String service, String version, Optional<Strategy> strategy)
      throws Refused, PlanRefused {
    return begin(service, plans.to(known(service), version, strategy), version);
  }

  /**
   * What {@link #deploy} would begin now, with nothing begun.
   *
   * @throws Refused where the service is not raised
   */
  public RolloutSpec preview(String service, String version, Optional<Strategy> strategy)
      throws Refused, PlanRefused {
    Plan<PlanRefused> plan = plans.to(known(service), version, strategy);
    return plan.of("plan", Admission.raised(ledger.world(), service));
  }

  /** From a service as it runs to what is to be done with it. */
  interface Plan<X extends Exception> {
    RolloutSpec of(String id, ServiceState state) throws X;
  }

  Pace pace() {
    return pace;
  }

  Plans plans() {
    return plans;
  }

  /**
   * Begins a rollout of a service that is at rest.
   *
   * @param name what its id ends in
   */
  <X extends Exception> String begin(String service, Plan<X> plan, String name) throws Refused, X {
    Instant now = clock.instant();
    String id;
    synchronized (ledger) {
      World world = ledger.world();
      Admission.refuseIfUnderway(world, service);
      ServiceState state = Admission.raised(world, service);
      id = Admission.idFor(world, service, name);
      ledger.append(new Entry.Planned(now, plan.of(id, state)));
    }
    effects.move(id, new RolloutEvent.Begun(now));
    return id;
  }

  Service known(String service) throws Refused {
    Service model = services.get(service);
    if (model == null) {
      throw new Refused(
          Refused.Kind.UNKNOWN,
          service
              + ": no such service (there are: "
              + String.join(", ", services.keySet().stream().sorted().toList())
              + ")");
    }
    return model;
  }

  /** Asks something of a rollout; it has effect when this returns. */
  public void command(String rollout, Command command, String who, String reason) throws Refused {
    synchronized (ledger) {
      RolloutState state = ledger.world().rollouts().get(rollout);
      if (state == null) {
        throw new Refused(
            Refused.Kind.UNKNOWN, rollout + ": no such rollout; curtain history lists them");
      }
      Optional<String> refusal = RolloutMachine.refusal(state, command, who, reason);
      if (refusal.isPresent()) {
        throw new Refused(Refused.Kind.CONFLICT, refusal.get());
      }
      effects.move(rollout, new RolloutEvent.Commanded(clock.instant(), command, who, reason));
    }
  }

  /** Puts the previous version of a service back. Returns the id of the rollout that is undone. */
  public String rollback(String service, String who, String reason) throws Refused {
    known(service);
    Optional<RolloutState> underway = ledger.world().rolloutOf(service);
    if (underway.isEmpty()) {
      throw new Refused(
          Refused.Kind.CONFLICT,
          service
              + ": no previous version is warm, so there is nothing to route back to. A redeploy"
              + " is: curtain deploy "
              + service
              + " VERSION");
    }
    String id = underway.get().spec().id();
    command(id, Command.ROLLBACK, who, reason);
    return id;
  }

  private void lost(ReplicaState replica, String why) {
    World world = ledger.world();
    world
        .rolloutOf(replica.spec().service())
        .filter(rollout ->
            rollout.spec().candidate().stream()
                .anyMatch(track -> track.name().equals(replica.track())))
        .ifPresent(rollout -> {
          int left =
              rollout.spec().candidate().stream()
                  .mapToInt(track -> world.ready(track.name()))
                  .sum();
          effects.move(
              rollout.spec().id(),
              new RolloutEvent.CandidateCrashed(clock.instant(), replica.spec().id(), left, why));
        });
  }

  /** Takes everything down: replicas end, and the log says that it was on purpose. */
  public void lower() {
    sampler.close();
    fleet.close();
    ledger.world().replicas().values().stream()
        .filter(replica -> !replica.status().gone())
        .forEach(replica -> runtime.stop(replica.spec().id(), Duration.ofSeconds(10)));
    ledger.append(new Entry.Lowered(clock.instant()));
  }

  /** Stops working; what runs goes on running. */
  @Override
  public void close() {
    sampler.close();
    fleet.close();
    publisher.close();
  }
}
