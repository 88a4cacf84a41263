package dev.curtain.simulation;

import dev.curtain.model.Service;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.Planner;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One world, from its beginning until everything in it has come to rest. */
final class World implements Sight {
  /** After the last rollout has ended, everything has this long to come to rest. */
  private static final long REST = 900_000;

  /** Once it is calm, a rollout that takes longer than this is stuck. */
  private static final long STUCK = 12 * 3_600_000L;

  private static final int REREAD = 4;

  private final long seed;
  private final Scenario scenario;
  private final Parts parts;
  private final Chance chance;
  private final Agenda agenda = new Agenda();
  private final Log log = new Log();
  private final Hosts hosts;
  private final RouterModel router;
  private final Users users;
  private final Operators operators;
  private final List<Fact> facts = new ArrayList<>();
  private final List<Invariant> invariants;
  private final @Nullable List<String> trace;
  private @Nullable Controller controller;
  private @Nullable Violation violation;
  private long instructionsLeft;
  private long skew;
  private boolean blind;
  private int numbers;
  private int rollouts;
  private int crashes;
  private long restingSince = -1;

  World(long seed, Scenario scenario, Parts parts, boolean traced) {
    this.seed = seed;
    this.scenario = scenario;
    this.parts = parts;
    this.chance = new Chance(seed);
    this.hosts = new Hosts(this);
    this.router = new RouterModel(this);
    this.users = new Users(this);
    this.operators = new Operators(this);
    this.invariants = parts.invariants().get();
    this.trace = traced ? new ArrayList<>() : null;
  }

  Outcome run() {
    declare();
    begin();
    new Calamities(this).begin();
    operators.begin();
    int events = 0;
    boolean going = true;
    while (going && agenda.next()) {
      events++;
      check();
      going = violation == null && !atRest();
    }
    return new Outcome(seed, events, crashes, rollouts, Optional.ofNullable(violation));
  }

  /**
   * Rolls one version out without anything going wrong by itself, and goes on for so many
   * milliseconds.
   */
  void deployAndRun(String version, long horizon) throws PlanRefused {
    declare();
    begin();
    scenario.surroundings().staff().ifPresent(takes -> new PaperStaff(this, takes).begin());
    boolean deployed = false;
    boolean going = true;
    while (going && agenda.now() < horizon) {
      going = agenda.next();
      Controller there = controller;
      if (!deployed && there != null && raised()) {
        users.open();
        deployed = there.deploy(version);
      }
      check();
    }
    users.serve();
  }

  /** Whether every serving track has its replicas. */
  private boolean raised() {
    return log.durable().serving().stream()
        .allMatch(track -> log.durable().ready(track.name()) == track.replicas());
  }

  /** What each version was given until now. */
  Map<String, Paper.Served> served() {
    Map<String, Paper.Served> versions = new TreeMap<>();
    users
        .counts()
        .tracks()
        .forEach((name, counts) -> {
          TrackSpec track = log.durable().track(name);
          versions.merge(
              track == null ? TrackSpec.UNVERSIONED : track.version(),
              new Paper.Served(counts[0], counts[1]),
              (a, b) -> new Paper.Served(a.requests() + b.requests(), a.failed() + b.failed()));
        });
    return versions;
  }

  private void declare() {
    Service service = scenario.service();
    String version = service.version().orElse(TrackSpec.UNVERSIONED);
    List<TrackSpec> tracks = Planner.tracks(service, service.placements(), version, "0");
    Map<String, Integer> wanted = new HashMap<>();
    tracks.forEach(track -> wanted.put(track.name(), track.replicas()));
    write(new Line.Declared(version, tracks));
    write(new Line.Wanted(wanted));
  }

  // Controllers come and go

  private void begin() {
    Controller next = parts.controllers().apply(this);
    fact(new Fact.ControllerBegan(next.known.same(log.durable())));
    double every = calm() ? 0 : hazards().crashEvery();
    instructionsLeft = every > 0 ? chance.wait(every) : 0;
    controller = next;
    act(next, next::begin);
  }

  /** Lets {@code who} do something, if it is still there. */
  void act(Controller who, Runnable what) {
    if (who.equals(controller)) {
      try {
        what.run();
      } catch (Crash _) {
        controller = null;
        crashes++;
        fact(new Fact.ControllerDied());
        agenda.in(chance.between(1, Math.max(1, hazards().downtime())), this::begin);
      }
    }
  }

  /** Between two instructions of the controller: here it may end. */
  void instruction() {
    if (instructionsLeft > 0 && --instructionsLeft == 0 && !calm()) {
      throw new Crash();
    }
  }

  /** Something happens to a replica, and the controller finds out before long. */
  void notice(String replica) {
    agenda.in(
        chance.between(5, 1_500),
        () -> {
          Controller there = controller;
          if (there != null) {
            act(there, () -> there.fleet.look(replica));
          }
        });
  }

  // What is written and what is so

  void write(Line line) {
    log.append(line);
    if (line instanceof Line.Planned) {
      rollouts++;
    }
    fact(new Fact.Written(line));
  }

  void write(Line.Moved moved, RolloutState before, RolloutState after) {
    log.append(moved, before, after);
    fact(new Fact.Moved(moved.event(), before, after));
    if (before.phase() != after.phase() && !calm() && chance.once(hazards().pressAtWorst())) {
      agenda.in(chance.between(0, 10), operators::pressAny);
    }
  }

  void fact(Fact fact) {
    facts.add(fact);
  }

  private void check() {
    if (trace != null) {
      facts.forEach(fact -> trace.add(Lines.line(agenda.now(), fact)));
    }
    for (Invariant invariant : invariants) {
      violated(invariant, invariant.broken(this));
    }
    facts.clear();
  }

  private void violated(Invariant invariant, Optional<String> what) {
    if (violation == null && what.isPresent()) {
      violation =
          new Violation(
              invariant.name(), invariant.promise(), what.get(), trace == null ? List.of() : trace);
    }
  }

  /** Everything is done and has had time to settle; then the last promises are looked at. */
  private boolean atRest() {
    if (controller == null || !operators.done() || !calm() || log.durable().underway() != null) {
      if (agenda.now() > hazards().calmAfter() + STUCK) {
        violation = stuck();
      }
      restingSince = -1;
      return false;
    }
    if (restingSince < 0) {
      restingSince = agenda.now();
    }
    if (agenda.now() < restingSince + REST) {
      return false;
    }
    for (Invariant invariant : invariants) {
      violated(invariant, invariant.brokenAtRest(this));
    }
    return true;
  }

  private Violation stuck() {
    RolloutState open = log.durable().underway();
    return new Violation(
        "NeverStuck",
        "once nothing goes wrong any more, every rollout ends",
        open == null
            ? "nothing could be deployed"
            : open.spec().id() + " is " + open.phase() + (open.held() ? ", held" : ""),
        trace == null ? List.of() : trace);
  }

  // What may be asked

  @Override
  public long now() {
    return agenda.now();
  }

  @Override
  public Instant wall() {
    return scenario.surroundings().beginning().plusMillis(agenda.now() + skew);
  }

  @Override
  public List<Fact> facts() {
    return facts;
  }

  @Override
  public Known durable() {
    return log.durable();
  }

  @Override
  public Table table() {
    return router.inForce();
  }

  @Override
  public Hosts hosts() {
    return hosts;
  }

  @Override
  public Scenario scenario() {
    return scenario;
  }

  @Override
  public Machine machine() {
    return parts.machine();
  }

  @Override
  public boolean recomputes() {
    // Crashes have had most records read anew already; of the rest a part is enough.
    return seed % REREAD != 0 || log.recover(parts.machine()).same(log.durable());
  }

  @Override
  public boolean controlled() {
    return controller != null;
  }

  Hazards hazards() {
    return scenario.hazards();
  }

  private boolean calm() {
    return agenda.now() >= hazards().calmAfter();
  }

  Chance chance() {
    return chance;
  }

  Agenda agenda() {
    return agenda;
  }

  Log log() {
    return log;
  }

  RouterModel router() {
    return router;
  }

  Users users() {
    return users;
  }

  @Nullable Controller controller() {
    return controller;
  }

  int rollouts() {
    return rollouts;
  }

  int nextNumber() {
    return ++numbers;
  }

  void jump(long by) {
    skew += by;
  }

  boolean blind() {
    return blind;
  }

  void blind(boolean now) {
    blind = now;
  }
}
