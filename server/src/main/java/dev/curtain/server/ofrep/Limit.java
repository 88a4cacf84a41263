package dev.curtain.server.ofrep;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * So many requests a second for each client, as a bucket that refills; a second's worth may come at
 * once. Safe to use from any thread.
 */
public final class Limit {
  /** Clients that are remembered; whoever was not seen for longest is forgotten. */
  private static final int MOST_CLIENTS = 10_000;

  private static final double NANOS = 1e9;

  private final int perSecond;
  private final LongSupplier nanos;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST_CLIENTS;
        }
      };

  private record Bucket(double left, long at) {}

  /**
   * @param nanos a clock that only goes forward, in nanoseconds
   */
  public Limit(int perSecond, LongSupplier nanos) {
    if (perSecond < 1) {
      throw new IllegalArgumentException("limit: " + perSecond + " (expected: 1 or more a second)");
    }
    this.perSecond = perSecond;
    this.nanos = nanos;
  }

  int perSecond() {
    return perSecond;
  }

  /** 0 if the client may, else after how many seconds. */
  synchronized long take(String client) {
    long now = nanos.getAsLong();
    Bucket known = buckets.getOrDefault(client, new Bucket(perSecond, now));
    double left = Math.min(perSecond, known.left + (now - known.at) / NANOS * perSecond);
    boolean may = left >= 1;
    buckets.put(client, new Bucket(may ? left - 1 : left, now));
    return may ? 0 : Math.max(1, Math.round(Math.ceil((1 - left) / perSecond)));
  }
}
