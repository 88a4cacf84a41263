package dev.curtain.analysis;

import dev.curtain.analysis.series.Direction;
import dev.curtain.analysis.series.EffectSize;

/**
 * A number per interval and side (a mean, a gauge) that a candidate is judged by: by rank, as
 * Kayenta does ({@link dev.curtain.analysis.series.MannWhitneyJudge}).
 *
 * <p>That test is made for one look. It is therefore looked at rarely, whenever there are twice as
 * many points as at the look before, and it is no part of alpha: what a look costs is {@code
 * confidence}, for points that are independent of each other; where they are not it costs more.
 *
 * @param direction which way is harm
 * @param critical what does not pass puts the candidate back; otherwise nothing is promoted while
 *     it does not pass
 * @param effect how large a difference has to be, beside being significant
 * @param tolerance Kayenta's: part of the <em>estimated</em> difference that its interval must keep
 *     away from 0
 * @param confidence of that interval, 0..1
 * @param points of each side before the first look
 * @param handling whether promotion waits for it, and for what of it; its weight means nothing
 */
public record SeriesMetric(
    String name,
    Direction direction,
    boolean critical,
    EffectSize effect,
    double tolerance,
    double confidence,
    int points,
    Handling handling) {
  /** Fewer points rank next to nothing: of three and three no order is rarer than one in twenty. */
  public static final int FEWEST_POINTS = 5;

  /** Kayenta's own, where nothing is said. */
  public static final double TOLERANCE = 0.25;

  /** Likewise. */
  public static final double CONFIDENCE = 0.98;

  public SeriesMetric {
    if (name.isBlank()) {
      throw new IllegalArgumentException("series: no name (expected: cpu, queue_length …)");
    }
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException(
          name + ": tolerance " + tolerance + " (expected: 0 or more)");
    }
    if (!(confidence > 0.5 && confidence < 1)) {
      throw new IllegalArgumentException(
          name + ": confidence " + confidence + " (expected: between 0.5 and 1, as 0.98)");
    }
    if (points < FEWEST_POINTS) {
      throw new IllegalArgumentException(
          name + ": points " + points + " (expected: " + FEWEST_POINTS + " or more)");
    }
    if (critical && handling.dryRun()) {
      throw new IllegalArgumentException(name + ": critical and dry run (expected: one of them)");
    }
    if (handling.onNoData() == Handling.Missing.ABORT) {
      throw new IllegalArgumentException(
          name + ": abort on no data (expected: wait or ignore, for a series)");
    }
  }
}
