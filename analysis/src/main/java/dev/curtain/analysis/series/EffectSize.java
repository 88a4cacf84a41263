package dev.curtain.analysis.series;

/**
 * How large a difference has to be, beside being significant, to count.
 *
 * @param allowedIncrease High only from here on, {@code allowedDecrease} likewise for Low
 * @param criticalIncrease High is critical, on a critical metric, only from here on
 */
public record EffectSize(
    Measure measure,
    double allowedIncrease,
    double allowedDecrease,
    double criticalIncrease,
    double criticalDecrease) {
  public enum Measure {
    /** Mean of the experiment over mean of the control; 1 is no effect. */
    MEAN_RATIO,
    /** Probability that a point of the experiment exceeds one of the control; ½ is no effect. */
    CLES
  }

  public static final EffectSize MEAN_RATIO = of(Measure.MEAN_RATIO);

  /** Any effect at all. */
  public static EffectSize of(Measure measure) {
    var none =
        switch (measure) {
          case MEAN_RATIO -> 1.0;
          case CLES -> 0.5;
        };
    return new EffectSize(measure, none, none, none, none);
  }

  double of(double[] experiment, double[] control) {
    return switch (measure) {
      case MEAN_RATIO -> Effects.meanRatio(experiment, control);
      case CLES -> Effects.commonLanguage(experiment, control);
    };
  }
}
