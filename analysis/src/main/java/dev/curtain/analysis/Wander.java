package dev.curtain.analysis;

/**
 * How much the serving version's share of bad outcomes wanders by itself, measured at batches of 1,
 * 2, 4 … blocks (batch means), before the candidate's first request and after.
 *
 * <p>If the share of a block is p·(1 + Z) with a Z that is correlated over time, then over a long
 * stretch its mean varies by Var(Z)·(1 + 2 Σ corr(k)) / blocks. That product is what is measured
 * here, in blocks: large where errors come in bursts or drift, 0 where they are independent. Under
 * "the candidate is no different" the candidate's share wanders as much, and by itself.
 */
final class Wander {
  /** 2^15 blocks are nine hours of seconds. */
  private static final int SIZES = 16;

  /** Sums of bad², bad·n, n², and what waits for the batch's second half. */
  private static final int PER_SIZE = 5;

  /** Fewer batches than this say nothing about their scatter. */
  private static final long ENOUGH_BATCHES = 4;

  /** Noise alone is not to cost power: so many standard errors count for nothing. */
  private static final double DEAD_ZONE = 1.5;

  /** The largest excess over the dead zone that noise has, on average; simulated. */
  private static final double NOISE = 0.03;

  /**
   * What is assumed before anything was seen. A share that varies by a factor e^0.5 with a
   * correlation of 0.8 from block to block has 2.3; by a factor e it has 11.
   */
  private static final double BEFORE = 6;

  /** The blocks after which the assumption begins to fade, as (this / blocks)^1.5. */
  private static final double BEFORE_BLOCKS = 20;

  /** The batch at which the assumption is held against what was seen: 16 blocks. */
  private static final int LASTING = 4;

  private static final Wander NONE = new Wander(0, 0, 0, new double[SIZES * PER_SIZE]);

  private final long blocks;
  private final double n;
  private final double bad;
  private final double[] sums;

  private Wander(long blocks, double n, double bad, double[] sums) {
    this.blocks = blocks;
    this.n = n;
    this.bad = bad;
    this.sums = sums;
  }

  static Wander none() {
    return NONE;
  }

  Wander plus(Tally block) {
    var next = sums.clone();
    var batchN = (double) block.n();
    var batchBad = (double) block.bad();
    for (var size = 0; size < SIZES; size++) {
      var at = size * PER_SIZE;
      next[at] += batchBad * batchBad;
      next[at + 1] += batchBad * batchN;
      next[at + 2] += batchN * batchN;
      if ((blocks >> size & 1) == 0) {
        next[at + 3] = batchN;
        next[at + 4] = batchBad;
        break;
      }
      batchN += next[at + 3];
      batchBad += next[at + 4];
    }
    return new Wander(blocks + 1, n + block.n(), bad + block.bad(), next);
  }

  long blocks() {
    return blocks;
  }

  double n() {
    return n;
  }

  double bad() {
    return bad;
  }

  /** Relative variance of the share times how long it lasts, in blocks; 0 for independent ones. */
  double relative() {
    if (bad == 0 || bad == n) {
      return 0;
    }
    var perBlock = bad / blocks;
    var measured = 0.0;
    for (var size = 0; size < SIZES && batches(size) >= least(size); size++) {
      var excess = ratio(size) - 1 - DEAD_ZONE * noise(size);
      measured = StrictMath.max(measured, excess / perBlock);
    }
    return StrictMath.max(measured, assumed(perBlock));
  }

  /** What is assumed, as far as nothing that was seen is against it. */
  private double assumed(double perBlock) {
    var young = StrictMath.min(1, BEFORE_BLOCKS / blocks);
    var assumed = BEFORE * young * StrictMath.sqrt(young);
    var size = LASTING;
    while (size > 0 && batches(size) < ENOUGH_BATCHES) {
      size--;
    }
    if (batches(size) < ENOUGH_BATCHES) {
      return assumed;
    }
    var most = StrictMath.max(1, ratio(size)) * (1 + 1.5 * noise(size)) - 1;
    return StrictMath.min(assumed, most / perBlock * (1 << LASTING - size));
  }

  /** The average after so many blocks of n independent requests with this share of bad ones. */
  static double expected(double blocks, double perBlock) {
    var young = StrictMath.min(1, BEFORE_BLOCKS / blocks);
    var assumed = BEFORE * young * StrictMath.sqrt(young);
    var size = LASTING;
    while (size > 0 && blocks / (1 << size) < ENOUGH_BATCHES) {
      size--;
    }
    var count = blocks / (1 << size);
    if (perBlock <= 0 || count < ENOUGH_BATCHES) {
      return perBlock <= 0 ? 0 : assumed;
    }
    var noise = StrictMath.sqrt((2 + 1 / (perBlock * (1 << size))) / count);
    var allowed = StrictMath.min(assumed, 1.5 * noise / perBlock * (1 << LASTING - size));
    return StrictMath.max(allowed, NOISE / perBlock);
  }

  private static long least(int size) {
    return size == 0 ? 2 : ENOUGH_BATCHES;
  }

  private long batches(int size) {
    return blocks >> size;
  }

  /** Variance of the batches over that of independent requests. */
  private double ratio(int size) {
    var at = size * PER_SIZE;
    var p = bad / n;
    var residual = sums[at] - 2 * p * sums[at + 1] + p * p * sums[at + 2];
    var count = (double) batches(size);
    return residual / (n * p * (1 - p)) * count / (count - 1);
  }

  /** Standard error of the ratio of independent requests (McCullagh, Nelder 1989, §4.5). */
  private double noise(int size) {
    var count = (double) batches(size);
    return StrictMath.sqrt((2 + blocks / (bad * (1L << size))) / count);
  }
}
