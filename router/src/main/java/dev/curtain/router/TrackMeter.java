package dev.curtain.router;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The counts of one track on one event loop, touched by that loop alone. A track nobody asks for
 * costs next to nothing, however often it is looked at: there may be ten thousand of them.
 */
public final class TrackMeter {
  private static final long[] NONE = {};

  private final Endings endings = new Endings();
  private @Nullable Slowest slowest;
  private long[] latency = NONE;
  private Measures.@Nullable TrackMeasures latest;
  private long started;
  private long completed;
  private long serverErrors;
  private long broken;
  private long cancelled;
  private long lastStartedMicros;

  public void started(long atMicros) {
    latest = null;
    started++;
    lastStartedMicros = atMicros;
  }

  public void completed(int status, long micros) {
    latest = null;
    completed++;
    if (status >= 500) {
      serverErrors++;
    }
    if (latency.length == 0) {
      latency = new long[LatencyCounts.BUCKETS];
    }
    latency[LatencyCounts.bucketOf(micros)]++;
  }

  void broken() {
    latest = null;
    broken++;
  }

  void cancelled() {
    latest = null;
    cancelled++;
  }

  Endings endings() {
    return endings;
  }

  Slowest slowest() {
    Slowest known = slowest;
    if (known == null) {
      known = new Slowest();
      slowest = known;
    }
    return known;
  }

  void slowInto(String track, long nowNanos, List<SlowRequest> all) {
    if (slowest != null) {
      slowest.into(track, nowNanos, all);
    }
  }

  Measures.TrackMeasures snapshot() {
    Measures.TrackMeasures known = latest;
    if (known == null) {
      known = count();
      latest = known;
    }
    return known;
  }

  private Measures.TrackMeasures count() {
    int used = latency.length;
    while (used > 0 && latency[used - 1] == 0) {
      used--;
    }
    return new Measures.TrackMeasures(
        started,
        completed,
        serverErrors,
        broken,
        cancelled,
        lastStartedMicros,
        new LatencyCounts(Arrays.copyOf(latency, used)));
  }
}
