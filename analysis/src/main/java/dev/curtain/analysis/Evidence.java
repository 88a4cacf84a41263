package dev.curtain.analysis;

import java.util.Optional;

/**
 * The arithmetic behind a verdict, for one metric: what is multiplied, divided and compared.
 *
 * @param baseline what was seen of the baseline since the candidate's first request, {@code
 *     candidate} likewise
 * @param logComparison ln of the e-value against "not worse than the baseline plus the tolerance",
 *     every block's evidence divided by the scatter known before it
 * @param logBound ln of the e-value against "not above the bound", where there is one, before it is
 *     divided by the scatter
 * @param scatter how many times more the blocks vary than independent requests would
 * @param scatterUsed what the blocks' evidence was divided by, on average
 * @param logHarm ln of the e-value against "harmless"
 * @param logLimit ln of what it has to reach for an abort
 * @param logSafety ln of the e-value against "harmful"
 * @param logSafetyLimit ln of what that has to reach for a promotion
 */
public record Evidence(
    Metric metric,
    Tally baseline,
    Tally candidate,
    double logComparison,
    Optional<Double> logBound,
    double scatter,
    double scatterUsed,
    double logHarm,
    double logLimit,
    double logSafety,
    double logSafetyLimit) {}
