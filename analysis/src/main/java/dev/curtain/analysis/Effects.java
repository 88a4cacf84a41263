package dev.curtain.analysis;

/**
 * The harms that are bet on, as odds against the edge of what is harmless, and how much on each.
 *
 * <p>A mixture costs about −ln(weight near the truth) compared with knowing the effect. Most of the
 * weight is where canaries fail in practice, 1.5 to 15 times the odds; the rest is for outages.
 */
final class Effects {
  static final double[] ODDS = {1.35, 1.8, 2.5, 4, 7, 14, 40, 200, 1500};

  /** Adds up to 1. */
  static final double[] WEIGHTS = {0.1, 0.17, 0.2, 0.17, 0.13, 0.1, 0.08, 0.03, 0.02};

  private Effects() {}
}
