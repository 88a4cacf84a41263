package dev.curtain.router;

import java.util.Arrays;

/**
 * A mergeable histogram of latencies in microseconds, log-linear: 32 buckets per power of two, so a
 * bucket is at most 1/32 (3.2 %) wide. Values from 0 to about 19 hours; longer ones fall into the
 * last bucket.
 *
 * @param counts per bucket; trailing zeros may be cut off
 */
public record LatencyCounts(long[] counts) {
  public static final int SUB_BUCKETS = 32;
  public static final int BUCKETS = 32 * SUB_BUCKETS;
  public static final LatencyCounts NONE = new LatencyCounts(new long[0]);

  public LatencyCounts {
    counts = counts.clone();
  }

  @Override
  public long[] counts() {
    return counts.clone();
  }

  /** The bucket of a latency. Values below 32 µs have a bucket each. */
  public static int bucketOf(long micros) {
    long value = Math.max(0, micros);
    if (value < SUB_BUCKETS) {
      return (int) value;
    }
    int exponent = 63 - Long.numberOfLeadingZeros(value);
    int bucket = (exponent - 4) * SUB_BUCKETS + (int) (value >>> (exponent - 5)) - SUB_BUCKETS;
    return Math.min(BUCKETS - 1, bucket);
  }

  /** The smallest latency of a bucket, microseconds. */
  public static long floorOf(int bucket) {
    if (bucket < SUB_BUCKETS) {
      return bucket;
    }
    int exponent = bucket / SUB_BUCKETS + 4;
    return (SUB_BUCKETS + (long) (bucket % SUB_BUCKETS)) << (exponent - 5);
  }

  public long total() {
    return Arrays.stream(counts).sum();
  }

  /**
   * How many were slower than {@code micros}, which is rounded down to its bucket's floor: the
   * bucket itself counts.
   */
  public long atOrAbove(long micros) {
    long sum = 0;
    for (int i = bucketOf(micros); i < counts.length; i++) {
      sum += counts[i];
    }
    return sum;
  }

  /**
   * The {@code q} quantile (0..1) in microseconds, as the floor of its bucket; 0 where nothing was
   * counted.
   */
  public long quantile(double q) {
    long total = total();
    long rank = (long) Math.ceil(q * total);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank && seen > 0) {
        return floorOf(i);
      }
    }
    return 0;
  }

  public LatencyCounts plus(LatencyCounts other) {
    long[] sum = Arrays.copyOf(counts, Math.max(counts.length, other.counts.length));
    for (int i = 0; i < other.counts.length; i++) {
      sum[i] += other.counts[i];
    }
    return new LatencyCounts(sum);
  }

  /** This minus an earlier snapshot of the same histogram. */
  public LatencyCounts minus(LatencyCounts earlier) {
    long[] difference = counts.clone();
    for (int i = 0; i < Math.min(difference.length, earlier.counts.length); i++) {
      difference[i] -= earlier.counts[i];
    }
    return new LatencyCounts(difference);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LatencyCounts that
        && minus(that).allZero()
        && that.minus(this).allZero();
  }

  @Override
  public int hashCode() {
    return Long.hashCode(total());
  }

  private boolean allZero() {
    return Arrays.stream(counts).allMatch(count -> count == 0);
  }
}
