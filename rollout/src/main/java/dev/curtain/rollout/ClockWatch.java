package dev.curtain.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Compares the clock with one that never jumps, each time something is about to happen. A clock
 * that was set, or a machine that slept, would otherwise end a watch or a soak that nobody watched.
 * Not for use by several threads.
 */
public final class ClockWatch {
  /** Clocks that differ by less are only imprecise. */
  private static final Duration JUMP = Duration.ofSeconds(1);

  private Instant wall;
  private long steadyMillis;

  /**
   * @param steadyMillis of a clock that only goes forward, from any beginning
   */
  public ClockWatch(Instant wall, long steadyMillis) {
    this.wall = wall;
    this.steadyMillis = steadyMillis;
  }

  /** What rollouts are to be told, where the clock has jumped since the last look. */
  public Optional<RolloutEvent> look(Instant nowWall, long nowSteadyMillis) {
    Instant expected = wall.plusMillis(nowSteadyMillis - steadyMillis);
    if (Duration.between(expected, nowWall).abs().compareTo(JUMP) <= 0) {
      // Small differences add up: they are not forgotten until they are a jump.
      return Optional.empty();
    }
    wall = nowWall;
    steadyMillis = nowSteadyMillis;
    return Optional.of(new RolloutEvent.Resumed(nowWall, expected));
  }
}
