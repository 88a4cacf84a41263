package dev.curtain.analysis.series;

import java.util.Optional;

/**
 * The classification of one metric, with what it rests on.
 *
 * @param critical the run fails because of it
 * @param deviation effect size: experiment over control, or the probability of being larger; NaN
 *     where it cannot be computed
 * @param shift estimated difference experiment minus control, where one was computed
 */
public record MannWhitneyAnswer(
    Classification classification,
    boolean critical,
    String reason,
    double deviation,
    Optional<Shift> shift,
    Description control,
    Description experiment) {
  public record Shift(double lower, double upper, double estimate) {}

  /** Score of a run with this metric alone, 0..100. */
  public double score() {
    return classification == Classification.PASS ? 100 : 0;
  }
}
