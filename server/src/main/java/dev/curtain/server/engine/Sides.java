package dev.curtain.server.engine;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Tally;
import dev.curtain.rollout.LatencyGate;
import dev.curtain.rollout.Planner;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.SideCounts;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.router.LatencyCounts;
import dev.curtain.router.Measures;
import dev.curtain.router.Measures.MirrorMeasures;
import dev.curtain.router.Measures.TrackMeasures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** From the router's counts per track to what a rollout understands: its two sides. Pure. */
final class Sides {
  private Sides() {}

  static SideCounts counts(List<TrackSpec> side, Measures measures) {
    long started = 0;
    long inFlight = 0;
    long broken = 0;
    long last = 0;
    for (TrackSpec track : side) {
      TrackMeasures counts = measures.track(track.name());
      started += counts.started();
      inFlight += counts.inFlight();
      broken += counts.broken();
      last = Math.max(last, counts.lastStartedMicros());
    }
    return new SideCounts(started, inFlight, broken, last, protocols(side, measures));
  }

  private static List<SideCounts.Protocol> protocols(List<TrackSpec> side, Measures measures) {
    Set<String> tracks = side.stream().map(TrackSpec::name).collect(Collectors.toSet());
    Map<String, SideCounts.Protocol> kinds = new TreeMap<>();
    for (Measures.UnderWay one : measures.details().underWay()) {
      if (tracks.contains(one.track())) {
        add(kinds, new SideCounts.Protocol(one.protocol(), one.count(), 0, 0, 0, 0, 0));
      }
    }
    for (Measures.Ended one : measures.details().endings().orElse(List.of())) {
      if (tracks.contains(one.track())) {
        add(
            kinds,
            new SideCounts.Protocol(
                one.protocol(),
                0,
                one.completed(),
                one.toldToGo(),
                one.cancelled(),
                one.broken(),
                one.cut()));
      }
    }
    return List.copyOf(kinds.values());
  }

  private static void add(Map<String, SideCounts.Protocol> kinds, SideCounts.Protocol more) {
    kinds.merge(
        more.name(),
        more,
        (a, b) ->
            new SideCounts.Protocol(
                a.name(),
                a.inFlight() + b.inFlight(),
                a.completed() + b.completed(),
                a.toldToGo() + b.toldToGo(),
                a.cancelled() + b.cancelled(),
                a.broken() + b.broken(),
                a.cut() + b.cut()));
  }

  /**
   * @param leftOut how long the stretch before it was, where the machine stood still in it; zero
   *     where it did not
   */
  record Look(Measures measures, Duration leftOut) {}

  /**
   * What the serving version did by itself, look after look. What was timed while the machine stood
   * still is no more normal than it is the new version's doing; where that is most of what was
   * seen, it is what is normal here.
   *
   * @param looks at least two
   */
  static RolloutEvent baseline(RolloutSpec spec, long effect, Instant now, List<Look> looks) {
    Totals all =
        Totals.between(spec.stable(), looks.getFirst().measures(), looks.getLast().measures());
    Totals quiet = Totals.NONE;
    Duration leftOut = Duration.ZERO;
    for (int i = 1; i < looks.size(); i++) {
      if (looks.get(i).leftOut().isZero()) {
        quiet = quiet.plus(beat(spec, looks, i));
      } else {
        leftOut = leftOut.plus(looks.get(i).leftOut());
      }
    }
    boolean mostly = 2 * quiet.latency().total() < all.latency().total();
    Totals normal = mostly ? all : quiet;
    Map<String, Long> quantiles = new HashMap<>();
    for (LatencyGate gate : spec.latencies()) {
      quantiles.put(gate.metric(), normal.latency().quantile(gate.quantile()));
    }
    List<Map<String, Tally>> past = new ArrayList<>();
    for (int i = 1; i < looks.size(); i++) {
      Totals beat = beat(spec, looks, i);
      Map<String, Tally> tallies = new HashMap<>();
      tallies.put("error_rate", beat.failures());
      if (mostly || looks.get(i).leftOut().isZero()) {
        spec.latencies()
            .forEach(gate ->
                gate.bound(normal.latency().total(), quantiles)
                    .ifPresent(micros -> tallies.put(gate.metric(), beat.slower(micros))));
      }
      past.add(tallies);
    }
    return new RolloutEvent.BaselineTaken(
        now,
        effect,
        normal.latency().total(),
        quantiles,
        past,
        mostly ? Optional.empty() : millis(leftOut));
  }

  private static Totals beat(RolloutSpec spec, List<Look> looks, int index) {
    return Totals.between(
        spec.stable(), looks.get(index - 1).measures(), looks.get(index).measures());
  }

  private static Optional<Long> millis(Duration leftOut) {
    return leftOut.isZero() ? Optional.empty() : Optional.of(leftOut.toMillis());
  }

  /**
   * What both sides did between two snapshots, by the metrics the rollout is judged by.
   *
   * @param leftOut how long that was, where the machine stood still in it: what it timed is then
   *     left out, what failed is not; zero where it did not
   */
  static Block block(RolloutState rollout, Measures before, Measures now, Duration leftOut) {
    Map<String, Block.Sides> metrics = metrics(rollout, before, now);
    if (!leftOut.isZero()) {
      metrics.keySet().removeAll(rollout.boundMicros().keySet());
    }
    return new Block(metrics, Map.of(), Map.of(), millis(leftOut));
  }

  private static Map<String, Block.Sides> metrics(
      RolloutState rollout, Measures before, Measures now) {
    return rollout.mirroring()
        ? mirrored(rollout, before, now)
        : compared(
            rollout,
            Totals.between(rollout.spec().compared(), before, now),
            Totals.between(rollout.spec().candidate(), before, now));
  }

  /** Originals and copies of the same requests, and how many of them were answered otherwise. */
  private static Map<String, Block.Sides> mirrored(
      RolloutState rollout, Measures before, Measures now) {
    Totals baseline = Totals.NONE;
    Totals candidate = Totals.NONE;
    long compared = 0;
    long differing = 0;
    for (TrackSpec track : rollout.spec().candidate()) {
      MirrorMeasures from = before.mirror(track.name());
      MirrorMeasures to = now.mirror(track.name());
      if (to.compared() < from.compared()) {
        from = MirrorMeasures.NONE;
      }
      baseline = baseline.plus(Totals.between(from.primary(), to.primary()));
      candidate = candidate.plus(Totals.between(from.shadow(), to.shadow()));
      compared += to.compared() - from.compared();
      differing +=
          to.statusDiffers() - from.statusDiffers() + to.bodyDiffers() - from.bodyDiffers();
    }
    Map<String, Block.Sides> metrics = compared(rollout, baseline, candidate);
    metrics.put(
        Planner.MISMATCH,
        new Block.Sides(
            new Tally(compared, 0), new Tally(compared, Math.clamp(differing, 0, compared))));
    return metrics;
  }

  private static Map<String, Block.Sides> compared(
      RolloutState rollout, Totals baseline, Totals candidate) {
    Map<String, Block.Sides> metrics = new HashMap<>();
    metrics.put("error_rate", new Block.Sides(baseline.failures(), candidate.failures()));
    rollout
        .boundMicros()
        .forEach((metric, micros) ->
            metrics.put(
                metric, new Block.Sides(baseline.slower(micros), candidate.slower(micros))));
    return metrics;
  }

  /** Counts of one side over a stretch of time. */
  record Totals(long judged, long failed, LatencyCounts latency) {
    static final Totals NONE = new Totals(0, 0, LatencyCounts.NONE);

    static Totals between(List<TrackSpec> side, Measures before, Measures now) {
      Totals totals = NONE;
      for (TrackSpec track : side) {
        totals = totals.plus(between(before.track(track.name()), now.track(track.name())));
      }
      return totals;
    }

    static Totals between(TrackMeasures before, TrackMeasures now) {
      // A router that started over counts from zero: its first snapshot is all new.
      TrackMeasures from = now.started() < before.started() ? TrackMeasures.NONE : before;
      long judged = Math.max(0, now.judged() - from.judged());
      return new Totals(
          judged,
          Math.clamp(now.failed() - from.failed(), 0, judged),
          now.latency().minus(from.latency()));
    }

    Totals plus(Totals other) {
      return new Totals(judged + other.judged, failed + other.failed, latency.plus(other.latency));
    }

    Tally failures() {
      return new Tally(judged, failed);
    }

    Tally slower(long micros) {
      return new Tally(latency.total(), latency.atOrAbove(micros));
    }
  }
}
