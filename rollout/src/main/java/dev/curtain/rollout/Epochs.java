package dev.curtain.rollout;

/** Numbers of route tables: a router never goes back to a smaller one. */
public final class Epochs {
  /** No controller sends more tables than this. */
  private static final long RANGE = 1L << 20;

  private Epochs() {}

  /**
   * The number above which a controller begins to count. Its predecessors may have tables on the
   * way that the router has never heard of: whenever they arrive, they are older than everything
   * from here on. That is why the record decides, and not only the router.
   *
   * @param seq length of the record once this controller's beginning is in it
   * @param inForce at the router, which may have followed another record before
   */
  public static long from(long seq, long inForce) {
    return Math.max(seq, inForce / RANGE + 1) * RANGE;
  }
}
