package dev.curtain.server.migration;

import dev.curtain.router.LatencyCounts;
import java.time.Duration;

/**
 * How long a backfill rests before each batch so that users stay about as quick as they were:
 * longer after seconds in which they felt it, shorter again after seconds in which they did not.
 * Immutable; it begins with a rest that nobody feels, and without a router there never is one.
 */
final class Ease {
  /** Slower than so many times what 99 in 100 requests took before is felt. */
  private static final double FELT = 1.25;

  /** Nobody feels what is quicker than this. */
  private static final long LEAST_FELT_MICROS = 1_500;

  /** It rests longer where so many feel it, and shorter again below the second. */
  private static final double TOO_MANY = 0.0075;

  private static final double FEW = 0.004;
  private static final long FIRST_MICROS = 20_000;
  private static final long LEAST_MICROS = 5_000;
  private static final long MOST_MICROS = 250_000;
  private static final long ENOUGH = 50;

  /** Blocks at the longest rest; what is slow still is slow by itself, and usual from there on. */
  static final int RELEARN = 10;

  private final long feltMicros;
  private final long restMicros;
  private final LatencyCounts block;
  private final LatencyCounts resting;
  private final int restingBlocks;

  private Ease(
      long feltMicros,
      long restMicros,
      LatencyCounts block,
      LatencyCounts resting,
      int restingBlocks) {
    this.feltMicros = feltMicros;
    this.restMicros = restMicros;
    this.block = block;
    this.resting = resting;
    this.restingBlocks = restingBlocks;
  }

  /**
   * @param before what users met before anything began; too little: it never rests
   */
  static Ease of(LatencyCounts before) {
    return before.total() < ENOUGH
        ? new Ease(Long.MAX_VALUE, 0, LatencyCounts.NONE, LatencyCounts.NONE, 0)
        : new Ease(felt(before), FIRST_MICROS, LatencyCounts.NONE, LatencyCounts.NONE, 0);
  }

  private static long felt(LatencyCounts usual) {
    return Math.max(LEAST_FELT_MICROS, Math.round(FELT * usual.quantile(0.99)));
  }

  /** How long to rest before the next batch. */
  Duration rest() {
    return Duration.ofNanos(1_000 * restMicros);
  }

  /** After one more second, or as many as it takes to count enough. */
  Ease observe(LatencyCounts more) {
    LatencyCounts seen = block.plus(more);
    if (feltMicros == Long.MAX_VALUE || seen.total() < ENOUGH) {
      return new Ease(feltMicros, restMicros, seen, resting, restingBlocks);
    }
    double share = (double) seen.atOrAbove(feltMicros) / seen.total();
    long next =
        share > TOO_MANY
            ? Math.min(MOST_MICROS, Math.max(LEAST_MICROS, 2 * restMicros))
            : share < FEW ? shorter() : restMicros;
    if (restMicros < MOST_MICROS || share <= TOO_MANY) {
      return new Ease(feltMicros, next, LatencyCounts.NONE, LatencyCounts.NONE, 0);
    }
    LatencyCounts slow = resting.plus(seen);
    return restingBlocks + 1 < RELEARN
        ? new Ease(feltMicros, next, LatencyCounts.NONE, slow, restingBlocks + 1)
        : new Ease(felt(slow), next, LatencyCounts.NONE, LatencyCounts.NONE, 0);
  }

  private long shorter() {
    long next = restMicros * 3 / 4;
    return next < LEAST_MICROS / 5 ? 0 : next;
  }
}
