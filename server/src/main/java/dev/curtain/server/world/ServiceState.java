package dev.curtain.server.world;

import dev.curtain.rollout.TrackSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service as it runs.
 *
 * @param version the one that serves
 * @param tracks those of the serving version
 * @param weights by track, parts of 100 000; may name tracks of a candidate
 * @param salt of the cohort hash: the deployment id of the latest rollout, so that not always the
 *     same users are canaries
 */
public record ServiceState(
    String path,
    Optional<String> version,
    List<TrackSpec> tracks,
    Map<String, Integer> weights,
    String salt) {
  public ServiceState {
    tracks = List.copyOf(tracks);
    weights = Map.copyOf(weights);
  }
}
