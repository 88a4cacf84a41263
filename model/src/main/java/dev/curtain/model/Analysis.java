package dev.curtain.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code analysis}: how candidates are judged, metric by metric.
 *
 * @param alpha highest probability of ever putting a harmless version back, 0..1
 * @param minimumRequests to the candidate, before it can be found good
 * @param warmUp how long at the beginning of each watch slowness does not count
 * @param logErrors what is made of errors in logs that the serving version does not know
 * @param metrics handled otherwise than usual, or measured by somebody else
 */
public record Analysis(
    Optional<Double> alpha,
    Optional<Integer> minimumRequests,
    Optional<Duration> warmUp,
    LogErrors logErrors,
    List<Rule> metrics) {
  public static final Analysis NONE =
      new Analysis(Optional.empty(), Optional.empty(), Optional.empty(), LogErrors.NOTE, List.of());

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
   * @param series how numbers per interval are judged; empty: it is counts that are judged
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
      Optional<Source> source,
      Optional<Series> series) {
    /** Of counts. */
    public Rule(
        String name,
        Optional<Double> bound,
        Optional<Double> tolerance,
        boolean key,
        boolean dryRun,
        double weight,
        Missing onNoData,
        Missing onTooFew,
        Missing onError,
        Optional<Source> source) {
      this(
          name,
          bound,
          tolerance,
          key,
          dryRun,
          weight,
          onNoData,
          onTooFew,
          onError,
          source,
          Optional.empty());
    }
  }

  /** Which way a number must move to be harm. */
  public enum Harm {
    INCREASE,
    DECREASE,
    EITHER
  }

  /**
   * Numbers per interval and side, compared by rank (Mann-Whitney, as Kayenta does).
   *
   * @param critical what does not pass puts the new version back; otherwise nothing is promoted
   *     while it does not pass
   * @param allowedIncrease how many times the baseline's mean a rise has to be to count
   * @param allowedDecrease likewise for a fall, 1 or less
   * @param confidence of a look, 0..1
   * @param points of each side before the first look
   */
  public record Series(
      Harm harm,
      boolean critical,
      double allowedIncrease,
      double allowedDecrease,
      double confidence,
      int points) {}

  /**
   * What is made of kinds of errors in the new version's logs that the serving one does not know.
   */
  public enum LogErrors {
    /** They are written down with the rollout. */
    NOTE,
    /** People are to look at them before it goes on. */
    HOLD,
    IGNORE
  }

  /** What is made of data that is not there. */
  public enum Missing {
    WAIT,
    IGNORE,
    ABORT
  }

  /** Where counts come from that the router does not have. */
  public enum Kind {
    /** Queries to Prometheus' HTTP API. */
    PROMETHEUS,
    /** Paths into one JSON document. */
    HTTP,
    /** Samples in the text that the replicas themselves serve. */
    REPLICAS,
    /** What the processes of the replicas take of their machine; numbers only. */
    PROCESS
  }

  /**
   * Two numbers that only grow, outcomes and how many of them were bad; or one number that is what
   * it is at the moment. {@code {version}} and {@code {deployment_id}} are filled in.
   *
   * @param url of Prometheus or of the document; of replicas, the path of their metrics
   * @param bad query, path, or name of a counter with labels; empty where there is a {@code value}
   * @param total likewise, for all outcomes, good and bad
   * @param value likewise, for the one number of a series; empty where counts are asked for. Of
   *     processes {@code memory}, {@code threads} or {@code files}
   */
  public record Source(
      Kind kind, String url, String bad, String total, Duration every, String value) {
    public Source {
      // Records of before there were series have none.
      value = value == null ? "" : value;
    }

    /** Of counts. */
    public Source(Kind kind, String url, String bad, String total, Duration every) {
      this(kind, url, bad, total, every, "");
    }

    /** Whether it is numbers that it gives, and not counts. */
    public boolean series() {
      return !value.isEmpty();
    }
  }
}
