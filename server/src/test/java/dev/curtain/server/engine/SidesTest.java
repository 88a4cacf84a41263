package dev.curtain.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.analysis.JudgePolicy;
import dev.curtain.analysis.Metric;
import dev.curtain.analysis.Tally;
import dev.curtain.rollout.LatencyGate;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutMachine;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Step;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.router.LatencyCounts;
import dev.curtain.router.Measures;
import dev.curtain.router.Measures.TrackMeasures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SidesTest {
  private static final Duration BEAT = Duration.ofMillis(100);
  private static final TrackSpec OLD = new TrackSpec("A@v1/N#0", "A", "v1", "N", 1, 100);
  private static final TrackSpec NEW = new TrackSpec("A@v2/N#1", "A", "v2", "N", 1, 100);
  private static final RolloutSpec SPEC =
      new RolloutSpec(
          "a-v2",
          "A",
          Optional.of("v1"),
          "v2",
          "canary",
          List.of(OLD),
          List.of(NEW),
          List.of(new Step.Baseline(Duration.ofSeconds(1))),
          true,
          new JudgePolicy(
              0.01,
              List.of(
                  new Metric("error_rate", Optional.empty(), 0.01, "failed"),
                  new Metric("latency_p95", Optional.empty(), 0.05, "was slow")),
              50),
          List.of(new LatencyGate("latency_p95", 0.95, Optional.empty(), 1.5)));

  private final long[] counts = new long[LatencyCounts.BUCKETS];
  private long requests;

  /** So many requests more, all of which took so long. */
  private Measures more(int many, long micros) {
    requests += many;
    counts[LatencyCounts.bucketOf(micros)] += many;
    TrackMeasures track =
        new TrackMeasures(requests, requests, 0, 0, 0, 0, new LatencyCounts(counts));
    return new Measures(1, 1, 0, Map.of(OLD.name(), track, NEW.name(), track));
  }

  /** Ten beats of eighty requests in 4 ms; in those that are marked everybody waits 100 ms. */
  private RolloutEvent.BaselineTaken baseline(String marks) {
    List<Sides.Look> looks = new ArrayList<>(List.of(new Sides.Look(more(1, 0), Duration.ZERO)));
    for (char mark : marks.toCharArray()) {
      looks.add(
          mark == '#'
              ? new Sides.Look(more(80, 100_000), BEAT)
              : new Sides.Look(more(80, 4_000), Duration.ZERO));
    }
    return (RolloutEvent.BaselineTaken) Sides.baseline(SPEC, 1, Instant.EPOCH, looks);
  }

  @Test
  void whatWasTimedInAStandstillIsNotWhatIsNormal() {
    RolloutEvent.BaselineTaken taken = baseline("...#...#..");
    assertThat(taken.quantileMicros().get("latency_p95")).isLessThan(5_000);
    assertThat(taken.requests()).isEqualTo(640);
    assertThat(taken.leftOutMillis()).hasValue(200L);
    assertThat(taken.past()).hasSize(10).allMatch(beat -> beat.containsKey("error_rate"));
    assertThat(taken.past().get(3)).doesNotContainKey("latency_p95");
    assertThat(taken.past().get(4)).containsEntry("latency_p95", new Tally(80, 0));
  }

  @Test
  void whereItStandsStillMostOfTheTimeThatIsNormal() {
    RolloutEvent.BaselineTaken taken = baseline(".#######.#");
    assertThat(taken.quantileMicros().get("latency_p95")).isGreaterThan(90_000);
    assertThat(taken.requests()).isEqualTo(800);
    assertThat(taken.leftOutMillis()).isEmpty();
    assertThat(taken.past()).allMatch(beat -> beat.containsKey("latency_p95"));
  }

  @Test
  void inAStandstillFailuresAreCountedAndTimesAreNot() {
    RolloutState state = begun();
    Measures before = more(80, 4_000);
    Measures now = more(80, 100_000);
    assertThat(Sides.block(state, before, now, Duration.ZERO).metrics())
        .containsOnlyKeys("error_rate", "latency_p95");
    assertThat(Sides.block(state, before, now, Duration.ZERO).leftOutMillis()).isEmpty();
    assertThat(Sides.block(state, before, now, BEAT).metrics()).containsOnlyKeys("error_rate");
    assertThat(Sides.block(state, before, now, BEAT).leftOutMillis()).hasValue(100L);
  }

  private static RolloutState begun() {
    RolloutState begun =
        RolloutMachine.apply(RolloutState.planned(SPEC), new RolloutEvent.Begun(Instant.EPOCH))
            .state();
    return RolloutMachine.apply(
            begun,
            new RolloutEvent.BaselineTaken(Instant.EPOCH, 1, 800, Map.of("latency_p95", 4_000L)))
        .state();
  }
}
