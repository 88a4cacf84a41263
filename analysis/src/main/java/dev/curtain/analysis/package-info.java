/**
 * Candidate against baseline: anytime-valid verdicts with their evidence. A library of its own: it
 * knows neither models nor rollouts nor routers, only counts. Pure: no clock, no thread, no file,
 * no socket, no randomness; the same input gives the same answer, bit for bit.
 *
 * <ul>
 *   <li>{@link dev.curtain.analysis.Judges} makes a {@link dev.curtain.analysis.Judge} from a
 *       {@link dev.curtain.analysis.JudgePolicy}: alpha, and {@link dev.curtain.analysis.Metric}s
 *       with what is made of each ({@link dev.curtain.analysis.Handling}). Show it a {@link
 *       dev.curtain.analysis.Block} after the other, beginning with a past in which only the
 *       baseline served; ask for the {@link dev.curtain.analysis.Verdict} whenever you like, and
 *       for the {@link dev.curtain.analysis.Evidence} behind it.
 *   <li>{@link dev.curtain.analysis.ConfidenceSequences}: limits for shares, differences and ratios
 *       that hold at all looks together, and non-inferiority.
 *   <li>{@link dev.curtain.analysis.Forecast}: what a canary can find out, before it starts; {@link
 *       dev.curtain.analysis.Calibration}: the judge on the service's own past.
 *   <li>{@link dev.curtain.analysis.Latencies}: from buckets to exceedances, and a quantile's
 *       limits.
 *   <li>{@link dev.curtain.analysis.Experiment} and {@link dev.curtain.analysis.SampleRatio}: A/B
 *       tests; {@link dev.curtain.analysis.RollbackProfile} and {@link
 *       dev.curtain.analysis.Triage}: rules of thumb as data.
 *   <li>{@link dev.curtain.analysis.series}: Mann-Whitney for series in intervals; {@link
 *       dev.curtain.analysis.slo}: budgets and burn rates.
 * </ul>
 *
 * <p>What is claimed, proven and measured: docs/judging.md.
 */
@NullMarked
package dev.curtain.analysis;

import org.jspecify.annotations.NullMarked;
