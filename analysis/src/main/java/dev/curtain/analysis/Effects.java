package dev.curtain.analysis;

/**
 * The harms that are bet on, as odds against the edge of what is harmless, and how much on each.
 *
 * <p>A mixture costs about −ln(weight near the truth) compared with knowing the effect, so a few
 * bets far apart are better than many: what lies between two of them is found by both. Most of the
 * weight is where canaries fail in practice, 1.5 to 30 times the odds. Outages need little: under
 * one, every request is evidence for each of the larger bets.
 */
final class Effects {
  static final double[] ODDS = {1.5, 2.6, 7, 28, 300};

  /** Adds up to 1. */
  static final double[] WEIGHTS = {0.24, 0.22, 0.35, 0.18, 0.01};

  private Effects() {}
}
