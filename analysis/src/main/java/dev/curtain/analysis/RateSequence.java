package dev.curtain.analysis;

/**
 * A confidence sequence for one share: covers it at all looks together with the stated probability.
 *
 * <p>Robbins' method of mixtures with a Beta(½, ½) prior: all p for which the mixture's likelihood
 * ratio against p stays below 1/α. The share is taken to be one number over the whole run; the
 * logarithm is divided by the dispersion of the blocks where they scatter more than that allows.
 */
final class RateSequence {
  private RateSequence() {}

  record Range(double lower, double upper) {}

  static Range of(Tally tally, double alpha, double dispersion) {
    if (tally.n() == 0) {
      return new Range(0, 1);
    }
    var bad = (double) tally.bad();
    var good = (double) (tally.n() - tally.bad());
    var mixture = Gamma.logBeta(bad + 0.5, good + 0.5) - Gamma.logBeta(0.5, 0.5);
    var limit = mixture + dispersion * StrictMath.log(alpha);
    var rate = tally.rate();
    var lower = bad == 0 ? 0 : edge(bad, good, limit, rate, 0);
    var upper = good == 0 ? 1 : edge(bad, good, limit, rate, 1);
    return new Range(lower, upper);
  }

  /** Where, between the observed share and the end, ln p^bad (1−p)^good falls to the limit. */
  private static double edge(double bad, double good, double limit, double inside, double outside) {
    var in = inside;
    var out = outside;
    for (var i = 0; i < 52; i++) {
      var p = in + (out - in) / 2;
      var logLikelihood =
          (bad == 0 ? 0 : bad * StrictMath.log(p)) + (good == 0 ? 0 : good * StrictMath.log1p(-p));
      if (logLikelihood > limit) {
        in = p;
      } else {
        out = p;
      }
    }
    return out;
  }
}
