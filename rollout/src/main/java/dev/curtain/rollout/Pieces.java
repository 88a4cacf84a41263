package dev.curtain.rollout;

import dev.curtain.model.Release;
import dev.curtain.rollout.Step.Purpose;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the plans of all strategies are put together from.
 *
 * @param usual whether {@code warmUp} takes no more than half of a watch
 */
record Pieces(
    Pace pace,
    Duration watch,
    Duration warmUp,
    boolean usual,
    Release release,
    List<TrackSpec> stable,
    List<TrackSpec> candidate,
    List<TrackSpec> paired) {

  Step baseline() {
    Duration fifth = watch.dividedBy(5);
    return new Step.Baseline(
        pace.watch(
            fifth.compareTo(Planner.LONGEST_BASELINE) < 0 ? fifth : Planner.LONGEST_BASELINE));
  }

  Step provision(Map<String, Integer> replicas) {
    return new Step.Scale(Purpose.PROVISION, replicas, pace.deadline(Planner.PROVISION_WITHIN));
  }

  /** The candidate, and a baseline of the same size where one is wanted, for a share. */
  Step provision(double share) {
    Map<String, Integer> replicas = new LinkedHashMap<>(Planner.sized(candidate, share));
    replicas.putAll(Planner.sized(paired, Math.min(share, 100 - share)));
    return provision(replicas);
  }

  Step retire(Map<String, Integer> replicas) {
    return new Step.Scale(Purpose.RETIRE, replicas, pace.deadline(Planner.DRAIN_WITHIN));
  }

  /** The end of the previous version. */
  Step retire() {
    Map<String, Integer> replicas = new LinkedHashMap<>();
    stable.forEach(track -> replicas.put(track.name(), 0));
    paired.forEach(track -> replicas.put(track.name(), 0));
    return retire(replicas);
  }

  Step soak() {
    return new Step.Soak(pace.soak(release.soak().orElse(Planner.SOAK)), true);
  }

  /** How long a share is watched: what the model says of it, of all, else of watching. */
  Duration watched(double share) {
    Duration all = release.watches().getOrDefault(0.0, watch);
    return release.watches().getOrDefault(share, all);
  }

  /**
   * @param conclude whether evidence of harmlessness is needed to go on
   */
  Step watch(double share, boolean conclude) {
    Duration lasting = watched(share);
    return release.eager()
        ? watch(lasting.dividedBy(10), lasting, true)
        : watch(lasting, lasting, conclude);
  }

  Step watch(Duration lasting, boolean conclude) {
    return watch(lasting, watch, conclude);
  }

  private Step watch(Duration atLeast, Duration patient, boolean conclude) {
    Duration longest = patient.compareTo(watch) > 0 ? patient : watch;
    return new Step.Watch(
        pace.watch(atLeast),
        pace.patience(longest.multipliedBy(Planner.PATIENCE)),
        conclude,
        pace.warmUp(warmingUp(atLeast)));
  }

  private Duration warmingUp(Duration atLeast) {
    Duration half = atLeast.dividedBy(2);
    return usual && warmUp.compareTo(half) > 0 ? half : warmUp;
  }
}
