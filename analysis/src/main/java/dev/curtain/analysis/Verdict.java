package dev.curtain.analysis;

import java.util.Optional;

/**
 * What the evidence says so far.
 *
 * @param metric the metric that decided or that is furthest from deciding
 * @param reason one sentence for a person, with the numbers in it
 * @param eValue evidence against "harmless", reached so far by {@code metric}
 * @param lower lower end of the interval for candidate minus baseline (difference of shares),
 *     {@code upper} likewise; valid at every look together
 * @param blocks how many blocks were looked at
 */
public record Verdict(
    Decision decision,
    Optional<String> metric,
    String reason,
    Tally baseline,
    Tally candidate,
    double alpha,
    double eValue,
    double lower,
    double upper,
    long blocks) {
  public enum Decision {
    /** Harm is bounded below the tolerance on every metric. */
    PROMOTE,
    /** Harm is shown on a metric. */
    ABORT,
    /** Neither yet, data is coming in. */
    CONTINUE,
    /** Nothing to judge from: no data or too little. Never "good". */
    INCONCLUSIVE
  }
}
