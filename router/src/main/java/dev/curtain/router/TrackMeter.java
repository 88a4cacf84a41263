package dev.curtain.router;

import java.util.Arrays;

/** The counts of one track on one event loop, touched by that loop alone. */
final class TrackMeter {
  private final long[] latency = new long[LatencyCounts.BUCKETS];
  private long started;
  private long completed;
  private long serverErrors;
  private long broken;
  private long cancelled;
  private long lastStartedMicros;

  void started(long atMicros) {
    started++;
    lastStartedMicros = atMicros;
  }

  void completed(int status, long micros) {
    completed++;
    if (status >= 500) {
      serverErrors++;
    }
    latency[LatencyCounts.bucketOf(micros)]++;
  }

  void broken() {
    broken++;
  }

  void cancelled() {
    cancelled++;
  }

  Measures.TrackMeasures snapshot() {
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
