package dev.curtain.rollout;

import dev.curtain.analysis.JudgePolicy;
import dev.curtain.model.Analysis;
import dev.curtain.model.Ordered;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that was settled before a rollout began: it is written down once and never changes.
 *
 * @param id the deployment id; ties plan, routes, verdict and record together
 * @param from the version that serves; empty where the model names none
 * @param stable tracks that serve now
 * @param candidate tracks of the new version, at their final size
 * @param automatic whether a verdict against the candidate rolls back by itself; otherwise the
 *     rollout pauses and asks
 * @param policy what the judge is held to; latency metrics in it belong to {@code latencies}
 * @param baseline fresh tracks of the serving version to compare with; empty: the serving ones are
 * @param set what it moves together with, if anything
 * @param sources by metric, who counts what the router does not
 */
public record RolloutSpec(
    String id,
    String service,
    Optional<String> from,
    String to,
    String strategy,
    List<TrackSpec> stable,
    List<TrackSpec> candidate,
    List<Step> steps,
    boolean automatic,
    JudgePolicy policy,
    List<LatencyGate> latencies,
    List<TrackSpec> baseline,
    Optional<VersionSet> set,
    Map<String, Analysis.Source> sources) {
  public RolloutSpec {
    // Records of before there were sources have none.
    sources = sources == null ? Map.of() : Ordered.copyOf(sources);
    // Records of before there were sets are of none.
    set = set == null ? Optional.empty() : set;
    // Records of before there were pairs have none.
    baseline = baseline == null ? List.of() : List.copyOf(baseline);
    stable = List.copyOf(stable);
    candidate = List.copyOf(candidate);
    steps = List.copyOf(steps);
    latencies = List.copyOf(latencies);
    if (stable.isEmpty() || candidate.isEmpty()) {
      throw new IllegalArgumentException(service + ": a rollout needs a track on both sides");
    }
  }

  /** Without a baseline of its own: the serving tracks are what is compared with. */
  public RolloutSpec(
      String id,
      String service,
      Optional<String> from,
      String to,
      String strategy,
      List<TrackSpec> stable,
      List<TrackSpec> candidate,
      List<Step> steps,
      boolean automatic,
      JudgePolicy policy,
      List<LatencyGate> latencies) {
    this(
        id,
        service,
        from,
        to,
        strategy,
        stable,
        candidate,
        steps,
        automatic,
        policy,
        latencies,
        List.of(),
        Optional.empty(),
        Map.of());
  }

  /** The same as a member of a set, with the steps at which it waits for the others. */
  RolloutSpec in(VersionSet of, List<Step> meeting) {
    return new RolloutSpec(
        id,
        service,
        from,
        to,
        strategy,
        stable,
        candidate,
        meeting,
        automatic,
        policy,
        latencies,
        baseline,
        Optional.of(of),
        sources);
  }

  /** The tracks that the candidate is compared with. */
  public List<TrackSpec> compared() {
    return baseline.isEmpty() ? stable : baseline;
  }

  /** Whether the old version is stopped before the new one is started. */
  public boolean recreates() {
    return steps.stream().anyMatch(Step.Close.class::isInstance);
  }

  /** What the new version runs with otherwise than the previous one. */
  public List<Reconfigured> reconfigured() {
    return Reconfigured.between(stable, candidate);
  }

  /** What the previous version runs with otherwise than the new one. */
  public List<Reconfigured> goingBack() {
    return Reconfigured.between(candidate, stable);
  }

  /** {@code v2.3.1 → v2.3.2}; {@code v2.3.1, configured anew} where the version is the same. */
  public String change() {
    return from.equals(Optional.of(to)) && !reconfigured().isEmpty()
        ? to + ", configured anew"
        : from.orElse(TrackSpec.UNVERSIONED) + " → " + to;
  }
}
