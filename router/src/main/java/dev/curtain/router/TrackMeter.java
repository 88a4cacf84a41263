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
  private static final Shed[] REASONS = Shed.values();

  private final Endings endings = new Endings();
  private @Nullable Slowest slowest;
  private long[] latency = NONE;
  private long[] shed = NONE;
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

  /** A request was not given to the track; where its own failures are why, that is one more. */
  void shed(Shed why, long atMicros) {
    if (shed.length == 0) {
      shed = new long[REASONS.length];
    }
    shed[why.ordinal()]++;
    if (why == Shed.CIRCUIT) {
      started(atMicros);
      broken();
      endings.add(Protocol.HTTP, Endings.End.BROKEN);
    }
  }

  /** Adds a line for each reason for which something was turned away. */
  void shed(String track, List<Measures.TurnedAway> lines) {
    for (int i = 0; i < shed.length; i++) {
      if (shed[i] > 0) {
        lines.add(new Measures.TurnedAway(track, REASONS[i].text(), shed[i]));
      }
    }
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
