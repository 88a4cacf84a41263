package dev.curtain.simulation;

import dev.curtain.model.Configuration;
import dev.curtain.rollout.TrackSpec;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where replicas really are; they do not need a controller to go on. */
public final class Hosts {
  private static final long SLOW_START = 240_000;
  private static final long LIE = 300_000;

  private final Site world;
  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private final Map<String, Long> firstReady = new LinkedHashMap<>();
  private final Set<String> lostPlaces = new LinkedHashSet<>();

  /** One replica. */
  public static final class Host {
    final String id;
    final TrackSpec track;
    final Optional<Configuration> configuration;
    boolean ready;
    boolean everReady;
    boolean gone;
    boolean stopped;
    long honestFrom;
    long busyUntil;

    private Host(String id, TrackSpec track, Optional<Configuration> configuration) {
      this.id = id;
      this.track = track;
      this.configuration = configuration;
    }

    public String id() {
      return id;
    }

    public TrackSpec track() {
      return track;
    }

    /** What it was started with. */
    public Optional<Configuration> configuration() {
      return configuration;
    }

    /** Whether a controller has stopped it. */
    public boolean stopped() {
      return stopped;
    }

    /** Whether it was ever verified ready. */
    public boolean everReady() {
      return everReady;
    }

    public boolean running() {
      return !gone;
    }
  }

  Hosts(Site world) {
    this.world = world;
  }

  /** Idempotent by id. False where the start fails at once. */
  boolean start(String id, TrackSpec track, Optional<Configuration> configuration) {
    if (hosts.containsKey(id)) {
      return true;
    }
    world.fact(new Fact.Started(id, track.name()));
    if (lostPlaces.contains(track.node())) {
      return false;
    }
    Chance chance = world.chance();
    Hazards hazards = world.hazards();
    Behaviour behaviour = world.scenario().behaviour(track.version());
    Host host = new Host(id, track, configuration);
    hosts.put(id, host);
    if (chance.once(hazards.failedStart())) {
      world.agenda().in(chance.between(100, 5_000), () -> fall(host));
    } else if (!behaviour.unready()) {
      boolean slow = chance.once(hazards.slowStart());
      boolean lies = chance.once(hazards.lie());
      long startUp = slow ? chance.between(10_000, SLOW_START) : chance.between(50, 150);
      host.honestFrom = world.agenda().now() + startUp + (lies ? chance.between(LIE / 10, LIE) : 0);
      world.agenda().in(startUp, () -> becomeReady(host, behaviour));
    }
    return true;
  }

  private void becomeReady(Host host, Behaviour behaviour) {
    if (host.gone) {
      return;
    }
    host.ready = true;
    firstReady.putIfAbsent(host.track.version(), world.agenda().now());
    Hazards hazards = world.hazards();
    if (behaviour.crashAfter() > 0) {
      world.agenda().in(behaviour.crashAfter(), () -> fall(host));
    }
    if (hazards.replicaFallsAfter() > 0) {
      long life = world.chance().wait(hazards.replicaFallsAfter());
      if (world.agenda().now() + life < hazards.calmAfter()) {
        world.agenda().in(life, () -> fall(host));
      }
    }
    world.notice(host.id);
  }

  private void fall(Host host) {
    if (!host.gone) {
      host.gone = true;
      world.fact(new Fact.Fell(host.id));
      world.notice(host.id);
    }
  }

  /** Everything at a place ends, and nothing can be started there until it is back. */
  void lose(String node) {
    lostPlaces.add(node);
    for (Host host : hosts.values()) {
      if (host.track.node().equals(node)) {
        fall(host);
      }
    }
  }

  void restore(String node) {
    lostPlaces.remove(node);
  }

  /** What a look at a replica finds. */
  enum Condition {
    READY,
    NOT_READY,
    GONE
  }

  Condition condition(String id) {
    Host host = hosts.get(id);
    if (host == null || host.gone) {
      return Condition.GONE;
    }
    host.everReady |= host.ready;
    return host.ready ? Condition.READY : Condition.NOT_READY;
  }

  void stop(String id) {
    Host host = hosts.get(id);
    if (host != null && !host.gone) {
      world.fact(new Fact.Stopped(id, world.table().uses(id), inFlight(host)));
      host.gone = true;
      host.stopped = true;
    }
  }

  private boolean inFlight(Host host) {
    return world.agenda().now() < host.busyUntil
        || world.table().uses(host.id) && world.table().weight(host.track.name()) > 0;
  }

  boolean inFlight(String id) {
    Host host = hosts.get(id);
    return host != null && !host.gone && inFlight(host);
  }

  /** A replica gets no more requests; what it has goes on for a while. */
  void left(String id) {
    Host host = hosts.get(id);
    if (host != null) {
      host.busyUntil =
          world.agenda().now() + world.chance().between(0, world.scenario().longestRequest());
    }
  }

  /** Whether a request given to it is answered as its version answers. */
  boolean serves(String id) {
    Host host = hosts.get(id);
    return host != null && !host.gone && host.ready && world.agenda().now() >= host.honestFrom;
  }

  /** Milliseconds since the first replica of this version was ready; 0 where none ever was. */
  long sinceReady(String version) {
    Long first = firstReady.get(version);
    return first == null ? 0 : world.agenda().now() - first;
  }

  public @Nullable Host host(String id) {
    return hosts.get(id);
  }

  public Iterable<Host> all() {
    return hosts.values();
  }
}
