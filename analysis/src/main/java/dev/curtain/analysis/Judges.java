package dev.curtain.analysis;

/** Where judges come from. */
public final class Judges {
  /** Goes up when the same blocks come to another verdict than before. */
  public static final String METHOD = "sequential-4";

  private Judges() {}

  /**
   * A judge that may be asked after every block, from the first on, without spending more than the
   * policy's alpha on aborting a harmless candidate.
   *
   * <p>For every metric it keeps an e-process against "harmless" ({@link BoundTest}, {@link
   * ComparisonTest}) and aborts when one of them reaches the number of metrics over alpha (Ville's
   * inequality, and the union bound over the metrics). It promotes when the e-process against
   * "harmful" reaches 1/alpha on every metric, and the candidate has had the least number of
   * requests; as all metrics must pass, no correction is due. Alpha is shared by weight, a
   * promotion rests on key metrics, dry runs are shown only, and what missing data mean is each
   * metric's own ({@link Handling}). {@link Dispersion} allows for bursts.
   *
   * <p>Series of numbers ({@link SeriesMetric}) are judged beside, by rank, with errors of their
   * own.
   */
  public static Judge sequential(JudgePolicy policy) {
    return policy.series().isEmpty() ? SequentialJudge.of(policy) : SeriesJudge.of(policy);
  }

  /**
   * A judge for when the candidate has everything and there is nobody left to compare with: it
   * aborts when an e-process against "at or below the bound" reaches the number of metrics over
   * alpha, and never promotes. Baselines in its blocks are not looked at.
   *
   * @throws IllegalArgumentException if a metric has no bound
   */
  public static Judge alone(JudgePolicy policy) {
    return LoneJudge.of(policy);
  }
}
