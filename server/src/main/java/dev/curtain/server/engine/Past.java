package dev.curtain.server.engine;

import dev.curtain.rollout.Phase;
import dev.curtain.rollout.Reconfigured;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.server.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What has served before. Pure. */
final class Past {
  /** How long a version counts as recently good, where the model does not say. */
  static final Duration RETURN_WINDOW = Duration.ofHours(1);

  private Past() {}

  /**
   * What served until the latest change.
   *
   * @param version empty where the model names none
   * @param tracks its tracks, with what they ran with
   * @param until when the change was over
   * @param goingBack what it ran with otherwise than what took over from it
   */
  record Before(
      Optional<String> version,
      List<TrackSpec> tracks,
      Optional<Instant> until,
      List<Reconfigured> goingBack) {
    /** Whether that is not longer ago than this. */
    boolean within(Duration window, Instant now) {
      return until.filter(ended -> !ended.plus(window).isBefore(now)).isPresent();
    }
  }

  /** Empty where a service has had one release only. */
  static Optional<Before> before(World world, String service) {
    return world.rollouts().values().stream()
        .filter(rollout ->
            rollout.spec().service().equals(service)
                && rollout.phase() == Phase.PROMOTED
                && changes(rollout.spec()))
        .reduce((_, later) -> later)
        .map(rollout ->
            new Before(
                rollout.spec().from(),
                rollout.spec().stable(),
                rollout.milestones().ended(),
                rollout.spec().goingBack()));
  }

  /** A drill that somebody promoted has changed nothing. */
  private static boolean changes(RolloutSpec spec) {
    return !spec.from().equals(Optional.of(spec.to())) || !spec.reconfigured().isEmpty();
  }
}
