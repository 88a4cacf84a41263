/**
 * Judging series of numbers that come in intervals (one mean per minute, say), the way Kayenta's
 * NetflixACAJudge does: transform, describe, classify, score. For compatibility and for metrics
 * that no counter of requests can give. One look, samples taken as independent, no control of
 * repeated looks: where counts can be had, {@link dev.curtain.analysis.Judges#sequential} is the
 * better judge.
 */
@NullMarked
package dev.curtain.analysis.series;

import org.jspecify.annotations.NullMarked;
