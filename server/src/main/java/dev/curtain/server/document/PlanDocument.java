package dev.curtain.server.document;

import dev.curtain.analysis.JudgePolicy;
import dev.curtain.analysis.SeriesMetric;
import dev.curtain.model.Deployment;
import dev.curtain.model.Prices;
import dev.curtain.model.Region;
import dev.curtain.model.Relation;
import dev.curtain.model.Service;
import dev.curtain.rollout.Manner;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.SetPlanner;
import dev.curtain.rollout.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code curtain plan --json}: what would happen, before anything does. Durations are the model's.
 */
public record PlanDocument(
    String model,
    @Nullable String deployment,
    List<ServicePlan> services,
    List<RolloutPlan> rollouts,
    @Nullable SetPlan set) {
  public PlanDocument {
    services = List.copyOf(services);
    rollouts = List.copyOf(rollouts);
  }

  /**
   * A service as it stands in the file.
   *
   * @param regions what would be left if one were lost; empty where it runs in one
   */
  public record ServicePlan(
      String service,
      String title,
      @Nullable String version,
      String strategy,
      List<PlacementPlan> placements,
      List<RegionPlan> regions) {}

  public record PlacementPlan(
      String path, String node, int replicas, double share, boolean standby) {}

  /**
   * Whether the others carry what a region does.
   *
   * @param share per cent of the traffic that it has
   * @param othersMayGrowTo replicas that the others may have ({@code max_replicas}) once it is lost
   * @param needed replicas that carry the traffic at rest
   * @param carried whether that is enough for each of them to have no more to do than now
   */
  public record RegionPlan(
      String region,
      double share,
      int replicas,
      boolean standby,
      int othersMayGrowTo,
      int needed,
      boolean carried) {}

  /**
   * Services that move as one: all of them or none.
   *
   * @param services in the order in which they go
   * @param shares per cent that each route table gives all of them; empty: one after the other
   */
  public record SetPlan(
      boolean inOrder, List<String> services, List<Double> shares, long durationMillis) {
    public SetPlan {
      services = List.copyOf(services);
      shares = List.copyOf(shares);
    }
  }

  /**
   * @param configuration what the new version runs with otherwise than the previous one
   * @param costFactor replicas at the peak, both versions together, over those at rest
   * @param pointOfNoReturn index of the first step from which going back is more than a change of
   *     route
   * @param declaredDowntimeMillis the longest gap that is declared; null: there is none
   * @param criteria what the new version is judged by
   * @param gates what may hold it, by their kinds
   * @param costs by currency; empty where the model says no cost of its places
   */
  public record RolloutPlan(
      String service,
      String strategy,
      @Nullable String from,
      String to,
      List<ReconfiguredDocument> configuration,
      List<StepPlan> steps,
      long durationMillis,
      double costFactor,
      int pointOfNoReturn,
      @Nullable Long declaredDowntimeMillis,
      boolean automaticRollback,
      double alpha,
      List<Criterion> criteria,
      List<SeriesCriterion> series,
      Detectable detectable,
      List<String> gates,
      List<CostPlan> costs) {}

  /**
   * What a rollout costs, in money, over the least time that it takes: by the hours of its
   * replicas, each at what the model says that its place costs.
   *
   * @param atRestPerHour what the service costs when nothing is rolled out
   * @param more than that; below 0 where it is less
   * @param whole all of the service in that time
   * @param sources paths of the model whose {@code cost} is in it, divided by replicas
   */
  public record CostPlan(
      String currency, double atRestPerHour, double more, double whole, List<String> sources) {
    public CostPlan {
      sources = List.copyOf(sources);
    }
  }

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
   * @param experiment what an A/B test can tell apart beside that; null where there is none
   */
  public record Detectable(
      double requestsPerSecond,
      long users,
      double baselineRate,
      double share,
      boolean slowRollout,
      @Nullable Double smallestShare,
      List<Harm> harms,
      String sentence,
      @Nullable Decidable experiment) {}

  /**
   * What an A/B test can tell apart with the users that were assumed.
   *
   * @param share per cent of them who have the new version
   * @param conversion of the serving version that was assumed, 0..1
   */
  public record Decidable(
      double share,
      double conversion,
      double alpha,
      long minimumUsers,
      List<Difference> differences,
      String sentence) {}

  /**
   * @param times of the serving version's conversion
   * @param users of both versions after which it is decided, on average; null: there are too few
   */
  public record Difference(double times, @Nullable Long users) {}

  /**
   * @param millis expected time until it is found; null: not within the window
   */
  public record Harm(String harm, @Nullable Long millis, long exposedUsers) {}

  /**
   * What is assumed about traffic when a plan is made.
   *
   * @param baselineRate share of failing requests of the serving version, 0..1
   * @param conversion share of its users who do what an experiment counts, 0..1
   */
  public record Assumed(
      double requestsPerSecond, long users, double baselineRate, double conversion) {
    /** The usual conversion of a shop, where nobody says. */
    public static final double CONVERSION = 0.05;
  }

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
   * Numbers per interval, judged by rank and outside of alpha.
   *
   * @param harm {@code increase decrease either}
   * @param critical puts the new version back; otherwise it is not promoted meanwhile
   * @param allowedIncrease times the baseline's mean from which a rise counts
   * @param confidence of a look, 0..1
   * @param points of each side before the first look; each further one takes twice as many
   * @param key promotion waits for it
   */
  public record SeriesCriterion(
      String metric,
      String harm,
      boolean critical,
      double allowedIncrease,
      double allowedDecrease,
      double confidence,
      int points,
      boolean key,
      boolean dryRun) {
    static SeriesCriterion of(SeriesMetric metric, JudgePolicy policy) {
      return new SeriesCriterion(
          metric.name(),
          metric.direction().name().toLowerCase(Locale.ROOT),
          metric.critical(),
          metric.effect().allowedIncrease(),
          metric.effect().allowedDecrease(),
          metric.confidence(),
          metric.points(),
          policy.waitsFor(metric),
          metric.handling().dryRun());
    }
  }

  /**
   * @param set versions to plan, by service, besides the candidates that the model shows
   * @param manner how those that move go together
   * @param relations of the model: whoever is depended on goes first
   * @throws PlanRefused if there is no such way, or not for all of them together
   */
  public static PlanDocument of(
      String file,
      Optional<Deployment> deployment,
      Map<String, String> set,
      Manner manner,
      List<Relation> relations,
      Assumed assumed)
      throws PlanRefused {
    List<ServicePlan> services = new ArrayList<>();
    Map<String, SetPlanner.Member> moving = new LinkedHashMap<>();
    for (Service service : deployment.map(Deployment::services).orElse(List.of())) {
      services.add(service(service, Region.of(deployment.orElseThrow(), service)));
      Optional.ofNullable(set.get(service.element()))
          .or(() -> service.candidate().map(Service.Candidate::version))
          .ifPresent(to -> moving.put(service.element(), ProposedRollouts.member(service, to)));
    }
    List<RolloutSpec> specs = ProposedRollouts.of(List.copyOf(moving.values()), manner, relations);
    String id = deployment.map(Deployment::id).orElse(null);
    if (manner == Manner.ALONE) {
      List<RolloutPlan> rollouts = new ArrayList<>();
      for (RolloutSpec spec : specs) {
        rollouts.addAll(rollouts(List.of(spec), PlanTimes.of(List.of(spec)), assumed, deployment));
      }
      return new PlanDocument(file, id, services, rollouts, null);
    }
    long[][] times = PlanTimes.of(specs);
    return new PlanDocument(
        file, id, services, rollouts(specs, times, assumed, deployment), set(specs, times));
  }

  /**
   * Of a system that runs.
   *
   * @param services those that would move, as the model has them, each with its regions
   * @param specs what would be begun: one rollout, or a set's in its order
   */
  public static PlanDocument of(
      String file,
      Deployment deployment,
      Map<Service, List<Region>> services,
      List<RolloutSpec> specs,
      Assumed assumed) {
    long[][] times = PlanTimes.of(specs);
    return new PlanDocument(
        file,
        deployment.id(),
        services.entrySet().stream().map(each -> service(each.getKey(), each.getValue())).toList(),
        rollouts(specs, times, assumed, Optional.of(deployment)),
        specs.getFirst().set().isEmpty() ? null : set(specs, times));
  }

  /** Those of a set wait for each other. */
  private static List<RolloutPlan> rollouts(
      List<RolloutSpec> specs, long[][] times, Assumed assumed, Optional<Deployment> deployment) {
    List<RolloutPlan> rollouts = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      String service = specs.get(i).service();
      Prices prices = deployment.map(each -> Prices.of(each, service)).orElse(Prices.NONE);
      rollouts.add(PlannedRollout.of(specs.get(i), times[i], assumed, prices));
    }
    return rollouts;
  }

  private static SetPlan set(List<RolloutSpec> specs, long[][] times) {
    boolean inOrder = specs.getFirst().set().orElseThrow().inOrder();
    long end = 0;
    for (long[] starts : times) {
      end = Math.max(end, starts[starts.length - 1]);
    }
    return new SetPlan(
        inOrder,
        specs.stream().map(RolloutSpec::service).toList(),
        inOrder ? List.of() : shares(specs.getFirst()),
        end);
  }

  private static List<Double> shares(RolloutSpec spec) {
    List<Double> shares = new ArrayList<>();
    for (Step step : spec.steps()) {
      if (step instanceof Step.Shift shift) {
        shares.add(shift.share());
      }
    }
    return shares;
  }

  private static ServicePlan service(Service service, List<Region> regions) {
    return new ServicePlan(
        service.element(),
        service.title(),
        service.version().orElse(null),
        service.strategy().label(),
        service.placements().stream()
            .map(place ->
                new PlacementPlan(
                    place.path(), place.node(), place.replicas(), place.share(), place.standby()))
            .toList(),
        regions.size() < 2
            ? List.of()
            : regions.stream().map(region -> region(region, regions)).toList());
  }

  private static RegionPlan region(Region region, List<Region> all) {
    Region.Spare spare = Region.without(region, all);
    return new RegionPlan(
        region.name(),
        region.share(),
        region.replicas(),
        region.standby(),
        spare.left(),
        spare.needed(),
        spare.enough());
  }
}
