package dev.curtain.analysis;

import dev.curtain.analysis.series.MannWhitneyAnswer;
import java.util.Optional;

/**
 * What the points of a series say.
 *
 * @param baseline points of the baseline so far, {@code candidate} likewise
 * @param looks how often it was looked at
 * @param points how many of each side the last look saw
 * @param next how many there have to be for the next one
 * @param answer of the last look
 */
public record SeriesEvidence(
    SeriesMetric metric,
    long baseline,
    long candidate,
    int looks,
    int points,
    int next,
    Optional<MannWhitneyAnswer> answer) {}
