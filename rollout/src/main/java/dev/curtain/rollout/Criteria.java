package dev.curtain.rollout;

import dev.curtain.analysis.Handling;
import dev.curtain.analysis.JudgePolicy;
import dev.curtain.analysis.Metric;
import dev.curtain.analysis.RollbackProfile;
import dev.curtain.analysis.SeriesMetric;
import dev.curtain.analysis.series.Direction;
import dev.curtain.analysis.series.EffectSize;
import dev.curtain.model.Analysis;
import dev.curtain.model.RollbackPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a candidate is judged by: the model's {@code auto_rollback} where it says something, these
 * defaults where it does not.
 *
 * @param watch how long a step is watched
 * @param warmUp how long at the beginning of each watch slowness does not count
 * @param usual whether that is a profile's, which then takes no more than half of a watch; what the
 *     model says itself holds as it is
 * @param sources by metric, who counts what the router does not
 */
record Criteria(
    boolean automatic,
    JudgePolicy policy,
    List<LatencyGate> latencies,
    Duration watch,
    Duration warmUp,
    boolean usual,
    Map<String, Analysis.Source> sources) {
  /** Probability of ever aborting a harmless candidate, over all metrics and looks. */
  static final double ALPHA = 0.01;

  /** Candidate requests before evidence of harmlessness counts. */
  static final long MINIMUM_REQUESTS = 50;

  /**
   * Failures beyond the baseline's that are still no harm, where the model sets no limit: one
   * request in a hundred.
   */
  static final double ERROR_TOLERANCE = 0.01;

  /** Where the model sets no limit, "slow" is 1.5 times the serving version's own p95 … */
  static final double LATENCY_FACTOR = 1.5;

  /** … and one request in twenty more than the baseline's may be. */
  static final double LATENCY_TOLERANCE = 0.05;

  private static final RollbackProfile.Latency USUAL =
      new RollbackProfile.Latency.Times(0.95, LATENCY_FACTOR);

  static final Duration WATCH = Duration.ofMinutes(5);

  static Criteria of(RollbackPolicy policy) {
    Optional<RollbackProfile> profile = policy.profile().flatMap(RollbackProfile::named);
    List<Metric> metrics = new ArrayList<>();
    List<LatencyGate> latencies = new ArrayList<>();
    metrics.add(errors(policy, profile));
    for (RollbackPolicy.LatencyBound latency : policy.latencies()) {
      above(latency.quantile(), latency.bound(), metrics, latencies);
    }
    if (latencies.isEmpty()) {
      switch (profile.map(RollbackProfile::latency).orElse(USUAL)) {
        case RollbackProfile.Latency.Above above ->
            above(above.quantile(), above.time(), metrics, latencies);
        case RollbackProfile.Latency.Times times ->
            times(times, profile.isPresent(), metrics, latencies);
      }
    }
    Analysis analysis = policy.analysis();
    analysis.metrics().stream()
        .filter(rule -> rule.source().isPresent() && rule.series().isEmpty())
        .forEach(rule -> metrics.add(counted(rule)));
    metrics.replaceAll(metric ->
        analysis.rule(metric.name()).map(rule -> metric.handled(handling(rule))).orElse(metric));
    return new Criteria(
        policy.enabled(),
        new JudgePolicy(
            analysis.alpha().orElse(ALPHA),
            metrics,
            analysis.minimumRequests().map(Integer::longValue).orElse(MINIMUM_REQUESTS),
            analysis.metrics().stream().flatMap(rule -> series(rule).stream()).toList()),
        latencies,
        policy.triggerTime().or(() -> profile.map(RollbackProfile::after)).orElse(WATCH),
        analysis.warmUp().or(() -> profile.map(RollbackProfile::warmUp)).orElse(Duration.ZERO),
        analysis.warmUp().isEmpty(),
        sources(analysis));
  }

  /** Without what others count: for the same version on both sides, or a way back at once. */
  JudgePolicy routersOwn() {
    return new JudgePolicy(
        policy.alpha(),
        policy.metrics().stream().filter(metric -> !sources.containsKey(metric.name())).toList(),
        policy.minimumRequests());
  }

  private static Map<String, Analysis.Source> sources(Analysis analysis) {
    Map<String, Analysis.Source> sources = new LinkedHashMap<>();
    analysis
        .metrics()
        .forEach(rule -> rule.source().ifPresent(source -> sources.put(rule.name(), source)));
    return sources;
  }

  private static Metric errors(RollbackPolicy policy, Optional<RollbackProfile> profile) {
    Optional<RollbackProfile.Errors> rule = profile.map(RollbackProfile::errors);
    if (policy.errorRate().isPresent()) {
      return new Metric("error_rate", policy.errorRate(), 0, "failed");
    }
    if (rule.isEmpty()) {
      return new Metric("error_rate", Optional.empty(), ERROR_TOLERANCE, "failed");
    }
    return switch (rule.get()) {
      case RollbackProfile.Errors.Above above ->
          new Metric("error_rate", Optional.of(above.share()), 0, "failed");
      case RollbackProfile.Errors.Over over ->
          new Metric("error_rate", Optional.empty(), over.difference(), "failed");
      case RollbackProfile.Errors.Times times ->
          new Metric("error_rate", Optional.empty(), ERROR_TOLERANCE, "failed")
              .times(times.factor());
    };
  }

  private static void above(
      double quantile, Duration bound, List<Metric> metrics, List<LatencyGate> latencies) {
    String name = "latency_p" + percentile(quantile);
    latencies.add(new LatencyGate(name, quantile, Optional.of(bound.toNanos() / 1_000), 1));
    metrics.add(
        new Metric(
            name, Optional.of(1 - quantile), 0, "took longer than " + Words.duration(bound)));
  }

  private static void times(
      RollbackProfile.Latency.Times times,
      boolean bounded,
      List<Metric> metrics,
      List<LatencyGate> latencies) {
    String name = "latency_p" + percentile(times.quantile());
    latencies.add(new LatencyGate(name, times.quantile(), Optional.empty(), times.factor()));
    metrics.add(
        new Metric(
            name,
            bounded ? Optional.of(1 - times.quantile()) : Optional.empty(),
            bounded ? 0 : LATENCY_TOLERANCE,
            "took longer than %s times the serving version's p%s"
                .formatted(times.factor(), percentile(times.quantile()))));
  }

  /** What somebody else counts is judged as what the router counts is. */
  private static Metric counted(Analysis.Rule rule) {
    return new Metric(
        rule.name(),
        rule.bound(),
        rule.tolerance().orElse(rule.bound().isPresent() ? 0 : ERROR_TOLERANCE),
        "were bad by " + rule.name());
  }

  /** Numbers per interval are judged beside what is counted. */
  private static Optional<SeriesMetric> series(Analysis.Rule rule) {
    return rule.series()
        .map(series ->
            new SeriesMetric(
                rule.name(),
                switch (series.harm()) {
                  case INCREASE -> Direction.INCREASE;
                  case DECREASE -> Direction.DECREASE;
                  case EITHER -> Direction.EITHER;
                },
                series.critical(),
                new EffectSize(
                    EffectSize.Measure.MEAN_RATIO,
                    series.allowedIncrease(),
                    series.allowedDecrease(),
                    series.allowedIncrease(),
                    series.allowedDecrease()),
                SeriesMetric.TOLERANCE,
                series.confidence(),
                series.points(),
                handling(rule)));
  }

  private static Handling handling(Analysis.Rule rule) {
    return new Handling(
        rule.key(),
        rule.dryRun(),
        rule.weight(),
        missing(rule.onNoData()),
        missing(rule.onTooFew()),
        missing(rule.onError()));
  }

  private static Handling.Missing missing(Analysis.Missing meaning) {
    return switch (meaning) {
      case WAIT -> Handling.Missing.WAIT;
      case IGNORE -> Handling.Missing.IGNORE;
      case ABORT -> Handling.Missing.ABORT;
    };
  }

  private static String percentile(double quantile) {
    double per = Math.round(quantile * 10_000) / 100.0;
    return per == Math.rint(per)
        ? String.valueOf((long) per)
        : String.valueOf(per).replace(".", "");
  }
}
