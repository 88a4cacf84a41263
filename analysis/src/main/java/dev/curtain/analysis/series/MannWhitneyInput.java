package dev.curtain.analysis.series;

import java.util.List;

/**
 * Two series and how to judge them; the names are Kayenta's.
 *
 * @param control the baseline's points; NaN where there was none
 * @param experiment the candidate's points
 * @param critical a failure of this metric fails the whole run
 * @param mustHaveData no data is a failure
 * @param tolerance part of the estimated difference that its interval must keep away from 0
 * @param confidence of that interval, 0..1
 */
public record MannWhitneyInput(
    List<Double> control,
    List<Double> experiment,
    Direction direction,
    NanStrategy nanStrategy,
    boolean critical,
    boolean mustHaveData,
    Outliers outliers,
    EffectSize effectSize,
    double tolerance,
    double confidence) {
  public MannWhitneyInput {
    control = List.copyOf(control);
    experiment = List.copyOf(experiment);
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("tolerance: " + tolerance + " (expected: 0 or more)");
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "confLevel: " + confidence + " (expected: between 0 and 1, as 0.98)");
    }
  }

  /** With what Kayenta does where nothing is said. */
  public static MannWhitneyInput of(List<Double> control, List<Double> experiment) {
    return new MannWhitneyInput(
        control,
        experiment,
        Direction.EITHER,
        NanStrategy.REMOVE,
        false,
        false,
        Outliers.KEEP,
        EffectSize.MEAN_RATIO,
        0.25,
        0.98);
  }
}
