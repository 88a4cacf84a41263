package dev.curtain.router;

import java.util.Map;

/**
 * Counts since the router's start, by track name. They only grow, so that two snapshots subtract.
 *
 * @param epoch of the table in force
 * @param atMicros wall clock of the router, microseconds since 1970
 * @param unrouted requests that matched no route (answered 404) or found no backend (503)
 */
public record Measures(
    long epoch, long atMicros, long unrouted, Map<String, TrackMeasures> tracks) {
  public Measures {
    tracks = Map.copyOf(tracks);
  }

  /**
   * @param started requests given to this track
   * @param completed answered whole, whatever the status
   * @param serverErrors of these, status 500..599 from the backend
   * @param broken requests that the backend did not answer whole: no connection, reset, truncated
   * @param cancelled requests whose client went away first
   * @param lastStartedMicros wall clock of the last request given to this track, microseconds since
   *     1970; 0: never
   * @param latency of completed requests
   */
  public record TrackMeasures(
      long started,
      long completed,
      long serverErrors,
      long broken,
      long cancelled,
      long lastStartedMicros,
      LatencyCounts latency) {
    public long inFlight() {
      return started - completed - broken - cancelled;
    }

    /** Requests that ended and that count for or against the version. */
    public long judged() {
      return completed + broken;
    }

    public long failed() {
      return serverErrors + broken;
    }
  }
}
