package dev.curtain.server.engine;

import dev.curtain.model.Service;
import dev.curtain.rollout.Shares;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.router.Route;
import dev.curtain.router.RoutePolicy;
import dev.curtain.router.RouteTable;
import dev.curtain.server.world.ReplicaState;
import dev.curtain.server.world.ReplicaStatus;
import dev.curtain.server.world.ServiceState;
import dev.curtain.server.world.World;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * From the world to a route table. Pure. Only replicas that were verified ready are in it, and the
 * weights always account for everything: what a track without a ready replica should have is taken
 * by its own version's other tracks, else by whoever is ready. Where nobody is, those that are to
 * go and have not gone yet can still answer.
 */
final class Tables {
  private Tables() {}

  static RouteTable table(
      World world, long epoch, Map<String, Service> services, Map<String, Address> addresses) {
    List<Route> routes = new ArrayList<>();
    for (ServiceState state : world.services().values()) {
      Service service = services.get(state.path());
      Address address = addresses.get(state.path());
      if (service != null && address != null) {
        route(world, state, service, address).ifPresent(routes::add);
      }
    }
    return new RouteTable(epoch, routes);
  }

  private static Optional<Route> route(
      World world, ServiceState state, Service service, Address address) {
    if (state.division().closed()) {
      return Optional.of(Divisions.closed(world, state, address));
    }
    Map<String, List<Route.Backend>> ready = answering(world, state);
    Map<String, Integer> weights = weights(world, state, state.weights(), ready);
    if (weights.isEmpty()) {
      return Optional.empty();
    }
    Set<String> expendable = expendable(world, state, weights);
    List<Route.Track> tracks = new ArrayList<>();
    ready.forEach((track, backends) -> {
      int weight = weights.getOrDefault(track, 0);
      if (weight > 0 || !backends.isEmpty()) {
        TrackSpec spec = world.tracks().get(track);
        Route.Track made =
            new Route.Track(
                track,
                spec == null ? TrackSpec.UNVERSIONED : spec.version(),
                weight,
                backends,
                ready(service, spec));
        if (spec != null) {
          made = made.ofDeployment(spec.deployment());
        }
        // Where there is too much to do, what is being tried goes first.
        tracks.add(expendable.contains(track) ? made.withShedding(Route.Shedding.FIRST) : made);
      }
    });
    Route route = new Route(state.path(), address.host(), address.path(), state.salt(), tracks);
    RoutePolicy policy =
        Divisions.of(state.division(), asked -> weights(world, state, asked, ready), able(ready));
    return Optional.of(policy.equals(RoutePolicy.NONE) ? route : route.withPolicy(policy));
  }

  private static Optional<String> ready(Service service, @Nullable TrackSpec track) {
    if (track == null) {
      return service.launch().ready().or(() -> service.launch().health());
    }
    return track
        .configuration()
        .orElseGet(() -> service.configurations().of(track.version(), track.node()))
        .ready();
  }

  /** The candidate's tracks, as long as there is somebody else whom users are given to. */
  private static Set<String> expendable(
      World world, ServiceState state, Map<String, Integer> weights) {
    Set<String> candidates = new HashSet<>();
    world
        .rolloutOf(state.path())
        .ifPresent(
            rollout -> rollout.spec().candidate().forEach(track -> candidates.add(track.name())));
    int theirs = candidates.stream().mapToInt(track -> weights.getOrDefault(track, 0)).sum();
    return theirs < Route.WHOLE ? candidates : Set.of();
  }

  private static Set<String> able(Map<String, List<Route.Backend>> ready) {
    Set<String> able = new HashSet<>(ready.keySet());
    able.removeIf(track -> ready.getOrDefault(track, List.of()).isEmpty());
    return able;
  }

  /** Candidates first, so that a growing share keeps whoever is on it. */
  private static List<String> tracksOf(World world, ServiceState state) {
    Set<String> serving = new HashSet<>();
    state.tracks().forEach(track -> serving.add(track.name()));
    List<String> tracks = new ArrayList<>();
    world
        .rolloutOf(state.path())
        .ifPresent(
            rollout -> rollout.spec().candidate().forEach(track -> tracks.add(track.name())));
    state.weights().keySet().stream()
        .sorted()
        .filter(track -> !serving.contains(track) && !tracks.contains(track))
        .forEach(tracks::add);
    state.tracks().stream()
        .map(TrackSpec::name)
        .filter(track -> !tracks.contains(track))
        .forEach(tracks::add);
    return tracks;
  }

  /** Replicas that are ready; where none is, and somebody is to be, those that have not gone. */
  private static Map<String, List<Route.Backend>> answering(World world, ServiceState state) {
    Map<String, List<Route.Backend>> ready =
        backends(world, state, replica -> replica.status() == ReplicaStatus.READY);
    if (!able(ready).isEmpty()) {
      return ready;
    }
    Map<String, List<Route.Backend>> leaving =
        backends(
            world,
            state,
            replica -> replica.status() == ReplicaStatus.DRAINING && replica.verified());
    return able(leaving).isEmpty() || !new Departures(world).isServed(state.path())
        ? ready
        : leaving;
  }

  private static Map<String, List<Route.Backend>> backends(
      World world, ServiceState state, Predicate<ReplicaState> fit) {
    Map<String, List<Route.Backend>> backends = new LinkedHashMap<>();
    for (String track : tracksOf(world, state)) {
      backends.put(track, backends(world, track, fit));
    }
    return backends;
  }

  private static List<Route.Backend> backends(
      World world, String track, Predicate<ReplicaState> fit) {
    List<Route.Backend> backends = new ArrayList<>();
    for (ReplicaState replica : world.replicasOf(track)) {
      if (fit.test(replica)) {
        backends.add(new Route.Backend(replica.spec().id(), "127.0.0.1", replica.spec().port()));
      }
    }
    return backends;
  }

  /**
   * The weights asked for, with what has no ready replica or is in a region that is left out moved
   * to what has and is not; empty where nothing is ready. Where nobody is left elsewhere, nothing
   * is left out.
   */
  static Map<String, Integer> weights(
      World world,
      ServiceState state,
      Map<String, Integer> asked,
      Map<String, List<Route.Backend>> ready) {
    List<String> there =
        ready.keySet().stream()
            .filter(track -> !ready.getOrDefault(track, List.of()).isEmpty())
            .toList();
    List<String> elsewhere =
        there.stream().filter(track -> !state.leavesOut(nodeOf(world, track))).toList();
    List<String> able = elsewhere.isEmpty() ? there : elsewhere;
    return Shares.among(asked, able, track -> versionOf(world, track));
  }

  private static String nodeOf(World world, String track) {
    TrackSpec spec = world.tracks().get(track);
    return spec == null ? "" : spec.node();
  }

  /** Whose place a track may take: a version that is being tried is none that serves. */
  private static String versionOf(World world, String track) {
    TrackSpec spec = world.tracks().get(track);
    if (spec == null) {
      return "";
    }
    boolean tried =
        world
            .rolloutOf(spec.service())
            .filter(rollout ->
                rollout.spec().candidate().stream().anyMatch(each -> each.name().equals(track)))
            .isPresent();
    return spec.version() + (tried ? " tried" : "");
  }
}
