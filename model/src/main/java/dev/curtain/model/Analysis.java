package dev.curtain.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code analysis}: how candidates are judged, metric by metric.
 *
 * @param alpha highest probability of ever putting a harmless version back, 0..1
 * @param minimumRequests to the candidate, before it can be found good
 * @param metrics handled otherwise than usual, or measured by somebody else
 */
public record Analysis(
    Optional<Double> alpha, Optional<Integer> minimumRequests, List<Rule> metrics) {
  public static final Analysis NONE = new Analysis(Optional.empty(), Optional.empty(), List.of());

  public Analysis {
    metrics = List.copyOf(metrics);
  }

  public Optional<Rule> rule(String metric) {
    return metrics.stream().filter(rule -> rule.name().equals(metric)).findFirst();
  }

  /**
   * @param bound highest acceptable share of bad outcomes, 0..1; for metrics with a source
   * @param tolerance how much more than the baseline's share is no harm, 0..1; likewise
   * @param key promotion rests on it
   * @param dryRun judged and shown, never acted on
   * @param weight its part of alpha, beside the others' weights
   * @param source who counts; empty: the router does
   */
  public record Rule(
      String name,
      Optional<Double> bound,
      Optional<Double> tolerance,
      boolean key,
      boolean dryRun,
      double weight,
      Missing onNoData,
      Missing onTooFew,
      Missing onError,
      Optional<Source> source) {}

  /** What is made of data that is not there. */
  public enum Missing {
    WAIT,
    IGNORE,
    ABORT
  }

  /** Where counts come from that the router does not have. */
  public enum Kind {
    /** Two queries to Prometheus' HTTP API. */
    PROMETHEUS,
    /** Two paths into one JSON document. */
    HTTP,
    /** Two counters in the text that the replicas themselves serve. */
    REPLICAS
  }

  /**
   * Two numbers that only grow: outcomes, and how many of them were bad. {@code {version}} and
   * {@code {deployment_id}} are filled in.
   *
   * @param url of Prometheus or of the document; of replicas, the path of their metrics
   * @param bad query, path, or name of a counter with labels
   * @param total likewise, for all outcomes, good and bad
   */
  public record Source(Kind kind, String url, String bad, String total, Duration every) {}
}
