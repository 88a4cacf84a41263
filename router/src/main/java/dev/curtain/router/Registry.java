package dev.curtain.router;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What outlives a table: the meters of every track ever seen and the replicas in use. Not
 * thread-safe; the meters and slots it hands out belong to their event loops.
 */
final class Registry {
  private final int loops;
  private final Crowd crowd;
  private final Map<String, Gate.Load> loads = new HashMap<>();
  private final Map<String, TrackMeter[]> meters = new HashMap<>();
  private final Map<String, Mirroring[]> mirrors = new HashMap<>();
  private final Watching.Book watched;
  private final Map<Route.Backend, Replica> replicas = new HashMap<>();

  Registry(int loops, Crowd crowd) {
    this.loops = loops;
    this.crowd = crowd;
    watched = new Watching.Book(loops);
  }

  /** Makes a table ready for use. Nothing of what is in force changes. */
  Routing compile(RouteTable table) {
    Map<Route.Backend, Replica> fresh = new HashMap<>();
    List<Routing.Entry> entries = new ArrayList<>();
    for (Route route : table.routes()) {
      List<TrackTarget> tracks = new ArrayList<>();
      for (Route.Track track : route.tracks()) {
        List<Replica> members = new ArrayList<>();
        for (Route.Backend backend : track.backends()) {
          Replica known = replicas.get(backend);
          members.add(
              known != null
                  ? known
                  : fresh.computeIfAbsent(
                      backend, address -> new Replica(address, loops, crowd.limits())));
        }
        Gate gate = Gate.of(crowd, track, load(track.name()), members);
        tracks.add(new TrackTarget(track, members, meters(track.name()), gate));
      }
      Mirroring[] mirrorings =
          route
              .policy()
              .flatMap(RoutePolicy::mirror)
              .map(mirror -> mirrorings(mirror.track()))
              .orElse(new Mirroring[0]);
      List<RoutePolicy.Watch> watches =
          route.policy().flatMap(RoutePolicy::watches).orElse(List.of());
      entries.add(
          new Routing.Entry(route, tracks, mirrorings, Watching.of(watches, watched::sides)));
    }
    return new Routing(table, entries);
  }

  /** Marks which replicas the table that comes into force has. */
  void adopt(Routing routing) {
    watched.retain(routing.table());
    long now = System.nanoTime();
    Set<Replica> listed = routing.replicas().collect(Collectors.toSet());
    replicas.values().stream().filter(one -> !listed.contains(one)).forEach(one -> one.unlist(now));
    for (Replica replica : listed) {
      replica.list();
      replicas.put(replica.backend(), replica);
    }
  }

  /** Forgets the replicas that have left the table and have nothing in flight. */
  void prune(Counts counts) {
    replicas
        .values()
        .removeIf(one -> !one.listed() && counts.inFlight().getOrDefault(one, 0L) == 0);
  }

  private Gate.Load load(String track) {
    return loads.computeIfAbsent(track, name -> new Gate.Load(crowd.limits()));
  }

  /** How often a track was given a pause. */
  long circuitsOpened() {
    return loads.values().stream().mapToLong(load -> load.circuit().opened()).sum();
  }

  private TrackMeter[] meters(String track) {
    return meters.computeIfAbsent(
        track,
        name ->
            IntStream.range(0, loops).mapToObj(i -> new TrackMeter()).toArray(TrackMeter[]::new));
  }

  private Mirroring[] mirrorings(String track) {
    return mirrors.computeIfAbsent(
        track,
        name -> IntStream.range(0, loops).mapToObj(i -> new Mirroring()).toArray(Mirroring[]::new));
  }

  /** What is to be read on one event loop. */
  Reading reading(int loop) {
    Map<String, TrackMeter> ofLoop = new HashMap<>();
    meters.forEach((name, perLoop) -> ofLoop.put(name, perLoop[loop]));
    Map<String, Mirroring> mirrorsOfLoop = new HashMap<>();
    mirrors.forEach((name, perLoop) -> mirrorsOfLoop.put(name, perLoop[loop]));
    List<ReplicaSlot> slots = replicas.values().stream().map(one -> one.slot(loop)).toList();
    return new Reading(ofLoop, mirrorsOfLoop, watched.ofLoop(loop), slots);
  }

  /** The meters and slots of one event loop, to be read there. */
  record Reading(
      Map<String, TrackMeter> meters,
      Map<String, Mirroring> mirrors,
      Map<String, TrackMeter[]> watched,
      List<ReplicaSlot> slots) {
    List<SlowRequest> slow() {
      List<SlowRequest> all = new ArrayList<>();
      meters.forEach((name, meter) -> meter.slowInto(name, System.nanoTime(), all));
      return all;
    }

    Counts counts(long unrouted, Measures.Details ofLoop) {
      Map<String, Measures.TrackMeasures> tracks = new TreeMap<>();
      meters.forEach((name, meter) -> tracks.put(name, meter.snapshot()));
      Map<Replica, Long> inFlight = new HashMap<>();
      slots.forEach(slot -> inFlight.put(slot.replica(), (long) slot.inFlight()));
      Map<String, Measures.MirrorMeasures> compared = new TreeMap<>();
      mirrors.forEach((name, mirroring) -> compared.put(name, mirroring.snapshot()));
      List<Measures.Ended> ended = new ArrayList<>();
      meters.forEach((name, meter) -> meter.endings().into(name, ended));
      List<Measures.TurnedAway> shed = new ArrayList<>();
      meters.forEach((name, meter) -> meter.shed(name, shed));
      Measures.Details details = ofLoop.with(compared, ended, shed, Watching.snapshot(watched));
      return new Counts(unrouted, tracks, inFlight, details);
    }
  }

  /** What was read on one event loop, or on several together. */
  record Counts(
      long unrouted,
      Map<String, Measures.TrackMeasures> tracks,
      Map<Replica, Long> inFlight,
      Measures.Details details) {
    static final Counts NONE = new Counts(0, Map.of(), Map.of(), Measures.Details.NONE);

    Counts plus(Counts other) {
      Map<String, Measures.TrackMeasures> bothTracks = new TreeMap<>(tracks);
      other.tracks.forEach(
          (name, more) -> bothTracks.merge(name, more, Measures.TrackMeasures::plus));
      Map<Replica, Long> bothInFlight = new HashMap<>(inFlight);
      other.inFlight.forEach((replica, more) -> bothInFlight.merge(replica, more, Long::sum));
      return new Counts(
          unrouted + other.unrouted, bothTracks, bothInFlight, details.plus(other.details));
    }

    Counts plus(Measures.Details ofAllLoops) {
      return new Counts(unrouted, tracks, inFlight, details.plus(ofAllLoops));
    }

    Measures measures(long epoch, long sinceMicros, long atMicros) {
      Map<String, Long> backends = new TreeMap<>();
      inFlight.forEach((replica, count) -> {
        if (count > 0 || replica.listed()) {
          backends.merge(replica.backend().id(), count, Long::sum);
        }
      });
      return new Measures(epoch, sinceMicros, atMicros, unrouted, tracks, backends, details);
    }
  }
}
