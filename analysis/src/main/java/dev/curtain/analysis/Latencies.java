package dev.curtain.analysis;

import java.util.List;

/**
 * Counts of requests by how long they took.
 *
 * @param upperMicros upper ends of the buckets in microseconds, ascending; the last bucket is
 *     everything above the last end, so there is one more count than ends
 */
public record Latencies(List<Long> upperMicros, List<Long> counts) {
  public Latencies {
    upperMicros = List.copyOf(upperMicros);
    counts = List.copyOf(counts);
    if (counts.size() != upperMicros.size() + 1) {
      throw new IllegalArgumentException(
          counts.size()
              + " counts for "
              + upperMicros.size()
              + " bucket ends (expected: one more)");
    }
    for (var i = 1; i < upperMicros.size(); i++) {
      if (upperMicros.get(i) <= upperMicros.get(i - 1)) {
        throw new IllegalArgumentException(
            "bucket ends: " + upperMicros + " (expected: ascending)");
      }
    }
  }

  public long total() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Requests that took longer than a bucket's end. A bound inside a bucket counts from the bucket's
   * upper end on: a request is not called slow on suspicion.
   */
  public Tally slowerThan(long micros) {
    var slow = 0L;
    for (var i = 0; i < counts.size(); i++) {
      var from = i == 0 ? 0 : upperMicros.get(i - 1);
      if (from >= micros) {
        slow += counts.get(i);
      }
    }
    return new Tally(total(), slow);
  }

  /**
   * A confidence sequence for a quantile, valid at every look: the true quantile is in it, at all
   * looks together, with probability 1 − alpha.
   *
   * <p>At the true quantile the share of slower requests is 1 − q; so those bucket ends are kept
   * whose sequence for that share covers 1 − q (Howard and Ramdas, "Sequential estimation of
   * quantiles", Bernoulli 2022, by inversion).
   *
   * @param q 0..1, as 0.95
   * @return lowest and highest bucket end not excluded; the highest is {@link Long#MAX_VALUE} where
   *     the last bucket is not excluded
   */
  public Range quantile(double q, double alpha) {
    if (!(q > 0 && q < 1)) {
      throw new IllegalArgumentException("quantile: " + q + " (expected: between 0 and 1)");
    }
    var lower = 0L;
    var upper = Long.MAX_VALUE;
    for (var end : upperMicros) {
      var slower = RateSequence.of(slowerThan(end), alpha, 1);
      if (slower.lower() > 1 - q) {
        lower = end; // too many are slower than this end: the quantile is above it
      }
      if (slower.upper() < 1 - q && upper == Long.MAX_VALUE) {
        upper = end;
      }
    }
    return new Range(lower, upper);
  }

  public record Range(long lowerMicros, long upperMicros) {}
}
