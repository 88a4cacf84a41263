package dev.curtain.rollout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Strategies as plans of steps over one engine. */
final class Steps {
  private final Pieces pieces;
  private final List<TrackSpec> stable;
  private final List<TrackSpec> candidate;
  private final List<Step> steps = new ArrayList<>();

  Steps(Pieces pieces) {
    this.pieces = pieces;
    this.stable = pieces.stable();
    this.candidate = pieces.candidate();
  }

  /**
   * {@snippet lang=text :
   *   5 %  ├── watch ──┤
   *  25 %              ├── watch ──┤
   *  50 %                          ├── watch, conclude ──┤
   * 100 %                                                ├── soak ──┤ retire
   * }
   *
   * The candidate grows before its share does, so that capacity never falls.
   */
  List<Step> canary(List<Double> shares) {
    steps.add(pieces.baseline());
    climb(shares, true);
    return List.copyOf(steps);
  }

  /**
   * Both environments at full size from the start; a share to look at first where the model has
   * one, then the flip.
   */
  List<Step> blueGreen(List<Double> shares) {
    steps.add(pieces.baseline());
    steps.add(pieces.provision(Planner.sized(candidate, 100)));
    climb(shares, false);
    return List.copyOf(steps);
  }

  private void climb(List<Double> shares, boolean grow) {
    for (int i = 0; i < shares.size(); i++) {
      double share = shares.get(i);
      if (grow) {
        steps.add(pieces.provision(share));
      }
      steps.add(new Step.Shift(share));
      if (share < 100) {
        boolean last = i + 1 == shares.size() || shares.get(i + 1) >= 100;
        steps.add(pieces.watch(share, last));
      }
    }
    steps.add(pieces.soak());
    steps.add(pieces.retire());
  }

  /**
   * Batch by batch. Ready replicas never fall below {@code replicas - maxUnavailable}, and there
   * are never more than {@code replicas + maxSurge} of both versions together. With surge, the
   * first batch takes nothing away before it has proven itself.
   */
  List<Step> rolling(int maxUnavailable, int maxSurge) {
    steps.add(pieces.baseline());
    int total = stable.stream().mapToInt(TrackSpec::replicas).sum();
    int oldest = total;
    int fresh = 0;
    boolean first = true;
    while (fresh < total) {
      int keep = Math.max(maxSurge > 0 ? 1 : 0, total - maxUnavailable - fresh);
      if (first && maxSurge > 0) {
        keep = oldest;
      }
      if (keep < oldest) {
        if (keep == 0) {
          steps.add(new Step.Shift(100));
        }
        steps.add(pieces.retire(spread(stable, keep)));
        oldest = keep;
      }
      int next = Math.min(total, total + maxSurge - oldest);
      if (next <= fresh) {
        throw new IllegalStateException("rolling stands still at " + fresh + " of " + total);
      }
      fresh = next;
      steps.add(pieces.provision(spread(candidate, fresh)));
      boolean last = fresh == total;
      if (last && first && oldest > 0) {
        // One batch is everything: both versions serve side by side once, or nothing would be
        // known.
        steps.add(new Step.Shift(100.0 * fresh / (fresh + oldest)));
        steps.add(pieces.watch(pieces.watch(), true));
      }
      steps.add(new Step.Shift(last ? 100 : 100.0 * fresh / (fresh + oldest)));
      if (!last) {
        boolean conclude = total - fresh <= maxUnavailable + maxSurge;
        steps.add(pieces.watch(first ? pieces.watch() : pieces.watch().dividedBy(10), conclude));
      }
      first = false;
    }
    steps.add(pieces.watch(pieces.watch().dividedBy(10), false));
    if (oldest > 0) {
      steps.add(pieces.retire(spread(stable, 0)));
    }
    return List.copyOf(steps);
  }

  /**
   * {@code count} replicas over the tracks, in proportion to their sizes, at least one for each
   * that takes traffic.
   */
  private static Map<String, Integer> spread(List<TrackSpec> tracks, int count) {
    int total = tracks.stream().mapToInt(TrackSpec::replicas).sum();
    Map<String, Integer> replicas = new LinkedHashMap<>();
    int given = 0;
    int seen = 0;
    for (TrackSpec track : tracks) {
      seen += track.replicas();
      int upTo = total == 0 ? 0 : (int) Math.ceil((double) count * seen / total - 1e-9);
      replicas.put(track.name(), Math.min(track.replicas(), upTo - given));
      given = upTo;
    }
    return replicas;
  }
}
