package dev.curtain.server.world;

import dev.curtain.rollout.Division;
import dev.curtain.rollout.TrackSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service as it runs.
 *
 * @param version the one that serves
 * @param tracks those of the serving version
 * @param division who gets which track; may name tracks of a candidate
 * @param salt of the cohort hash: the deployment id of the latest rollout, so that not always the
 *     same users are canaries
 * @param next a version that waits for the rollout that is under way
 * @param away a region whose traffic the others carry, or are about to
 */
public record ServiceState(
    String path,
    Optional<String> version,
    List<TrackSpec> tracks,
    Division division,
    String salt,
    Optional<Next> next,
    Optional<Away> away) {
  public ServiceState {
    tracks = List.copyOf(tracks);
  }

  /** By track, parts of 100 000, of whoever is in no group. */
  public Map<String, Integer> weights() {
    return division.weights();
  }

  ServiceState salted(String other) {
    return new ServiceState(path, version, tracks, division, other, Optional.empty(), away);
  }

  ServiceState divided(Division other) {
    return new ServiceState(path, version, tracks, other, salt, next, away);
  }

  ServiceState serving(String taken, List<TrackSpec> by) {
    return new ServiceState(path, Optional.of(taken), by, division, salt, next, away);
  }

  ServiceState awaiting(Optional<Next> other) {
    return new ServiceState(path, version, tracks, division, salt, other, away);
  }

  ServiceState failedOver(Away now) {
    return new ServiceState(
        path,
        version,
        tracks,
        division,
        salt,
        next,
        now.stage() == Away.Stage.HERE ? Optional.empty() : Optional.of(now));
  }

  /** Whether the route leaves a place out. */
  public boolean leavesOut(String node) {
    return away.filter(each -> each.stage() == Away.Stage.AWAY && each.nodes().contains(node))
        .isPresent();
  }
}
