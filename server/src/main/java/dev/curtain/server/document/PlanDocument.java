package dev.curtain.server.document;

import dev.curtain.analysis.Forecast;
import dev.curtain.analysis.JudgePolicy;
import dev.curtain.analysis.Metric;
import dev.curtain.analysis.Traffic;
import dev.curtain.model.Deployment;
import dev.curtain.model.Service;
import dev.curtain.rollout.Pace;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.Planner;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Step;
import dev.curtain.rollout.TrackSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code curtain plan --json}: what would happen, before anything does. Durations are the model's.
 */
public record PlanDocument(
    String model,
    @Nullable String deployment,
    List<ServicePlan> services,
    List<RolloutPlan> rollouts) {
  public PlanDocument {
    services = List.copyOf(services);
    rollouts = List.copyOf(rollouts);
  }

  /** A service as it stands in the file. */
  public record ServicePlan(
      String service,
      String title,
      @Nullable String version,
      String strategy,
      List<PlacementPlan> placements) {}

  public record PlacementPlan(
      String path, String node, int replicas, double share, boolean standby) {}

  /**
   * @param costFactor replicas at the peak, both versions together, over those at rest
   * @param pointOfNoReturn index of the first step from which going back is more than a change of
   *     route
   * @param declaredDowntimeMillis the longest gap that is declared; null: there is none
   * @param criteria what the new version is judged by
   * @param gates what may hold it, by their kinds
   */
  public record RolloutPlan(
      String service,
      String strategy,
      @Nullable String from,
      String to,
      List<StepPlan> steps,
      long durationMillis,
      double costFactor,
      int pointOfNoReturn,
      @Nullable Long declaredDowntimeMillis,
      boolean automaticRollback,
      double alpha,
      List<Criterion> criteria,
      Detectable detectable,
      List<String> gates) {}

  /**
   * @param share per cent of users that meet the new version once the step is done
   * @param startsAtMillis at the earliest
   * @param durationMillis at the least; null where it takes as long as it takes
   * @param exposedUsers how many of the assumed users have met the new version by the end of the
   *     step; null where that depends on who is in a group
   * @param rollback {@code route}, {@code redeploy}, or {@code restore}: the previous version is
   *     started again by the rollout itself, with a gap
   */
  public record StepPlan(
      int index,
      String kind,
      String describe,
      double share,
      @Nullable Long exposedUsers,
      long startsAtMillis,
      @Nullable Long durationMillis,
      int replicasOld,
      int replicasNew,
      String rollback) {}

  /**
   * What the first analysed step can find out about failures, for the traffic that was assumed.
   *
   * @param baselineRate share of failing requests that the serving version was taken to have
   * @param slowRollout it can find none of the harms within its window: not a canary but a slow
   *     rollout
   * @param smallestShare per cent at which one point more failures is found within the window;
   *     null: at none
   */
  public record Detectable(
      double requestsPerSecond,
      long users,
      double baselineRate,
      double share,
      boolean slowRollout,
      @Nullable Double smallestShare,
      List<Harm> harms,
      String sentence) {}

  /**
   * @param millis expected time until it is found; null: not within the window
   */
  public record Harm(String harm, @Nullable Long millis, long exposedUsers) {}

  /**
   * What is assumed about traffic when a plan is made.
   *
   * @param baselineRate share of failing requests of the serving version, 0..1
   */
  public record Assumed(double requestsPerSecond, long users, double baselineRate) {}

  /**
   * @param bound highest acceptable share of bad requests, 0..1; null: the concurrent baseline plus
   *     tolerance
   */
  public record Criterion(
      String metric,
      String bad,
      @Nullable Double bound,
      double tolerance,
      @Nullable Double times,
      double alpha,
      boolean key,
      boolean dryRun) {}

  /**
   * @param set versions to plan, by service, besides the candidates that the model shows
   */
  public static PlanDocument of(
      String file, Optional<Deployment> deployment, Map<String, String> set, Assumed assumed)
      throws PlanRefused {
    List<ServicePlan> services = new ArrayList<>();
    List<RolloutPlan> rollouts = new ArrayList<>();
    for (Service service : deployment.map(Deployment::services).orElse(List.of())) {
      services.add(service(service));
      Optional<String> to =
          Optional.ofNullable(set.get(service.element()))
              .or(() -> service.candidate().map(Service.Candidate::version));
      if (to.isPresent()) {
        rollouts.add(rollout(spec(service, to.get()), assumed));
      }
    }
    return new PlanDocument(file, deployment.map(Deployment::id).orElse(null), services, rollouts);
  }

  /**
   * Of a system that runs.
   *
   * @param service as the model has it
   * @param spec what would be begun
   */
  public static PlanDocument of(
      String file, String deployment, Service service, RolloutSpec spec, Assumed assumed) {
    return new PlanDocument(
        file, deployment, List.of(service(service)), List.of(rollout(spec, assumed)));
  }

  private static ServicePlan service(Service service) {
    return new ServicePlan(
        service.element(),
        service.title(),
        service.version().orElse(null),
        service.strategy().label(),
        service.placements().stream()
            .map(place ->
                new PlacementPlan(
                    place.path(), place.node(), place.replicas(), place.share(), place.standby()))
            .toList());
  }

  private static RolloutSpec spec(Service service, String to) throws PlanRefused {
    return Planner.plan(
        "plan",
        service,
        Planner.tracks(
            service, service.placements(), service.version().orElse(TrackSpec.UNVERSIONED), "0"),
        service.version(),
        to,
        Optional.empty(),
        Pace.REAL);
  }

  private static RolloutPlan rollout(RolloutSpec spec, Assumed assumed) {
    int noReturn = RolloutState.planned(spec).pointOfNoReturn();
    Map<String, Integer> replicas = new HashMap<>();
    spec.stable().forEach(track -> replicas.put(track.name(), track.replicas()));
    List<StepPlan> steps = new ArrayList<>();
    long at = 0;
    int peak = 0;
    double share = 0;
    boolean named = false;
    @Nullable Long downtime = null;
    for (int i = 0; i < spec.steps().size(); i++) {
      Step step = spec.steps().get(i);
      Optional<Duration> lasting = Optional.empty();
      switch (step) {
        case Step.Baseline baseline -> lasting = Optional.of(baseline.lasting());
        case Step.Scale scale -> replicas.putAll(scale.replicas());
        case Step.Shift shift -> {
          share = shift.share();
          named = false;
        }
        case Step.Watch watch -> lasting = Optional.of(watch.atLeast());
        case Step.Soak soak -> lasting = Optional.of(soak.lasting());
        case Step.Trial trial -> lasting = Optional.of(trial.atMost());
        case Step.Open open -> {
          share = open.rest();
          named = !open.audiences().isEmpty();
        }
        case Step.Mirror _ -> share = 0;
        case Step.Close close -> {
          share = 0;
          downtime = close.declared().toMillis();
        }
        case Step.Advance advance -> {
          share = advance.share();
          named = false;
        }
        case Step.Gated _, Step.Await _ -> {}
      }
      int old = sum(spec.stable(), replicas);
      int fresh = sum(spec.candidate(), replicas);
      peak = Math.max(peak, old + fresh);
      steps.add(
          new StepPlan(
              i,
              step.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT),
              step.describe(),
              share,
              named ? null : Long.valueOf(Math.round(assumed.users() * share / 100)),
              at,
              lasting.map(Duration::toMillis).orElse(null),
              old,
              fresh,
              wayBack(spec, i, noReturn)));
      at += lasting.map(Duration::toMillis).orElse(0L);
    }
    int rest = spec.stable().stream().mapToInt(TrackSpec::replicas).sum();
    return new RolloutPlan(
        spec.service(),
        spec.strategy(),
        spec.from().orElse(null),
        spec.to(),
        steps,
        at,
        rest == 0 ? 1 : Math.round(100.0 * peak / rest) / 100.0,
        noReturn,
        downtime,
        spec.automatic(),
        spec.policy().alpha(),
        spec.policy().metrics().stream().map(metric -> criterion(metric, spec.policy())).toList(),
        detectable(spec, assumed),
        gates(spec));
  }

  private static String wayBack(RolloutSpec spec, int index, int noReturn) {
    if (index < noReturn) {
      return "route";
    }
    return spec.recreates() ? "restore" : "redeploy";
  }

  /** Readiness and the judge always hold; the rest is the model's. */
  private static List<String> gates(RolloutSpec spec) {
    Set<String> gates = new LinkedHashSet<>(List.of("health", "analysis"));
    for (Step step : spec.steps()) {
      if (step instanceof Step.Gated gated) {
        gates.add(gated.gate().label());
      }
    }
    return List.copyOf(gates);
  }

  private static Detectable detectable(RolloutSpec spec, Assumed assumed) {
    double share = 0;
    Duration window = Duration.ZERO;
    for (Step step : spec.steps()) {
      if (step instanceof Step.Shift shift && share == 0) {
        share = shift.share();
      }
      if (step instanceof Step.Watch watch && window.isZero()) {
        window = watch.atLeast();
      }
    }
    // Blocks of a second are what the engine measures in.
    Traffic traffic =
        new Traffic(
            assumed.requestsPerSecond(),
            Math.clamp(share / 100, 0.001, 0.5),
            assumed.baselineRate(),
            1,
            Math.max(
                1,
                assumed.requestsPerSecond() * window.toSeconds() / Math.max(1, assumed.users())));
    Metric errors = spec.policy().metrics().getFirst();
    double windowSeconds = Math.max(1, window.toSeconds());
    Forecast forecast = Forecast.beyondLimit(spec.policy(), errors, traffic, windowSeconds);
    return new Detectable(
        assumed.requestsPerSecond(),
        assumed.users(),
        assumed.baselineRate(),
        share,
        forecast.isSlowRollout(),
        forecast.smallestShare().map(each -> 100 * each).orElse(null),
        forecast.harms().stream()
            .map(harm ->
                new Harm(
                    harm.name(),
                    harm.seconds().map(seconds -> Math.round(1_000 * seconds)).orElse(null),
                    Math.min(harm.users(), assumed.users())))
            .toList(),
        forecast.sentence());
  }

  private static Criterion criterion(Metric metric, JudgePolicy policy) {
    return new Criterion(
        metric.name(),
        metric.description(),
        metric.bound().orElse(null),
        metric.tolerance(),
        metric.times().orElse(null),
        metric.handling().dryRun() ? 0 : policy.level(metric),
        policy.key().contains(metric),
        metric.handling().dryRun());
  }

  private static int sum(List<TrackSpec> tracks, Map<String, Integer> replicas) {
    return tracks.stream().mapToInt(track -> replicas.getOrDefault(track.name(), 0)).sum();
  }
}
