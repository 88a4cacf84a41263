package dev.curtain.simulation;

import dev.curtain.rollout.ClockWatch;
import dev.curtain.rollout.Effect;
import dev.curtain.rollout.LatencyGate;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutMachine;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Transition;
import dev.curtain.rollout.Unison;
import dev.curtain.rollout.VersionSet;
import dev.curtain.rollout.Windows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The engine's contract in small: an event is written down, then shown, then the effects it led to
 * are carried out, each by itself. It may end at every {@link World#instruction}; what comes next
 * knows only the log. Broken ones override what they break.
 */
class Controller {
  final Site world;
  final Known known;
  final Publisher publisher;
  final Fleet fleet;
  final Sampler sampler;
  final Failover failover;
  final Plans plans;
  private final ClockWatch clock;
  private List<Follow> follows = List.of();

  Controller(Site world) {
    this.world = world;
    this.known = world.log().recover(world.machine());
    this.clock = new ClockWatch(world.wall(), world.now());
    this.publisher = publisher();
    this.fleet = fleet();
    this.sampler = new Sampler(this);
    this.failover = failover();
    this.plans = plans();
  }

  Publisher publisher() {
    return new Publisher(this);
  }

  Fleet fleet() {
    return new Fleet(this);
  }

  Failover failover() {
    return new Failover(this);
  }

  Plans plans() {
    return new Plans(this);
  }

  /** Path of the service that it controls. */
  String service() {
    return world.service();
  }

  boolean serves(String service) {
    return service().equals(service);
  }

  /** Goes on where the log ends. What nobody looked at is told before anything looks again. */
  void begin() {
    write(new Line.Began());
    fleet.lookAtWhoLeaves();
    publisher.begin(world.seq(), world.table().epoch());
    publisher.publish(_ -> {});
    List<RolloutState> open = new ArrayList<>();
    known.rollouts().forEach(open::add);
    for (RolloutState rollout : open) {
      if (!rollout.phase().ended()) {
        resume(rollout);
      }
    }
    fleet.begin();
    sampler.begin();
    failover.begin();
  }

  void resume(RolloutState rollout) {
    String id = rollout.spec().id();
    if (rollout.phase() == Phase.PLANNED) {
      tell(id, new RolloutEvent.Begun(world.wall()));
      return;
    }
    Instant now = world.wall();
    Instant last = world.log().last(id);
    carryOut(id, List.copyOf(rollout.pending().values()));
    tell(id, new RolloutEvent.Resumed(now, last == null ? now : last));
  }

  /** Lets {@code what} happen later, unless the controller has ended by then. */
  void later(long delay, Runnable what) {
    world.agenda().in(delay, () -> world.act(this, what));
  }

  /** Something happens to a rollout; sometimes it is told twice. */
  void tell(String rollout, RolloutEvent event) {
    jumped();
    if (repeatable(event) && world.chance().once(world.hazards().twice())) {
      later(
          world.chance().between(1, 120_000),
          () -> {
            jumped();
            happen(rollout, event);
          });
    }
    happen(rollout, event);
  }

  /** Before anything is written down, with the time that it is then: a jump is known by it. */
  private void jumped() {
    RolloutState moving = known.underway();
    if (moving != null) {
      watchClock().ifPresent(jump -> happen(moving.spec().id(), jump));
    }
  }

  private void happen(String rollout, RolloutEvent event) {
    List<Effect> effects = move(rollout, event);
    List<Follow> due = follows;
    follows = List.of();
    carryOut(rollout, effects);
    due.forEach(each -> each.by().carryOut(each.rollout(), each.effects()));
    failover.moved(rollout);
    due.forEach(each -> each.by().failover.moved(each.rollout()));
  }

  /** Time that only the clock says has passed does not count as watched. */
  Optional<RolloutEvent> watchClock() {
    return clock.look(world.wall(), world.now());
  }

  /**
   * Answers may come again. What a controller makes of its own clock and tells at once does not: it
   * would bring the time of before along, over whatever was done to the clock meanwhile.
   */
  private static boolean repeatable(RolloutEvent event) {
    return !(event instanceof RolloutEvent.Measured
        || event instanceof RolloutEvent.Resumed
        || event instanceof RolloutEvent.Tick);
  }

  /**
   * Works out what an event leads to, writes it down together with what follows from it for the
   * others of a set, and says what is to be done now.
   */
  List<Effect> move(String rollout, RolloutEvent event) {
    RolloutState before = known.rollout(rollout);
    if (before == null) {
      return List.of();
    }
    Transition transition = world.machine().apply(before, event);
    if (event instanceof RolloutEvent.Tick && transition.state().equals(before)) {
      return List.of();
    }
    world.instruction();
    world.write(new Line.Moved(rollout, event), before, transition.state());
    List<Follow> due = unison(event.at(), transition.state());
    world.instruction();
    known.moved(before, transition.state());
    due.forEach(each -> each.by().known.moved(each.before(), each.after()));
    world.instruction();
    follows = due;
    return transition.effects();
  }

  /** What follows from a move for another member of its set, on disk already. */
  record Follow(
      Controller by,
      String rollout,
      RolloutState before,
      RolloutState after,
      List<Effect> effects) {}

  /** Nothing comes between these lines and the one that they follow from. */
  private List<Follow> unison(Instant at, RolloutState moved) {
    if (moved.spec().set().isEmpty()) {
      return List.of();
    }
    VersionSet set = moved.spec().set().get();
    Map<String, RolloutState> states = new LinkedHashMap<>();
    for (RolloutState member : Ensembles.members(world.controllers(), set)) {
      states.put(member.spec().id(), member);
    }
    states.put(moved.spec().id(), moved);
    List<Follow> written = new ArrayList<>();
    Map<String, RolloutEvent> due = follows(at, List.copyOf(states.values()));
    while (!due.isEmpty()) {
      due.forEach((id, event) -> {
        RolloutState before = states.get(id);
        Controller by = Ensembles.of(world.controllers(), id).orElse(null);
        if (before != null && by != null) {
          Transition made = world.machine().apply(before, event);
          by.world.write(new Line.Moved(id, event), before, made.state());
          written.add(new Follow(by, id, before, made.state(), made.effects()));
          states.put(id, made.state());
        }
      });
      due = follows(at, List.copyOf(states.values()));
    }
    return written;
  }

  /** What has to happen to members of a set now. */
  Map<String, RolloutEvent> follows(Instant at, List<RolloutState> members) {
    return Unison.follows(at, members);
  }

  /** Writes a line that is not a move. */
  void write(Line line) {
    world.instruction();
    world.write(line);
    known.take(line);
    world.instruction();
  }

  /** Writes lines that are not moves, all of them or none. */
  void write(List<Line> lines) {
    world.instruction();
    lines.forEach(world::write);
    lines.forEach(known::take);
    world.instruction();
  }

  void carryOut(String rollout, List<Effect> effects) {
    for (Effect effect : effects) {
      world.instruction();
      world.fact(new Fact.Begun(rollout, effect));
      switch (effect) {
        case Effect.ApplyRoute route ->
            publisher.publish(counts -> {
              RolloutState now = known.rollout(rollout);
              if (now != null) {
                tell(
                    rollout,
                    new RolloutEvent.Routed(
                        world.wall(),
                        route.id(),
                        world.table().epoch(),
                        world.users().side(now.spec().candidate(), counts),
                        world.users().side(now.spec().stable(), counts)));
              }
            });
        case Effect.AskGate ask -> later(scheduling(), () -> ask(rollout, ask));
        case Effect.TakeBaseline take -> later(scheduling(), () -> baseline(rollout, take));
        case Effect.ScaleTracks scale -> later(scheduling(), () -> scale(rollout, scale));
      }
    }
  }

  /** How long it takes until a thread that was started runs. */
  private long scheduling() {
    return world.chance().once(world.hazards().late()) ? world.chance().between(1, 20_000) : 0;
  }

  /** Somebody lets it through, or does not yet. */
  private void ask(String id, Effect.AskGate ask) {
    if (world.blind()) {
      tell(id, new RolloutEvent.EffectFailed(world.wall(), ask.id(), "nothing can be seen"));
      return;
    }
    RolloutState rollout = known.rollout(id);
    if (rollout == null) {
      return;
    }
    Windows.Answer answer =
        world.scenario().surroundings().doors().look(world, rollout, ask.gate());
    tell(
        id,
        new RolloutEvent.GateAnswered(
            world.wall(), ask.id(), answer.open(), answer.reason(), answer.opener()));
  }

  private void baseline(String id, Effect.TakeBaseline take) {
    Users.Counts before = world.users().counts();
    later(
        take.lasting().toMillis(),
        () -> {
          RolloutState rollout = known.rollout(id);
          if (rollout == null) {
            return;
          }
          if (world.blind()) {
            tell(id, new RolloutEvent.EffectFailed(world.wall(), take.id(), "no measures"));
            return;
          }
          RolloutSpec spec = rollout.spec();
          long requests =
              world.users().counts().started(spec.stable()) - before.started(spec.stable());
          Map<String, Long> quantiles = new LinkedHashMap<>();
          for (LatencyGate gate : spec.latencies()) {
            quantiles.put(gate.metric(), Behaviour.quantileMicros(gate.quantile()));
          }
          tell(id, new RolloutEvent.BaselineTaken(world.wall(), take.id(), requests, quantiles));
        });
  }

  /**
   * An effect that was given up meanwhile is not begun: what it wanted would be wanted for ever.
   */
  boolean wanted(RolloutState rollout, Effect effect) {
    return rollout.pending().containsKey(effect.id());
  }

  private void scale(String id, Effect.ScaleTracks scale) {
    RolloutState rollout = known.rollout(id);
    if (rollout == null || !wanted(rollout, scale)) {
      return;
    }
    write(new Line.Wanted(scale.replicas()));
    fleet.reach(
        scale.replicas(),
        scale.within().toMillis(),
        failure -> {
          if (failure.isPresent()) {
            tell(id, new RolloutEvent.EffectFailed(world.wall(), scale.id(), failure.get()));
          } else {
            publisher.publish(counts ->
                tell(
                    id,
                    new RolloutEvent.Scaled(
                        world.wall(),
                        scale.id(),
                        world.users().side(rollout.spec().candidate(), counts),
                        world.users().side(rollout.spec().stable(), counts))));
          }
        });
  }

  /** A ready replica was found gone. */
  void lost(Known.Replica replica) {
    RolloutState rollout = known.underway();
    if (rollout == null
        || rollout.spec().candidate().stream()
            .noneMatch(track -> track.name().equals(replica.track()))) {
      return;
    }
    int left =
        rollout.spec().candidate().stream().mapToInt(track -> known.ready(track.name())).sum();
    tell(
        rollout.spec().id(),
        new RolloutEvent.CandidateCrashed(world.wall(), replica.id(), left, "exit 137"));
  }

  /** Whether a rollout may begin now. */
  boolean free() {
    return known.underway() == null;
  }

  /** Begins to move the service; false where that is refused. */
  boolean deploy(String version) throws PlanRefused {
    if (!free()) {
      return false;
    }
    start(plans.to("d" + world.nextNumber(), version));
    return true;
  }

  void start(RolloutSpec spec) {
    write(new Line.Planned(spec));
    tell(spec.id(), new RolloutEvent.Begun(world.wall()));
  }

  /** Somebody presses a button. */
  void command(RolloutState rollout, RolloutEvent.Command command) {
    command(rollout, command, "somebody", reason(command));
  }

  /** Somebody asks for something. */
  void command(RolloutState rollout, RolloutEvent.Command command, String who, String reason) {
    boolean refused = refused(rollout, command, who, reason);
    world.fact(new Fact.Asked(command, refused));
    if (!refused) {
      tell(rollout.spec().id(), new RolloutEvent.Commanded(world.wall(), command, who, reason));
    }
  }

  boolean refused(RolloutState rollout, RolloutEvent.Command command, String who, String reason) {
    return RolloutMachine.refusal(rollout, command, who, reason).isPresent();
  }

  /** Of a checklist the item. */
  private static String reason(RolloutEvent.Command command) {
    return command == RolloutEvent.Command.CHECK ? Strategies.ITEM : "asked for";
  }
}
