package dev.curtain.simulation;

import dev.curtain.model.Configuration;
import dev.curtain.model.Configurations;
import dev.curtain.model.Service;
import dev.curtain.rollout.RolloutState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One service in a world: what its controller and its invariants see of it. */
final class Site implements Sight {
  private static final int REREAD = 4;

  private final World world;
  private final Scenario scenario;
  private final Log log = new Log();
  private final Hosts hosts;
  private final Users users;
  private final List<Fact> facts = new ArrayList<>();
  private final List<Invariant> invariants;

  Site(World world, Scenario scenario, List<Invariant> invariants) {
    this.world = world;
    this.scenario = scenario;
    this.invariants = invariants;
    this.hosts = new Hosts(this);
    this.users = new Users(this);
  }

  /** Path of the service. */
  String service() {
    return scenario.service().element();
  }

  // What is written and what is so

  void write(Line line) {
    log.append(line);
    world.written(line);
    fact(new Fact.Written(line));
  }

  void write(Line.Moved moved, RolloutState before, RolloutState after) {
    log.append(moved, wall(), before, after);
    fact(new Fact.Moved(moved.event(), before, after));
    world.moved(before, after);
  }

  void fact(Fact fact) {
    facts.add(fact);
  }

  List<Invariant> invariants() {
    return invariants;
  }

  /** Whether every serving track has its replicas, and the router knows. */
  boolean raised() {
    return log.durable().serving().stream()
        .allMatch(track ->
            log.durable().ready(track.name()) == track.replicas()
                && table().backends().getOrDefault(track.name(), List.of()).size()
                    == track.replicas());
  }

  /** Something happens to a replica, and the controller finds out before long. */
  void notice(String replica) {
    world
        .agenda()
        .in(
            world.chance().between(5, 1_500),
            () -> {
              Controller there = controller();
              if (there != null) {
                act(there, () -> there.fleet.look(replica));
              }
            });
  }

  // What may be asked

  @Override
  public long now() {
    return world.now();
  }

  @Override
  public Instant wall() {
    return scenario.surroundings().beginning().plusMillis(world.now() + world.skew());
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
    return world.router().inForce(this);
  }

  @Override
  public Hosts hosts() {
    return hosts;
  }

  @Override
  public Scenario scenario() {
    return scenario;
  }

  /** Its file is edited, again and again, by nobody's leave. */
  @Override
  public Service model() {
    Service service = scenario.service();
    long every = scenario.surroundings().edited().toMillis();
    if (every == 0) {
      return service;
    }
    Configuration now =
        new Configuration(
            Optional.of("run"),
            Optional.empty(),
            Optional.empty(),
            Map.of("EDITION", String.valueOf(now() / every)),
            Map.of());
    return service.with(new Configurations(Map.of("", Map.of("", now))));
  }

  @Override
  public Machine machine() {
    return world.machine();
  }

  @Override
  public boolean recomputes() {
    // Crashes have had most records read anew already; of the rest a part is enough.
    return world.seed() % REREAD != 0 || log.recover(machine()).same(log.durable());
  }

  @Override
  public boolean controlled() {
    return controller() != null;
  }

  @Override
  public List<Sight> all() {
    return List.copyOf(world.sites());
  }

  // What its controller does in the world

  void act(Controller who, Runnable what) {
    world.act(who, what);
  }

  void instruction() {
    world.instruction();
  }

  @Nullable Controller controller() {
    return world.controllerOf(this);
  }

  /** The controllers of all services, as long as there are any. */
  List<Controller> controllers() {
    return world.controllers();
  }

  Dispatch dispatch() {
    return world.dispatch();
  }

  Hazards hazards() {
    return world.hazards();
  }

  Chance chance() {
    return world.chance();
  }

  Agenda agenda() {
    return world.agenda();
  }

  Log log() {
    return log;
  }

  /** How many lines are on disk, those of the other services included. */
  long seq() {
    return world.seq();
  }

  Users users() {
    return users;
  }

  int nextNumber() {
    return world.nextNumber();
  }

  boolean blind() {
    return world.blind();
  }
}
