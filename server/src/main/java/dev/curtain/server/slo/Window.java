package dev.curtain.server.slo;

import dev.curtain.analysis.Tally;
import java.time.Duration;

/**
 * What was counted in a window.
 *
 * @param covered how much of the window was measured at all
 */
public record Window(Tally tally, Duration covered) {}
