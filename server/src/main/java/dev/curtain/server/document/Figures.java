package dev.curtain.server.document;

import dev.curtain.router.LatencyCounts;
import dev.curtain.router.Measures.TrackMeasures;
import org.jspecify.annotations.Nullable;

/**
 * What was counted of a track over some time, as documents show it.
 *
 * @param requests that were given to the track
 * @param failed answered 5xx, or not answered whole
 * @param errorRate per cent of the requests that ended; null where none did
 * @param p50Millis of answered requests, rounded down; null where none was
 */
public record Figures(
    long requests,
    long failed,
    @Nullable Double errorRate,
    @Nullable Long p50Millis,
    @Nullable Long p95Millis,
    @Nullable Long p99Millis,
    long inFlight) {
  static Figures of(TrackMeasures counts) {
    return of(
        counts.started(), counts.judged(), counts.failed(), counts.latency(), counts.inFlight());
  }

  /**
   * Of the time between two snapshots; a router that started over counts from zero, so its first
   * snapshot is all new.
   */
  static Figures between(TrackMeasures before, TrackMeasures now) {
    return now.started() < before.started() || now.judged() < before.judged()
        ? of(now)
        : of(
            now.started() - before.started(),
            now.judged() - before.judged(),
            now.failed() - before.failed(),
            now.latency().minus(before.latency()),
            now.inFlight());
  }

  private static Figures of(
      long requests, long judged, long failed, LatencyCounts latency, long inFlight) {
    return new Figures(
        requests,
        failed,
        judged == 0 ? null : Double.valueOf(100.0 * failed / judged),
        millis(latency, 0.5),
        millis(latency, 0.95),
        millis(latency, 0.99),
        inFlight);
  }

  private static @Nullable Long millis(LatencyCounts latency, double quantile) {
    return latency.total() == 0 ? null : Long.valueOf(latency.quantile(quantile) / 1_000);
  }
}
