package dev.curtain.simulation;

import dev.curtain.model.Service;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.Planner;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One world, from its beginning until everything in it has come to rest. */
final class World {
  /** After the last rollout has ended, everything has this long to come to rest. */
  private static final long REST = 900_000;

  /** Once it is calm, a rollout that takes longer than this is stuck. */
  private static final long STUCK = 12 * 3_600_000L;

  private final long seed;
  private final Cast cast;
  private final Parts parts;
  private final Chance chance;
  private final Agenda agenda = new Agenda();
  private final List<Site> sites = new ArrayList<>();
  private final RouterModel router;
  private final Operators operators;
  private final @Nullable List<String> trace;

  /** Of all services; empty while nobody is there. */
  private List<Controller> controllers = List.of();

  private Dispatch dispatch;
  private @Nullable Violation violation;
  private long instructionsLeft;
  private long skew;
  private boolean blind;
  private int numbers;
  private int rollouts;
  private int crashes;
  private long restingSince = -1;

  World(long seed, Cast cast, Parts parts, boolean traced) {
    this.seed = seed;
    this.cast = cast;
    this.parts = parts;
    this.chance = new Chance(seed);
    this.router = new RouterModel(this);
    this.operators = new Operators(this, cast.waves());
    this.dispatch = new Dispatch(this, List.of());
    this.trace = traced ? new ArrayList<>() : null;
    for (Scenario scenario : cast.services()) {
      sites.add(new Site(this, scenario, parts.invariants().get()));
    }
  }

  Outcome run() {
    sites.forEach(World::declare);
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
   * Rolls something out without anything going wrong by itself, and goes on for so many
   * milliseconds.
   */
  void deployAndRun(Wave wave, long horizon) throws PlanRefused {
    sites.forEach(World::declare);
    begin();
    sites.forEach(site ->
        site.scenario()
            .surroundings()
            .staff()
            .ifPresent(takes -> new PaperStaff(site, takes).begin()));
    boolean deployed = false;
    boolean going = true;
    while (going && agenda.now() < horizon) {
      going = agenda.next();
      if (!deployed && !controllers.isEmpty() && sites.stream().allMatch(Site::raised)) {
        sites.forEach(site -> site.users().open());
        deployed = deploy(wave);
      }
      check();
    }
    sites.forEach(site -> site.users().serve());
  }

  /** False where that is refused now. */
  boolean deploy(Wave wave) throws PlanRefused {
    List<Controller> members =
        wave.versions().keySet().stream()
            .flatMap(name -> controllers.stream().filter(each -> each.serves(name)))
            .toList();
    return wave.inOrder().isEmpty()
        ? members.getFirst().deploy(wave.versions().getOrDefault(members.getFirst().service(), ""))
        : Ensembles.deploy(members, wave, "set-" + nextNumber());
  }

  private static void declare(Site site) {
    Service service = site.model();
    String version = service.version().orElse(TrackSpec.UNVERSIONED);
    List<TrackSpec> tracks = Planner.tracks(service, service.placements(), version, "0");
    Map<String, Integer> wanted = new LinkedHashMap<>();
    tracks.forEach(track -> wanted.put(track.name(), track.replicas()));
    site.write(new Line.Declared(version, tracks));
    site.write(new Line.Wanted(wanted));
  }

  // Controllers come and go

  private void begin() {
    List<Controller> next = new ArrayList<>();
    for (Site site : sites) {
      Controller controller = parts.controllers().apply(site);
      site.fact(new Fact.ControllerBegan(controller.known.same(site.durable())));
      next.add(controller);
    }
    double every = calm() ? 0 : hazards().crashEvery();
    instructionsLeft = every > 0 ? chance.wait(every) : 0;
    controllers = List.copyOf(next);
    dispatch = new Dispatch(this, next);
    act(next.getFirst(), () -> next.forEach(Controller::begin));
  }

  /** Lets {@code who} do something, if it is still there. */
  void act(Controller who, Runnable what) {
    if (controllers.contains(who)) {
      try {
        what.run();
      } catch (Crash _) {
        controllers = List.of();
        crashes++;
        sites.forEach(site -> site.fact(new Fact.ControllerDied()));
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

  /** Somebody wrote a line. */
  void written(Line line) {
    if (line instanceof Line.Planned) {
      rollouts++;
    }
  }

  /** Somebody wrote a move down. */
  void moved(RolloutState before, RolloutState after) {
    if (before.phase() != after.phase() && !calm() && chance.once(hazards().pressAtWorst())) {
      agenda.in(chance.between(0, 10), operators::pressAny);
    }
  }

  /** Something is so for everybody. */
  void fact(Fact fact) {
    sites.forEach(site -> site.fact(fact));
  }

  /** Where nothing has changed, every promise is kept as it was. */
  private void check() {
    for (Site site : sites) {
      if (!site.facts().isEmpty()) {
        check(site);
      }
    }
    sites.forEach(site -> site.facts().clear());
  }

  private void check(Site site) {
    if (trace != null) {
      site.facts().forEach(fact -> trace.add(Lines.line(agenda.now(), fact)));
    }
    for (Invariant invariant : site.invariants()) {
      violated(invariant, invariant.broken(site));
    }
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
    if (controllers.isEmpty() || !operators.done() || !calm() || moving()) {
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
    for (Site site : sites) {
      for (Invariant invariant : site.invariants()) {
        violated(invariant, invariant.brokenAtRest(site));
      }
    }
    return true;
  }

  private boolean moving() {
    return sites.stream()
        .anyMatch(site -> site.durable().underway() != null || site.durable().away().isPresent());
  }

  private Violation stuck() {
    String open =
        sites.stream()
            .flatMap(site -> Optional.ofNullable(site.durable().underway()).stream())
            .map(each -> each.spec().id() + " is " + each.phase() + (each.held() ? ", held" : ""))
            .collect(Collectors.joining("; "));
    return new Violation(
        "NeverStuck",
        "once nothing goes wrong any more, every rollout ends",
        open.isEmpty() ? "nothing could be deployed" : open,
        trace == null ? List.of() : trace);
  }

  // What may be asked

  long seed() {
    return seed;
  }

  long now() {
    return agenda.now();
  }

  long skew() {
    return skew;
  }

  List<Site> sites() {
    return sites;
  }

  List<Controller> controllers() {
    return controllers;
  }

  @Nullable Controller controllerOf(Site site) {
    return controllers.isEmpty() ? null : controllers.get(sites.indexOf(site));
  }

  Dispatch dispatch() {
    return dispatch;
  }

  RouterModel router() {
    return router;
  }

  Machine machine() {
    return parts.machine();
  }

  Hazards hazards() {
    return cast.hazards();
  }

  boolean calm() {
    return agenda.now() >= hazards().calmAfter();
  }

  Chance chance() {
    return chance;
  }

  Agenda agenda() {
    return agenda;
  }

  long seq() {
    return sites.stream().mapToLong(site -> site.log().seq()).sum();
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
