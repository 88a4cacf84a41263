package dev.curtain.simulation;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Tally;
import dev.curtain.model.Gate;
import dev.curtain.model.Ordered;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is around a service, beside what goes wrong: when it is, who opens gates, how large groups
 * are, what users like.
 *
 * @param beginning when the world begins, by a clock that is right
 * @param doors of gates that no person opens
 * @param staff how long people take to open a gate that is theirs; empty: they do as they please
 * @param groups part of all users, 0..1, by a group's name
 * @param ungiven part of all users in a group that is not named
 * @param outcomes of experiments
 * @param longestWait how long a request waits at a closed service; zero: nobody waits
 * @param edited how often what versions run with is changed in the model's file; zero: never
 */
record Surroundings(
    Instant beginning,
    Doors doors,
    Optional<Duration> staff,
    Map<String, Double> groups,
    double ungiven,
    Outcomes outcomes,
    Duration longestWait,
    Duration edited) {
  private static final double OPEN = 0.6;
  private static final double REPORTS = 0.3;
  private static final long USERS = 100;
  private static final double LIKED = 0.2;
  private static final double LIKED_MORE = 0.4;

  /** Gates and users are luck. */
  static final Surroundings LUCK =
      new Surroundings(
          Instant.parse("2026-01-01T00:00:00Z"),
          Surroundings::anyhow,
          Optional.empty(),
          Map.of(),
          0.1,
          Surroundings::reported,
          Duration.ZERO,
          Duration.ofMinutes(7));

  Surroundings {
    groups = Ordered.copyOf(groups);
  }

  /** Whether a gate is open now. */
  interface Doors {
    Windows.Answer look(Site world, RolloutState rollout, Gate gate);
  }

  /** What came of an experiment since somebody asked last; empty: nobody has reported. */
  interface Outcomes {
    Optional<Block.Sides> since(Site world, RolloutState rollout);
  }

  double group(String name) {
    return groups.getOrDefault(name, ungiven);
  }

  private static Windows.Answer anyhow(Site world, RolloutState rollout, Gate gate) {
    boolean open = world.chance().once(OPEN);
    return new Windows.Answer(open, open ? "open" : "closed", open ? "" : "somebody");
  }

  /** What came of a hundred users of each side; some new versions are liked better. */
  private static Optional<Block.Sides> reported(Site world, RolloutState rollout) {
    if (!world.chance().once(REPORTS)) {
      return Optional.empty();
    }
    double liked = rollout.spec().id().hashCode() % 2 == 0 ? LIKED_MORE : LIKED;
    return Optional.of(
        new Block.Sides(
            new Tally(USERS, world.chance().of(USERS, LIKED)),
            new Tally(USERS, world.chance().of(USERS, liked))));
  }
}
