package dev.curtain.server.traffic;

import dev.curtain.router.LatencyCounts;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What became of the requests that have ended.
 *
 * @param requests that ended, well or not
 * @param inFlight sent and not ended; 0 after {@link SyntheticUsers#stop}
 * @param failed status 500 or above, or no whole answer
 * @param failedNotInjected of these, the ones that no fault was asked for
 * @param retried requests sent a second time because the kept-alive connection they were given had
 *     been closed by the other side before any of the answer; they count once
 * @param heldBack requests that were not sent, as too many waited for their answers already
 * @param statuses how many answers had which status
 * @param tracks by the name that answers tell; answers that tell none are in no track
 * @param seconds by the second, since the start, in which a request was sent
 * @param failures the first hundred that were not injected
 * @param latency from when a request was due, microseconds
 * @param worstLag how late, at worst, a request was sent: what the sender itself adds to latencies
 */
public record TrafficReport(
    long requests,
    long inFlight,
    long failed,
    long failedNotInjected,
    long retried,
    long heldBack,
    Map<Integer, Long> statuses,
    Map<String, TrackTraffic> tracks,
    List<Second> seconds,
    List<Failure> failures,
    LatencyCounts latency,
    Duration worstLag,
    Duration elapsed) {
  public TrafficReport {
    statuses = Map.copyOf(statuses);
    tracks = Map.copyOf(tracks);
    seconds = List.copyOf(seconds);
    failures = List.copyOf(failures);
  }

  /**
   * @param users how many distinct ones met this track
   */
  public record TrackTraffic(
      long requests, long failed, long failedNotInjected, long users, LatencyCounts latency) {}

  /**
   * @param tracks requests by track
   */
  public record Second(
      long requests, long failed, long failedNotInjected, Map<String, Long> tracks) {
    static final Second NOTHING = new Second(0, 0, 0, Map.of());

    public Second {
      tracks = Map.copyOf(tracks);
    }
  }
}
