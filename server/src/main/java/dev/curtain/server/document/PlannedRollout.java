package dev.curtain.server.document;

import dev.curtain.analysis.JudgePolicy;
import dev.curtain.analysis.Metric;
import dev.curtain.model.Prices;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Step;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.server.document.PlanDocument.Assumed;
import dev.curtain.server.document.PlanDocument.Criterion;
import dev.curtain.server.document.PlanDocument.RolloutPlan;
import dev.curtain.server.document.PlanDocument.SeriesCriterion;
import dev.curtain.server.document.PlanDocument.StepPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From what was settled on to what a plan says of it. Pure. */
final class PlannedRollout {
  private PlannedRollout() {}

  /**
   * @param starts beginning of each step, and last the end
   * @param prices of the service's replicas
   */
  static RolloutPlan of(RolloutSpec spec, long[] starts, Assumed assumed, Prices prices) {
    int noReturn = RolloutState.planned(spec).pointOfNoReturn();
    Map<String, Integer> replicas = new HashMap<>();
    spec.stable().forEach(track -> replicas.put(track.name(), track.replicas()));
    List<StepPlan> steps = new ArrayList<>();
    int peak = 0;
    PlannedCost cost = new PlannedCost(spec, prices);
    double share = 0;
    boolean named = false;
    @Nullable Long downtime = null;
    for (int i = 0; i < spec.steps().size(); i++) {
      Step step = spec.steps().get(i);
      switch (step) {
        case Step.Scale scale -> replicas.putAll(scale.replicas());
        case Step.Shift shift -> {
          share = shift.share();
          named = false;
        }
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
        case Step.Baseline _,
            Step.Watch _,
            Step.Soak _,
            Step.Trial _,
            Step.Gated _,
            Step.Await _ -> {}
      }
      int old = sum(spec.stable(), replicas) + sum(spec.baseline(), replicas);
      int fresh = sum(spec.candidate(), replicas);
      peak = Math.max(peak, old + fresh);
      long lasting = starts[i + 1] - starts[i];
      cost.add(replicas, lasting);
      steps.add(
          new StepPlan(
              i,
              step.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT),
              step.describe(),
              share,
              named ? null : Long.valueOf(Math.round(assumed.users() * share / 100)),
              starts[i],
              lasting > 0 || step.planned().isPresent() ? Long.valueOf(lasting) : null,
              old,
              fresh,
              wayBack(spec, i, noReturn)));
    }
    int rest = spec.stable().stream().mapToInt(TrackSpec::replicas).sum();
    return new RolloutPlan(
        spec.service(),
        spec.strategy(),
        spec.from().orElse(null),
        spec.to(),
        ReconfiguredDocument.of(spec),
        steps,
        starts[starts.length - 1],
        rest == 0 ? 1 : Math.round(100.0 * peak / rest) / 100.0,
        noReturn,
        downtime,
        spec.automatic(),
        spec.policy().alpha(),
        spec.policy().metrics().stream().map(metric -> criterion(metric, spec.policy())).toList(),
        spec.policy().series().stream()
            .map(metric -> SeriesCriterion.of(metric, spec.policy()))
            .toList(),
        Foresight.of(spec, assumed),
        gates(spec),
        cost.plan());
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
