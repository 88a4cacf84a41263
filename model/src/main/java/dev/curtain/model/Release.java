package dev.curtain.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model says about releases of a service beside the strategy.
 *
 * @param soak how long the previous version stays warm after the last shift
 * @param watches how long a share is watched, by share in per cent, where that is not the same for
 *     all
 * @param eager a share is left as soon as the verdict allows, not after a time
 * @param pair the new version is compared with a fresh baseline of its own size
 * @param returnWindow going back to a version that served not longer ago than this skips the
 *     ceremony
 * @param regional one region after the other, where the model says so
 * @param failoverWithin how long moving a region's traffic to the others may take
 * @param gates by the point they stand before
 */
public record Release(
    Optional<Duration> soak,
    Map<Double, Duration> watches,
    boolean eager,
    boolean pair,
    Optional<Duration> returnWindow,
    Optional<Regional> regional,
    Optional<Duration> failoverWithin,
    Map<Point, List<Gate>> gates) {
  /** The model says nothing. */
  public static final Release NONE =
      new Release(
          Optional.empty(),
          Map.of(),
          false,
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of());

  public Release {
    watches = Ordered.copyOf(watches);
    gates = Ordered.copyOf(gates);
  }

  /**
   * One region after the other.
   *
   * @param order names of regions, the first ones first; those that are not named come after, in
   *     the order of the model
   * @param bake how long a region is watched before the next one begins
   */
  public record Regional(List<String> order, Optional<Duration> bake) {
    public Regional {
      order = List.copyOf(order);
    }
  }

  /** Where a gate stands. */
  public enum Point {
    /** Before anything is done. */
    START,
    /** Before the first users meet the new version. */
    FIRST,
    /** Before every further share. */
    EACH,
    /** Before the new version gets everything. */
    FULL,
    /** Before the previous version is taken away. */
    END
  }
}
