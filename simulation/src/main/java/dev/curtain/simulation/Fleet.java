package dev.curtain.simulation;

import dev.curtain.model.Configuration;
import dev.curtain.rollout.TrackSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Closes the gap between replicas wanted and replicas there, as the engine's fleet does. */
class Fleet {
  private static final int FALLS_TO_GIVE_UP = 3;
  private static final long POLL = 500;
  private static final long DRAIN_WITHIN = 30_000;
  private static final long LONGEST_PAUSE = 30_000;

  final Controller controller;
  final Site world;
  private final Set<String> starting = new LinkedHashSet<>();
  private final Set<String> draining = new LinkedHashSet<>();
  private final Map<String, Integer> falls = new LinkedHashMap<>();
  private final Map<String, Long> notBefore = new LinkedHashMap<>();
  private final List<Wait> waits = new ArrayList<>();
  private boolean signalled;

  private record Wait(Map<String, Integer> tracks, long until, Consumer<Optional<String>> done) {}

  Fleet(Controller controller) {
    this.controller = controller;
    this.world = controller.world;
  }

  /**
   * Whoever was to go may have been stopped already, by a controller that ended before it wrote
   * that down: no table may have it, not even where nobody else is left.
   */
  void lookAtWhoLeaves() {
    for (Known.Replica replica : controller.known.replicasNow()) {
      if (replica.status() == Line.Status.DRAINING
          && world.hosts().condition(replica.id()) == Hosts.Condition.GONE) {
        controller.write(new Line.ReplicaIs(replica.id(), Line.Status.STOPPED));
      }
    }
  }

  /**
   * What the record says is ready is looked at before anything is taken away: while nobody was
   * there it may have fallen.
   */
  void begin() {
    for (Known.Replica replica : controller.known.replicasNow()) {
      if (replica.status() == Line.Status.READY) {
        look(replica.id());
      }
    }
    signal();
  }

  /** {@code done} gets a reason where the tracks did not come to be as wanted. */
  void reach(Map<String, Integer> tracks, long within, Consumer<Optional<String>> done) {
    // What fell before was another attempt's bad luck; the pause after it stays.
    tracks.keySet().forEach(falls::remove);
    waits.add(new Wait(tracks, now() + within, done));
    controller.later(within + 1, this::signal);
    signal();
  }

  private long now() {
    return world.agenda().now();
  }

  void signal() {
    if (!signalled) {
      signalled = true;
      controller.later(1, this::pass);
    }
  }

  private void pass() {
    signalled = false;
    new ArrayList<>(controller.known.wanted().entrySet())
        .forEach(want -> plan(want.getKey(), want.getValue()));
    for (Known.Replica replica : controller.known.replicasNow()) {
      attend(replica);
    }
    answer();
  }

  private void plan(String track, int want) {
    TrackSpec spec = controller.known.track(track);
    if (spec == null) {
      return;
    }
    List<Known.Replica> alive = new ArrayList<>();
    for (Known.Replica replica : controller.known.replicas()) {
      if (replica.track().equals(track) && replica.status().alive()) {
        alive.add(replica);
      }
    }
    for (int i = alive.size(); i < want && notBefore.getOrDefault(track, 0L) <= now(); i++) {
      controller.write(new Line.ReplicaPlanned(track + "-" + world.nextNumber(), track));
    }
    for (int i = alive.size() - 1; i >= want; i--) {
      if (alive.get(i).status() == Line.Status.READY && lastOfAll()) {
        controller.later(LONGEST_PAUSE, this::signal);
        return;
      }
      controller.write(new Line.ReplicaIs(alive.get(i).id(), Line.Status.DRAINING));
    }
  }

  /** The last replica that can answer stays until another one can, whatever is wanted. */
  boolean lastOfAll() {
    if (controller.known.division().closed()) {
      return false;
    }
    int ready = 0;
    for (Known.Replica replica : controller.known.replicas()) {
      ready += replica.status() == Line.Status.READY ? 1 : 0;
    }
    return ready <= 1;
  }

  private void attend(Known.Replica replica) {
    switch (replica.status()) {
      case PLANNED -> {
        if (starting.add(replica.id())) {
          start(replica);
        }
      }
      case READY -> look(replica.id());
      case DRAINING -> {
        if (draining.add(replica.id())) {
          drain(replica);
        }
      }
      case LOST, STOPPED -> {}
    }
  }

  void start(Known.Replica replica) {
    TrackSpec spec = controller.known.track(replica.track());
    world.instruction();
    if (spec != null && !world.hosts().start(replica.id(), spec, with(spec))) {
      fell(replica);
    } else {
      look(replica.id());
    }
  }

  /** What a replica of a track runs with: what its release was given. */
  Optional<Configuration> with(TrackSpec track) {
    return track.configuration();
  }

  /** Looks at one replica. */
  void look(String id) {
    Known.Replica replica = controller.known.replica(id);
    if (replica == null || !replica.status().alive()) {
      return;
    }
    boolean planned = replica.status() == Line.Status.PLANNED;
    switch (world.hosts().condition(id)) {
      case READY -> {
        if (planned) {
          controller.write(new Line.ReplicaIs(id, Line.Status.READY));
          stood(replica.track());
          controller.publisher.publish(_ -> {});
          signal();
        }
      }
      case GONE -> {
        if (!planned || starting.contains(id)) {
          fell(replica);
        }
      }
      case NOT_READY -> {}
    }
  }

  private void fell(Known.Replica replica) {
    controller.write(new Line.ReplicaIs(replica.id(), Line.Status.LOST));
    int count = falls.merge(replica.track(), 1, Integer::sum);
    long pause = Math.min(LONGEST_PAUSE, 200L << Math.min(count - 1, 10));
    notBefore.put(replica.track(), now() + pause);
    controller.later(pause, this::signal);
    if (replica.status() == Line.Status.READY) {
      controller.publisher.publish(_ -> {});
      controller.lost(replica);
    }
    signal();
  }

  private void stood(String track) {
    falls.remove(track);
    notBefore.remove(track);
  }

  /**
   * Out of the table first, then what is in flight, then the end; from the beginning where it came
   * back into a table meanwhile.
   */
  void drain(Known.Replica replica) {
    controller.publisher.recalled(replica.id());
    controller.publisher.publish(_ -> idle(replica, now() + DRAIN_WITHIN));
  }

  private void idle(Known.Replica replica, long until) {
    if (controller.publisher.recalled(replica.id())) {
      if (world.hosts().condition(replica.id()) == Hosts.Condition.GONE) {
        stop(replica);
        controller.publisher.publish(_ -> {});
      } else {
        controller.later(POLL, () -> drain(replica));
      }
    } else if (now() < until && (world.blind() || world.hosts().inFlight(replica.id()))) {
      controller.later(POLL, () -> idle(replica, until));
    } else {
      stop(replica);
    }
  }

  void stop(Known.Replica replica) {
    world.instruction();
    world.hosts().stop(replica.id());
    controller.write(new Line.ReplicaIs(replica.id(), Line.Status.STOPPED));
    signal();
  }

  private void answer() {
    for (Wait wait : List.copyOf(waits)) {
      Optional<String> failure = Optional.empty();
      if (!reached(wait.tracks())) {
        if (hopeless(wait.tracks())) {
          failure = Optional.of("replicas keep failing");
        } else if (now() >= wait.until()) {
          failure = Optional.of("replicas were not as wanted in time");
        } else {
          continue;
        }
      }
      waits.remove(wait);
      wait.done().accept(failure);
    }
  }

  private boolean reached(Map<String, Integer> tracks) {
    for (Map.Entry<String, Integer> want : tracks.entrySet()) {
      int ready = 0;
      for (Known.Replica replica : controller.known.replicas()) {
        if (replica.track().equals(want.getKey())) {
          if (replica.status() != Line.Status.READY) {
            return false;
          }
          ready++;
        }
      }
      if (ready != want.getValue()) {
        return false;
      }
    }
    return true;
  }

  private boolean hopeless(Map<String, Integer> tracks) {
    return tracks.keySet().stream()
        .anyMatch(track ->
            falls.getOrDefault(track, 0) >= FALLS_TO_GIVE_UP && controller.known.ready(track) == 0);
  }
}
