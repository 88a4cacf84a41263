package dev.curtain.server.metrics;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What replicas counted themselves within the window.
 *
 * @param selector the counter, as the model names it
 * @param path where the replicas serve it
 * @param from the first look of the window; empty before there was one
 * @param until the latest look
 * @param problem why some of them, or all, could not be read at the latest look
 * @param tracks errors by track; a track of which nothing is known is not there
 */
public record CounterSeen(
    String selector,
    String path,
    Optional<Instant> from,
    Optional<Instant> until,
    Optional<String> problem,
    Map<String, TrackErrors> tracks) {
  public CounterSeen {
    tracks = Map.copyOf(tracks);
  }

  /**
   * @param latest the look that found the last of them
   */
  public record TrackErrors(long errors, Optional<Instant> latest) {}
}
