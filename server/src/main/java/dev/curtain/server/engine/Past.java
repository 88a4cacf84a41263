package dev.curtain.server.engine;

import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutState;
import dev.curtain.server.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What has served before. Pure. */
final class Past {
  /** How long a version counts as recently good, where the model does not say. */
  static final Duration RETURN_WINDOW = Duration.ofHours(1);

  private Past() {}

  /** The version that a service had before the one it has. */
  static Optional<String> previous(World world, String service) {
    return latest(world, service).flatMap(rollout -> rollout.spec().from());
  }

  /** Whether {@code version} served until the latest change, which is not older than that. */
  static boolean recentlyGood(
      World world, String service, String version, Duration within, Instant now) {
    return latest(world, service)
        .filter(rollout -> rollout.spec().from().equals(Optional.of(version)))
        .flatMap(rollout -> rollout.milestones().ended())
        .filter(ended -> !ended.plus(within).isBefore(now))
        .isPresent();
  }

  private static Optional<RolloutState> latest(World world, String service) {
    return world.rollouts().values().stream()
        .filter(rollout ->
            rollout.spec().service().equals(service) && rollout.phase() == Phase.PROMOTED)
        .reduce((_, later) -> later);
  }
}
