package dev.curtain.analysis;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Rules of thumb for rolling back, by name and as data; the judge is given metrics made of them.
 *
 * @param name how a model asks for it
 * @param errors what is too many failures
 * @param latency what is too slow
 * @param after how long a candidate is watched before it may be promoted
 * @param warmUp how long at the beginning of that slowness does not count, where nothing else is
 *     said: new replicas are cold
 */
public record RollbackProfile(
    String name, Errors errors, Latency latency, Duration after, Duration warmUp) {
  /** What is too many failures. */
  public sealed interface Errors {
    /** More than this share, whatever the baseline has. */
    record Above(double share) implements Errors {}

    /** So much more than the baseline, as a difference of shares. */
    record Over(double difference) implements Errors {}

    /** So many times the baseline's share. */
    record Times(double factor) implements Errors {}
  }

  /** What is too slow. */
  public sealed interface Latency {
    double quantile();

    /** The quantile is above a fixed time. */
    record Above(double quantile, Duration time) implements Latency {}

    /** The quantile is above so many times the baseline's own, frozen when the judge starts. */
    record Times(double quantile, double factor) implements Latency {}
  }

  /** Error rate above 1 %, or p95 above 500 ms, watched for 5 minutes. */
  public static final RollbackProfile LESSON =
      new RollbackProfile(
          "lesson",
          new Errors.Above(0.01),
          new Latency.Above(0.95, Duration.ofMillis(500)),
          Duration.ofMinutes(5),
          Duration.ZERO);

  /**
   * 2 percentage points more errors, or p99 half as slow again once it has had 5 minutes to warm
   * up, watched for 10 minutes.
   */
  public static final RollbackProfile GUIDE =
      new RollbackProfile(
          "guide",
          new Errors.Over(0.02),
          new Latency.Times(0.99, 1.5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(5));

  /**
   * Twice the baseline's errors; the rule names no latency, twice its p95 is this library's choice.
   */
  public static final RollbackProfile BASELINE_2X =
      new RollbackProfile(
          "baseline-2x",
          new Errors.Times(2),
          new Latency.Times(0.95, 2),
          Duration.ofMinutes(10),
          Duration.ZERO);

  public static List<RollbackProfile> all() {
    return List.of(LESSON, GUIDE, BASELINE_2X);
  }

  public static Optional<RollbackProfile> named(String name) {
    return all().stream().filter(profile -> profile.name().equals(name)).findFirst();
  }

  /**
   * The metric for failures.
   *
   * @param baseline what the serving version did before; a multiple of it needs to know
   */
  public Metric errorMetric(Tally baseline) {
    return switch (errors) {
      case Errors.Above above -> new Metric("error_rate", Optional.of(above.share()), 0, "failed");
      case Errors.Over over ->
          new Metric("error_rate", Optional.empty(), over.difference(), "failed");
      case Errors.Times times -> {
        // Twice nothing is nothing: half a failure is taken for seen.
        var rate = (baseline.bad() + 0.5) / (baseline.n() + 1.0);
        var more = StrictMath.min(1, rate * (times.factor() - 1));
        yield new Metric("error_rate", Optional.empty(), more, "failed");
      }
    };
  }

  /** The metric for slow requests: the share of those slower than {@link #slowFromMicros}. */
  public Metric latencyMetric() {
    var part = 1 - latency.quantile();
    var name = "latency_p" + StrictMath.round(latency.quantile() * 100);
    return switch (latency) {
      case Latency.Above above ->
          new Metric(
              name, Optional.of(part), 0, "took longer than " + above.time().toMillis() + " ms");
      case Latency.Times times ->
          new Metric(
              name,
              Optional.of(part),
              0,
              "took longer than %s times the baseline's p%s"
                  .formatted(times.factor(), StrictMath.round(times.quantile() * 100)));
    };
  }

  /** From where a request counts as slow, given the baseline's own quantile. */
  public long slowFromMicros(long baselineQuantileMicros) {
    return switch (latency) {
      case Latency.Above above -> above.time().toNanos() / 1000;
      case Latency.Times times -> StrictMath.round(baselineQuantileMicros * times.factor());
    };
  }
}
