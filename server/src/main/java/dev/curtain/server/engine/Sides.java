package dev.curtain.server.engine;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Tally;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.SideCounts;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.router.LatencyCounts;
import dev.curtain.router.Measures;
import dev.curtain.router.Measures.TrackMeasures;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    return new SideCounts(started, inFlight, broken, last);
  }

  /** What both sides did between two snapshots, by the metrics the rollout is judged by. */
  static Block block(RolloutState rollout, Measures before, Measures now) {
    Totals baseline = Totals.between(rollout.spec().stable(), before, now);
    Totals candidate = Totals.between(rollout.spec().candidate(), before, now);
    Map<String, Block.Sides> metrics = new HashMap<>();
    metrics.put("error_rate", new Block.Sides(baseline.failures(), candidate.failures()));
    rollout
        .boundMicros()
        .forEach((metric, micros) ->
            metrics.put(
                metric, new Block.Sides(baseline.slower(micros), candidate.slower(micros))));
    return new Block(metrics);
  }

  /** Counts of one side over a stretch of time. */
  record Totals(long judged, long failed, LatencyCounts latency) {
    static Totals between(List<TrackSpec> side, Measures before, Measures now) {
      long judged = 0;
      long failed = 0;
      LatencyCounts latency = LatencyCounts.NONE;
      for (TrackSpec track : side) {
        TrackMeasures from = before.track(track.name());
        TrackMeasures to = now.track(track.name());
        // A router that started over counts from zero: its first snapshot is all new.
        if (to.started() < from.started()) {
          from = TrackMeasures.NONE;
        }
        judged += to.judged() - from.judged();
        failed += to.failed() - from.failed();
        latency = latency.plus(to.latency().minus(from.latency()));
      }
      return new Totals(Math.max(0, judged), Math.clamp(failed, 0, Math.max(0, judged)), latency);
    }

    Tally failures() {
      return new Tally(judged, failed);
    }

    Tally slower(long micros) {
      return new Tally(latency.total(), latency.atOrAbove(micros));
    }
  }
}
