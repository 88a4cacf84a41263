package dev.curtain.analysis;

/**
 * Limits for shares, their difference and their ratio that hold at every look together: one may
 * look after every request and stop at any time, and the probability that a limit was ever wrong
 * stays at or below {@code alpha}. For display, and for claims of the kind "at most so much worse".
 *
 * <p>Two-sided: Robbins' mixture with a Beta(½, ½) prior over all shares. One-sided: the same prior
 * cut off at the share that is tested, so that nothing is paid for the side that is not asked
 * about; valid for every share beyond it, as the likelihood ratio is monotone in the outcome.
 * Differences and ratios combine both sides' limits at half of {@code alpha} each (union bound).
 *
 * <p>The requests of a side are taken to be independent with one share over the whole run. Bursts
 * are not allowed for here; {@link Judges#sequential} does.
 */
public final class ConfidenceSequences {
  /** Both ends hold at all looks together. */
  public record Interval(double lower, double upper) {}

  private ConfidenceSequences() {}

  /** Two-sided, for one share; [0, 1] where nothing was seen. */
  public static Interval share(Tally seen, double alpha) {
    var range = RateSequence.of(seen, checked(alpha), 1);
    return new Interval(range.lower(), range.upper());
  }

  /** The share is at most this. */
  public static double shareAtMost(Tally seen, double alpha) {
    checked(alpha);
    if (seen.n() == 0 || seen.bad() == seen.n()) {
      return 1;
    }
    var inside = seen.rate();
    var outside = 1.0;
    for (var i = 0; i < 60; i++) {
      var p = inside + (outside - inside) / 2;
      if (logEvidenceBelow(seen, p) >= -StrictMath.log(alpha)) {
        outside = p;
      } else {
        inside = p;
      }
    }
    return outside;
  }

  /** The share is at least this. */
  public static double shareAtLeast(Tally seen, double alpha) {
    return 1 - shareAtMost(new Tally(seen.n(), seen.n() - seen.bad()), alpha);
  }

  /** Two-sided, for candidate minus baseline. */
  public static Interval difference(Block.Sides seen, double alpha) {
    var there = share(seen.candidate(), checked(alpha) / 2);
    var here = share(seen.baseline(), alpha / 2);
    return new Interval(there.lower() - here.upper(), there.upper() - here.lower());
  }

  /** Candidate minus baseline is at most this: what non-inferiority is claimed from. */
  public static double differenceAtMost(Block.Sides seen, double alpha) {
    return shareAtMost(seen.candidate(), checked(alpha) / 2)
        - shareAtLeast(seen.baseline(), alpha / 2);
  }

  /** Candidate minus baseline is at least this. */
  public static double differenceAtLeast(Block.Sides seen, double alpha) {
    return shareAtLeast(seen.candidate(), checked(alpha) / 2)
        - shareAtMost(seen.baseline(), alpha / 2);
  }

  /** Two-sided, for candidate over baseline; infinite above while the baseline may be 0. */
  public static Interval ratio(Block.Sides seen, double alpha) {
    var there = share(seen.candidate(), checked(alpha) / 2);
    var here = share(seen.baseline(), alpha / 2);
    return new Interval(over(there.lower(), here.upper()), over(there.upper(), here.lower()));
  }

  /** Candidate over baseline is at most this. */
  public static double ratioAtMost(Block.Sides seen, double alpha) {
    return over(
        shareAtMost(seen.candidate(), checked(alpha) / 2),
        shareAtLeast(seen.baseline(), alpha / 2));
  }

  /** Candidate over baseline is at least this. */
  public static double ratioAtLeast(Block.Sides seen, double alpha) {
    return over(
        shareAtLeast(seen.candidate(), checked(alpha) / 2),
        shareAtMost(seen.baseline(), alpha / 2));
  }

  /**
   * Whether the candidate is shown to be worse by less than the tolerance.
   *
   * @param tolerance difference of shares, 0..1
   */
  public static boolean notInferior(Block.Sides seen, double tolerance, double alpha) {
    if (!(tolerance >= 0 && tolerance <= 1)) {
      throw new IllegalArgumentException(
          "tolerance: " + tolerance + " (expected: a difference of shares, 0..1)");
    }
    return differenceAtMost(seen, alpha) < tolerance;
  }

  /** ln of the e-value against "the share is p or more". */
  private static double logEvidenceBelow(Tally seen, double p) {
    var bad = (double) seen.bad();
    var good = (double) (seen.n() - seen.bad());
    var a = bad + 0.5;
    var b = good + 0.5;
    // I_p(½, ½) · B(½, ½) = 2 asin √p
    var prior = StrictMath.log(2 * StrictMath.asin(StrictMath.sqrt(p)));
    return Beta.logCdf(p, a, b)
        + Gamma.logBeta(a, b)
        - prior
        - (bad == 0 ? 0 : bad * StrictMath.log(p))
        - good * StrictMath.log1p(-p);
  }

  private static double over(double candidate, double baseline) {
    if (baseline > 0) {
      return candidate / baseline;
    }
    return candidate > 0 ? Double.POSITIVE_INFINITY : 0;
  }

  private static double checked(double alpha) {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException(
          "alpha: " + alpha + " (expected: a probability between 0 and 1, as 0.01)");
    }
    return alpha;
  }
}
