package dev.curtain.router;

import java.util.Map;

/**
 * Counts since the router's start, by track name. They only grow, so that two snapshots subtract.
 *
 * @param epoch of the table in force
 * @param sinceMicros wall clock of the router's start, from which it counts: two snapshots subtract
 *     only if this is the same in both
 * @param atMicros wall clock of the router, microseconds since 1970
 * @param unrouted requests that matched no route (answered 404, or 503 while there is no table)
 * @param tracks of every track that ever had a request or is in the table
 * @param backends requests in flight by replica id, of every replica in the table or still busy: a
 *     replica that is not listed, or listed with 0 by a table without it, may be stopped
 */
public record Measures(
    long epoch,
    long sinceMicros,
    long atMicros,
    long unrouted,
    Map<String, TrackMeasures> tracks,
    Map<String, Long> backends) {
  public Measures {
    tracks = Map.copyOf(tracks);
    backends = Map.copyOf(backends);
  }

  public Measures(long epoch, long atMicros, long unrouted, Map<String, TrackMeasures> tracks) {
    this(epoch, 0, atMicros, unrouted, tracks, Map.of());
  }

  /** Of one track; all zero where it never had a request. */
  public TrackMeasures track(String name) {
    return tracks.getOrDefault(name, TrackMeasures.NONE);
  }

  /** Requests that a replica is working on. */
  public long inFlightAt(String backend) {
    return backends.getOrDefault(backend, 0L);
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
    public static final TrackMeasures NONE =
        new TrackMeasures(0, 0, 0, 0, 0, 0, LatencyCounts.NONE);

    /** Both together: of two event loops, or of two routers. */
    public TrackMeasures plus(TrackMeasures other) {
      return new TrackMeasures(
          started + other.started,
          completed + other.completed,
          serverErrors + other.serverErrors,
          broken + other.broken,
          cancelled + other.cancelled,
          Math.max(lastStartedMicros, other.lastStartedMicros),
          latency.plus(other.latency));
    }

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
