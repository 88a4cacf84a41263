package dev.curtain.server.document;

import dev.curtain.model.Service;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Shares;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.router.Measures;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.ServiceState;
import dev.curtain.server.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code curtain status --json}: what runs now.
 *
 * @param model the file that was raised; null where nothing is
 * @param seq number of the log's entry up to which all is in here: whoever follows the live events
 *     from it misses nothing
 * @param routerEpoch of the route table in force; null where the router does not answer
 */
public record StatusDocument(
    @Nullable String model,
    @Nullable String deployment,
    @Nullable String since,
    long seq,
    @Nullable Long routerEpoch,
    List<ServiceDocument> services) {
  private static final double WEIGHT_OF_ONE_PERCENT = 1_000;

  public StatusDocument {
    services = List.copyOf(services);
  }

  /**
   * @param urls where users reach it
   * @param rollout id of the one under way
   */
  public record ServiceDocument(
      String service,
      @Nullable String title,
      @Nullable String version,
      @Nullable String strategy,
      List<String> urls,
      List<TrackDocument> tracks,
      @Nullable String rollout) {
    public ServiceDocument {
      urls = List.copyOf(urls);
      tracks = List.copyOf(tracks);
    }
  }

  /**
   * A track and what the router counted of it since the router's start; the figures are null where
   * the router does not answer.
   *
   * @param deployment id of the rollout that brought it; null: it was raised with the model
   * @param share per cent of the service's traffic
   * @param weight the same in parts of 100 000
   */
  public record TrackDocument(
      String track,
      String version,
      String node,
      @Nullable String deployment,
      double share,
      int weight,
      Replicas replicas,
      @Nullable Long requests,
      @Nullable Long failed,
      @Nullable Double errorRate,
      @Nullable Long p50Millis,
      @Nullable Long p95Millis,
      @Nullable Long p99Millis,
      @Nullable Long inFlight) {}

  /** How many replicas there are to be, and how many of them may be given requests. */
  public record Replicas(int wanted, int ready) {}

  /**
   * @param seq number of an entry that {@code world} has, with all before it
   * @param models what is known of a service from the model
   * @param measures empty where the router does not answer
   */
  public static StatusDocument of(
      long seq,
      World world,
      Map<String, Service> models,
      Function<String, List<String>> urls,
      Optional<Measures> measures) {
    List<ServiceDocument> services = new ArrayList<>();
    for (ServiceState state : world.services().values()) {
      Optional<Service> model = Optional.ofNullable(models.get(state.path()));
      Map<String, Integer> weights = weights(world, state);
      services.add(
          new ServiceDocument(
              state.path(),
              model.map(Service::title).orElse(null),
              state.version().orElse(null),
              model.map(service -> service.strategy().label()).orElse(null),
              urls.apply(state.path()),
              tracksOf(world, state).stream()
                  .map(
                      track -> track(world, weights.getOrDefault(track.name(), 0), track, measures))
                  .toList(),
              world.rolloutOf(state.path()).map(rollout -> rollout.spec().id()).orElse(null)));
    }
    return new StatusDocument(
        world.raised().map(Entry.Raised::file).orElse(null),
        world.raised().map(Entry.Raised::deployment).orElse(null),
        world.raised().map(raised -> raised.at().toString()).orElse(null),
        seq,
        measures.map(Measures::epoch).orElse(null),
        services);
  }

  /**
   * The rollout that brought a track, whose name ends with that one's id; nothing for a track that
   * was raised with the model. However many rollouts there were, one or two are looked at.
   */
  static Optional<String> deployment(World world, String track) {
    String generation = track.substring(track.lastIndexOf('#') + 1);
    return Stream.of(generation, generation.replaceFirst("\\.\\d+$", ""))
        .distinct()
        .filter(id -> {
          RolloutState rollout = world.rollouts().get(id);
          return rollout != null
              && rollout.spec().candidate().stream().anyMatch(each -> each.name().equals(track));
        })
        .findFirst();
  }

  /**
   * Those that serve, those of a rollout, and whichever else still has traffic or replicas, in this
   * order.
   */
  public static List<TrackSpec> tracksOf(World world, ServiceState state) {
    Map<String, TrackSpec> tracks = new LinkedHashMap<>();
    Optional<RolloutState> rollout = world.rolloutOf(state.path());
    state.tracks().forEach(each -> tracks.put(each.name(), each));
    rollout.ifPresent(moving -> {
      moving.spec().stable().forEach(each -> tracks.putIfAbsent(each.name(), each));
      moving.spec().candidate().forEach(each -> tracks.putIfAbsent(each.name(), each));
    });
    // Not every track that ever was: those that have traffic, and those that have replicas.
    Stream<String> weighing =
        state.weights().entrySet().stream()
            .filter(each -> each.getValue() > 0)
            .map(Map.Entry::getKey);
    Stream.concat(weighing, world.placed().keySet().stream())
        .distinct()
        .sorted()
        .map(name -> world.tracks().get(name))
        .filter(track -> track != null && track.service().equals(state.path()))
        .forEach(track -> tracks.putIfAbsent(track.name(), track));
    return List.copyOf(tracks.values());
  }

  /** Replicas of a track as they are and as they are to be. */
  public static Replicas replicas(World world, String track) {
    return new Replicas(world.wanted().getOrDefault(track, 0), world.ready(track));
  }

  /**
   * By track, the parts of 100 000 that it is to have. What is left out has nothing as long as
   * somebody elsewhere can answer, as in the route table.
   */
  public static Map<String, Integer> weights(World world, ServiceState state) {
    Map<String, TrackSpec> tracks = new LinkedHashMap<>();
    tracksOf(world, state).forEach(each -> tracks.put(each.name(), each));
    List<String> elsewhere =
        tracks.values().stream()
            .filter(each -> !state.leavesOut(each.node()) && world.ready(each.name()) > 0)
            .map(TrackSpec::name)
            .toList();
    boolean leftOut = tracks.values().stream().anyMatch(each -> state.leavesOut(each.node()));
    return !leftOut || elsewhere.isEmpty()
        ? state.weights()
        : Shares.among(
            state.weights(),
            elsewhere,
            name -> Optional.ofNullable(tracks.get(name)).map(TrackSpec::version).orElse(""));
  }

  /** Per cent of a service's traffic. */
  public static double share(int weight) {
    return weight / WEIGHT_OF_ONE_PERCENT;
  }

  private static TrackDocument track(
      World world, int weight, TrackSpec track, Optional<Measures> measures) {
    Optional<Figures> figures = measures.map(all -> Figures.of(all.track(track.name())));
    return new TrackDocument(
        track.name(),
        track.version(),
        track.node(),
        deployment(world, track.name()).orElse(null),
        share(weight),
        weight,
        replicas(world, track.name()),
        figures.map(Figures::requests).orElse(null),
        figures.map(Figures::failed).orElse(null),
        figures.map(Figures::errorRate).orElse(null),
        figures.map(Figures::p50Millis).orElse(null),
        figures.map(Figures::p95Millis).orElse(null),
        figures.map(Figures::p99Millis).orElse(null),
        figures.map(Figures::inFlight).orElse(null));
  }
}
