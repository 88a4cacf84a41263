package dev.curtain.rollout;

import dev.curtain.model.Service;
import dev.curtain.model.Service.Placement;
import dev.curtain.model.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From a service of the model and a version to what a rollout will do. Pure. */
public final class Planner {
  /** Replicas that are not ready by then will not be. */
  static final Duration PROVISION_WITHIN = Duration.ofMinutes(10);

  static final Duration DRAIN_WITHIN = Duration.ofMinutes(2);

  /** How long the previous version stays warm, where the model does not say. */
  static final Duration SOAK = Duration.ofMinutes(10);

  /**
   * The serving version is watched for a fifth of a watch before anything moves, and for this long
   * at most.
   */
  static final Duration LONGEST_BASELINE = Duration.ofMinutes(1);

  /** A conclusion is waited for this many times the watch. */
  static final int PATIENCE = 4;

  private Planner() {}

  /** The tracks of a service at rest: one per placement. */
  public static List<TrackSpec> tracks(
      Service service, List<Placement> placements, String version, String generation) {
    List<TrackSpec> tracks = new ArrayList<>();
    for (Placement place : placements) {
      String node = place.node().substring(place.node().lastIndexOf('/') + 1);
      String name = service.element() + "@" + version + "/" + node + "#" + generation;
      boolean taken = tracks.stream().anyMatch(track -> track.name().equals(name));
      tracks.add(
          new TrackSpec(
              taken ? name + "." + tracks.size() : name,
              service.element(),
              version,
              place.node(),
              place.replicas(),
              place.share()));
    }
    return tracks;
  }

  /**
   * @param id the deployment id
   * @param stable the tracks that serve now
   * @param to the version to move to
   * @param strategy instead of the model's
   * @throws PlanRefused if there is no such way from here to there
   */
  public static RolloutSpec plan(
      String id,
      Service service,
      List<TrackSpec> stable,
      Optional<String> from,
      String to,
      Optional<Strategy> strategy,
      Pace pace)
      throws PlanRefused {
    if (from.equals(Optional.of(to))) {
      throw new PlanRefused(
          service.element() + " is at " + to + " already: there is nothing to roll out");
    }
    Strategy chosen = strategy.orElse(service.strategy());
    Criteria criteria = Criteria.of(service.rollback());
    List<TrackSpec> candidate = candidate(id, service, stable, to, chosen);
    Steps steps = new Steps(pace, criteria.watch(), SOAK, stable, candidate);
    List<Step> planned =
        switch (chosen) {
          case Strategy.BlueGreen blueGreen -> steps.blueGreen(blueGreen.steps());
          case Strategy.Canary canary -> steps.canary(canary.steps());
          case Strategy.Rolling rolling -> rolling(service, steps, rolling);
          case Strategy.Named named ->
              throw new PlanRefused(
                  service.element()
                      + ": the strategy "
                      + named.label()
                      + " is not carried out by this version of Curtain; use --strategy canary,"
                      + " blue-green or rolling");
        };
    return new RolloutSpec(
        id,
        service.element(),
        from,
        to,
        chosen.label(),
        stable,
        candidate,
        planned,
        criteria.automatic(),
        criteria.policy(),
        criteria.latencies());
  }

  private static List<Step> rolling(Service service, Steps steps, Strategy.Rolling rolling)
      throws PlanRefused {
    if (rolling.maxSurge() == 0 && rolling.maxUnavailable() == 0) {
      throw new PlanRefused(
          service.element()
              + ": max_surge 0 with max_unavailable 0 leaves nothing to move (expected: one of them"
              + " >= 1)");
    }
    int replicas = service.placements().stream().mapToInt(Placement::replicas).sum();
    if (rolling.maxSurge() == 0 && rolling.maxUnavailable() >= replicas) {
      throw new PlanRefused(
          service.element()
              + ": max_unavailable "
              + rolling.maxUnavailable()
              + " of "
              + replicas
              + " replicas takes everything away at once, which is a recreate and not a rolling"
              + " update (expected: at most "
              + Math.max(0, replicas - 1)
              + ", or max_surge >= 1)");
    }
    return steps.rolling(rolling.maxUnavailable(), rolling.maxSurge());
  }

  /**
   * The candidate's tracks at their final size: where the model shows them, else where the serving
   * ones are. A side that takes over everything is never smaller than the one it takes over from.
   */
  private static List<TrackSpec> candidate(
      String id, Service service, List<TrackSpec> stable, String to, Strategy strategy) {
    boolean shown = service.candidate().isPresent() && !(strategy instanceof Strategy.Rolling);
    if (!shown) {
      return tracks(service, placementsOf(stable), to, id);
    }
    List<Placement> places = service.candidate().get().placements();
    int needed = stable.stream().mapToInt(TrackSpec::replicas).sum();
    int declared = places.stream().mapToInt(Placement::replicas).sum();
    List<Placement> sized = new ArrayList<>();
    double shares = places.stream().mapToDouble(Placement::share).sum();
    for (Placement place : places) {
      double share = shares > 0 ? place.share() * 100 / shares : 100.0 / places.size();
      int replicas =
          declared >= needed
              ? place.replicas()
              : Math.max(place.replicas(), (int) Math.ceil(needed * share / 100));
      sized.add(
          new Placement(
              place.path(), place.node(), place.region(), replicas, share, place.standby()));
    }
    return tracks(service, sized, to, id);
  }

  private static List<Placement> placementsOf(List<TrackSpec> tracks) {
    return tracks.stream()
        .map(track ->
            new Placement(
                track.node(),
                track.node(),
                Optional.empty(),
                track.replicas(),
                track.share(),
                track.share() == 0))
        .toList();
  }

  /**
   * Replicas per track that carry {@code share} per cent of the traffic; standby places only count
   * at the end.
   */
  static Map<String, Integer> sized(List<TrackSpec> tracks, double share) {
    Map<String, Integer> replicas = new LinkedHashMap<>();
    for (TrackSpec track : tracks) {
      int needed = (int) Math.ceil(track.replicas() * share / 100 - 1e-9);
      replicas.put(
          track.name(),
          track.share() == 0 && share < 100 ? 0 : Math.max(needed, track.replicas() > 0 ? 1 : 0));
    }
    return replicas;
  }
}
