package dev.curtain.rollout;

import dev.curtain.analysis.JudgePolicy;
import dev.curtain.analysis.Metric;
import dev.curtain.model.Configuration;
import dev.curtain.model.Gate;
import dev.curtain.model.Release;
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

  /** A closed gate is asked again after this long. */
  static final Duration GATE_AGAIN = Duration.ofSeconds(10);

  /** The metric of a shadow: answers of the copy that are not those of the original. */
  public static final String MISMATCH = "mismatch";

  /** A conclusion is waited for this many times the watch. */
  static final int PATIENCE = 4;

  private Planner() {}

  /** The tracks of a service as it is raised: one per placement. */
  public static List<TrackSpec> tracks(
      Service service, List<Placement> placements, String version, String generation) {
    return tracks(service, placements, version, generation, Optional.empty());
  }

  private static List<TrackSpec> tracks(
      Service service,
      List<Placement> placements,
      String version,
      String generation,
      Optional<String> deployment) {
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
              place.share(),
              Optional.of(service.configurations().of(version, place.node())),
              deployment));
    }
    return tracks;
  }

  /** The service, where one of its versions runs with what these tracks run with. */
  public static Service runningAs(Service service, String version, List<TrackSpec> tracks) {
    Map<String, Configuration> places = new LinkedHashMap<>();
    tracks.forEach(
        track -> track.configuration().ifPresent(each -> places.putIfAbsent(track.node(), each)));
    return places.isEmpty()
        ? service
        : service.with(service.configurations().with(version, places));
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
    Strategy chosen = strategy.orElse(service.strategy());
    Criteria criteria = Criteria.of(service.rollback());
    List<TrackSpec> candidate = candidate(id, service, stable, to, chosen);
    if (from.equals(Optional.of(to)) && Reconfigured.between(stable, candidate).isEmpty()) {
      throw new PlanRefused(
          service.element()
              + " is at "
              + to
              + " already, and runs with what the model says: there is nothing to roll out");
    }
    List<TrackSpec> paired = paired(id, service, stable, candidate, from, chosen);
    Pieces pieces =
        new Pieces(
            pace,
            criteria.watch(),
            criteria.warmUp(),
            criteria.usual(),
            service.release(),
            stable,
            candidate,
            paired);
    List<Step> planned =
        Ceremony.with(service.release().gates(), steps(service, chosen, pieces), pace);
    refuseEndlessWarmUp(service, planned);
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
        policy(criteria, chosen),
        criteria.latencies(),
        paired,
        Optional.empty(),
        criteria.sources());
  }

  /** A watch in which nothing but warming up happens finds nothing slow. */
  private static void refuseEndlessWarmUp(Service service, List<Step> steps) throws PlanRefused {
    for (Step step : steps) {
      if (step instanceof Step.Watch watch
          && watch.warmUp().isPositive()
          && watch.warmUp().compareTo(watch.atLeast()) >= 0) {
        throw new PlanRefused(
            service.element()
                + ": warm_up "
                + Words.duration(watch.warmUp())
                + " is no shorter than the watch of "
                + Words.duration(watch.atLeast())
                + " it begins (expected: a shorter warm_up, or a longer trigger_time)");
      }
    }
  }

  /**
   * The way back to a version that was good a short while ago: at once, without gates and without
   * small shares, watched while the other stays warm.
   */
  public static RolloutSpec comeBack(
      String id,
      Service service,
      List<TrackSpec> stable,
      Optional<String> from,
      String to,
      Pace pace) {
    return unceremonious("return", id, service, stable, from, to, pace);
  }

  /**
   * The serving version takes over from itself, so that its way back can be tried: nobody meets
   * anything new.
   */
  public static RolloutSpec drill(
      String id, Service service, List<TrackSpec> stable, Optional<String> version, Pace pace) {
    String same = version.orElse(TrackSpec.UNVERSIONED);
    return unceremonious(
        "drill", id, runningAs(service, same, stable), stable, version, same, pace);
  }

  private static RolloutSpec unceremonious(
      String label,
      String id,
      Service service,
      List<TrackSpec> stable,
      Optional<String> from,
      String to,
      Pace pace) {
    Criteria criteria = Criteria.of(service.rollback());
    List<TrackSpec> candidate = tracks(service, placementsOf(stable), to, id, Optional.of(id));
    Pieces pieces =
        new Pieces(
            pace,
            criteria.watch(),
            Duration.ZERO,
            false,
            service.release(),
            stable,
            candidate,
            List.of());
    return new RolloutSpec(
        id,
        service.element(),
        from,
        to,
        label,
        stable,
        candidate,
        new Exposures(pieces).comeBack(),
        criteria.automatic(),
        criteria.routersOwn(),
        criteria.latencies());
  }

  private static List<Step> steps(Service service, Strategy chosen, Pieces pieces)
      throws PlanRefused {
    Optional<Release.Regional> regional = Regions.wanted(service);
    if (regional.isPresent()) {
      Regions regions = new Regions(service, pieces, regional.get());
      if (chosen instanceof Strategy.BlueGreen blueGreen) {
        return regions.steps(blueGreen.steps(), false);
      }
      if (chosen instanceof Strategy.Canary canary) {
        return regions.steps(canary.steps(), true);
      }
    }
    return switch (chosen) {
      case Strategy.BlueGreen blueGreen -> new Steps(pieces).blueGreen(blueGreen.steps());
      case Strategy.Canary canary -> new Steps(pieces).canary(canary.steps());
      case Strategy.Rolling rolling -> rolling(service, new Steps(pieces), rolling);
      case Strategy.Recreate recreate -> new Exposures(pieces).recreate(recreate);
      case Strategy.Ab ab -> new Exposures(pieces).ab(ab);
      case Strategy.Ring ring -> new Exposures(pieces).ring(ring);
      case Strategy.Shadow shadow -> {
        List<Step> then =
            shadow.then().isPresent() ? steps(service, shadow.then().get(), pieces) : List.of();
        yield new Exposures(pieces).shadow(shadow, then);
      }
    };
  }

  static Step gated(Gate gate, Pace pace) {
    return new Step.Gated(gate, pace.watch(GATE_AGAIN));
  }

  /** Answers that differ are one more thing that a shadow is judged by. */
  private static JudgePolicy policy(Criteria criteria, Strategy chosen) {
    if (!(chosen instanceof Strategy.Shadow shadow)) {
      return criteria.policy();
    }
    List<Metric> metrics = new ArrayList<>(criteria.policy().metrics());
    metrics.add(
        new Metric(
            MISMATCH, Optional.of(shadow.tolerance()), 0, "were answered otherwise by the copy"));
    return criteria.policy().of(metrics);
  }

  /** A fresh baseline beside the candidate, as large as it, in the same places. */
  private static List<TrackSpec> paired(
      String id,
      Service service,
      List<TrackSpec> stable,
      List<TrackSpec> candidate,
      Optional<String> from,
      Strategy chosen) {
    if (!service.release().pair() || !(chosen instanceof Strategy.Canary)) {
      return List.of();
    }
    String version = from.orElse(TrackSpec.UNVERSIONED);
    return tracks(
        runningAs(service, version, stable),
        placementsOf(candidate),
        version,
        id + "-baseline",
        Optional.of(id));
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
    boolean shown =
        service.candidate().isPresent()
            && !(strategy instanceof Strategy.Rolling)
            && !(strategy instanceof Strategy.Recreate);
    if (!shown) {
      return tracks(service, placementsOf(stable), to, id, Optional.of(id));
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
    return tracks(service, sized, to, id, Optional.of(id));
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
