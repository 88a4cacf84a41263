/**
 * Candidate against baseline: anytime-valid verdicts with their evidence. A library of its own: it
 * knows neither models nor rollouts nor routers, only counts. Pure: no clock, no thread, no file,
 * no socket, no randomness.
 */
@NullMarked
package dev.curtain.analysis;

import org.jspecify.annotations.NullMarked;
