package dev.curtain.analysis;

/**
 * What is made of a metric's evidence, and of its absence.
 *
 * @param key promotion rests on it. Where no metric is key, all are; where some are, the others can
 *     still abort, but nothing waits for them to be shown harmless
 * @param dryRun judged and shown, never acted on; it takes no part of alpha
 * @param weight its part of alpha, beside the weights of the others that are acted on; more than 0
 * @param onNoData what no request, or no answer, of one side means
 * @param onTooFew what fewer than the policy's least number of requests mean
 * @param onError what it means that whoever measures is out; never a reason to abort
 */
public record Handling(
    boolean key,
    boolean dryRun,
    double weight,
    Missing onNoData,
    Missing onTooFew,
    Missing onError) {
  /** Key as all are, weight 1, and nothing is promoted without it. */
  public static final Handling USUAL =
      new Handling(false, false, 1, Missing.WAIT, Missing.WAIT, Missing.WAIT);

  /** What is made of data that is not there. */
  public enum Missing {
    /** No promotion until it is there. */
    WAIT,
    /** As if the metric had not been asked for. */
    IGNORE,
    /** The candidate is given up after {@link SequentialJudge#PATIENCE} looks without it. */
    ABORT
  }

  public Handling {
    if (!(weight > 0 && weight <= 1000)) {
      throw new IllegalArgumentException("weight: " + weight + " (expected: more than 0, to 1000)");
    }
    if (key && dryRun) {
      throw new IllegalArgumentException(
          "key and dry run (expected: one of them, as nothing may rest on what is never acted on)");
    }
    if (onError == Missing.ABORT || onTooFew == Missing.ABORT) {
      throw new IllegalArgumentException(
          "abort (expected: wait or ignore; only no data at all can be a reason to abort)");
    }
  }

  public Handling dry() {
    return new Handling(false, true, weight, onNoData, onTooFew, onError);
  }
}
