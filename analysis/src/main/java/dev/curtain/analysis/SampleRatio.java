package dev.curtain.analysis;

/**
 * Whether users were divided as they should have been. Where they were not, something other than
 * the split decides who is counted, and no comparison of the sides means anything.
 *
 * <p>Anytime-valid: the Bayes factor of Beta(κρ, κ(1−ρ)) against the intended share ρ, a mixture
 * martingale (Lindon and Malek, "Anytime-valid inference for multinomial count data", NeurIPS
 * 2022).
 *
 * @param eValue evidence against the intended share
 * @param mismatch it reached 1/alpha
 */
public record SampleRatio(double eValue, boolean mismatch, String reason) {
  /** How far from ρ a mismatch is looked for: a standard deviation of 5 % of even shares. */
  private static final double CONCENTRATION = 100;

  /**
   * @param share the candidate's intended part, 0..1
   */
  public static SampleRatio of(
      long baselineUsers, long candidateUsers, double share, double alpha) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          "share: " + share + " (expected: between 0 and 1, as 0.5)");
    }
    var a = CONCENTRATION * share;
    var b = CONCENTRATION * (1 - share);
    var logE =
        Gamma.logBeta(a + candidateUsers, b + baselineUsers)
            - Gamma.logBeta(a, b)
            - candidateUsers * StrictMath.log(share)
            - baselineUsers * StrictMath.log1p(-share);
    var mismatch = logE >= -StrictMath.log(alpha);
    var all = baselineUsers + candidateUsers;
    var seen = all == 0 ? "no users yet" : Reasons.percent((double) candidateUsers / all);
    var reason =
        "%s of %s users met the candidate, %s were meant to: %s"
            .formatted(
                seen,
                Reasons.grouped(all),
                Reasons.percent(share),
                mismatch ? "the split is not what it should be" : "nothing wrong with the split");
    return new SampleRatio(LogSpace.finiteExp(logE), mismatch, reason);
  }
}
