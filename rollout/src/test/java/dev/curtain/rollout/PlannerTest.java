package dev.curtain.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.model.Analysis;
import dev.curtain.model.RollbackPolicy;
import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannerTest {
  @Test
  void theCandidateGrowsBeforeItsShareDoes() throws PlanRefused {
    RolloutSpec spec = Rehearsing.plan(new Strategy.Canary(List.of(5.0, 25.0, 50.0, 100.0)), 20);
    int ready = 0;
    for (Step step : spec.steps()) {
      switch (step) {
        case Step.Scale scale when scale.purpose() == Step.Purpose.PROVISION ->
            ready = total(scale.replicas());
        case Step.Shift shift ->
            assertThat(ready).isGreaterThanOrEqualTo((int) Math.ceil(20 * shift.share() / 100));
        default -> {}
      }
    }
    assertThat(ready).isEqualTo(20);
  }

  @Test
  void rollingStaysWithinItsLimitsInEveryBatch() throws PlanRefused {
    for (int replicas : List.of(1, 2, 3, 10, 17)) {
      for (int unavailable : List.of(0, 1, 3)) {
        for (int surge : List.of(0, 1, 2)) {
          if (surge > 0 || (unavailable > 0 && unavailable < replicas)) {
            check(replicas, unavailable, surge);
          }
        }
      }
    }
  }

  private static void check(int replicas, int unavailable, int surge) throws PlanRefused {
    String which = replicas + " replicas, " + unavailable + " unavailable, " + surge + " surge: ";
    RolloutSpec spec = Rehearsing.plan(new Strategy.Rolling(unavailable, surge), replicas);
    int old = replicas;
    int fresh = 0;
    for (Step step : spec.steps()) {
      if (step instanceof Step.Scale scale) {
        int to = total(scale.replicas());
        if (scale.purpose() == Step.Purpose.PROVISION) {
          fresh = to;
        } else {
          assertThat(to).as(which + "retires").isLessThan(old);
          old = to;
        }
        assertThat(old + fresh).as(which + "never more").isLessThanOrEqualTo(replicas + surge);
        assertThat(old + fresh)
            .as(which + "never fewer")
            .isGreaterThanOrEqualTo(Math.max(0, replicas - unavailable));
      }
    }
    assertThat(fresh).as(which + "all new").isEqualTo(replicas);
    assertThat(old).as(which + "none old").isZero();
  }

  private static int total(Map<String, Integer> replicas) {
    return replicas.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Test
  void blueGreenRaisesGreenWholeBeforeItGetsAnything() throws PlanRefused {
    RolloutSpec spec = Rehearsing.plan(new Strategy.BlueGreen(List.of(10.0, 100.0)), 10);
    assertThat(spec.steps().get(1))
        .isInstanceOfSatisfying(
            Step.Scale.class, scale -> assertThat(total(scale.replicas())).isEqualTo(10));
    assertThat(
            spec.steps().stream()
                .filter(Step.Shift.class::isInstance)
                .map(step -> ((Step.Shift) step).share()))
        .containsExactly(10.0, 100.0);
  }

  @Test
  void weightsAlwaysAccountForEverything() {
    List<TrackSpec> three =
        List.of(
            new TrackSpec("a", "S", "1", "P/A", 3, 33.333),
            new TrackSpec("b", "S", "1", "P/B", 3, 33.333),
            new TrackSpec("c", "S", "1", "P/C", 3, 33.334));
    for (double share = 0; share <= 100; share += 0.37) {
      assertThat(
              Shares.weights(List.of(new TrackSpec("n", "S", "2", "P/A", 9, 100)), three, share)
                  .values()
                  .stream()
                  .mapToInt(Integer::intValue)
                  .sum())
          .isEqualTo(Shares.WHOLE);
    }
  }

  @Test
  void theGuideGivesNewReplicasFiveMinutesToWarmUpAndNeverMoreThanHalfOfAWatch()
      throws PlanRefused {
    assertThat(warmUps(Optional.empty())).containsOnly(Duration.ofMinutes(5));
    assertThat(warmUps(Optional.of(Duration.ofMinutes(2)))).containsOnly(Duration.ofMinutes(1));
  }

  private static List<Duration> warmUps(Optional<Duration> triggerTime) throws PlanRefused {
    Service shop = Rehearsing.service(new Strategy.Canary(List.of(5.0, 100.0)), 4);
    Service guided =
        new Service(
            shop.element(),
            shop.title(),
            shop.version(),
            shop.placements(),
            shop.candidate(),
            shop.strategy(),
            new RollbackPolicy(
                true,
                Optional.empty(),
                List.of(),
                triggerTime,
                Optional.of("guide"),
                Analysis.NONE),
            shop.launch());
    RolloutSpec spec =
        Planner.plan(
            "shop-api-v2",
            guided,
            Planner.tracks(guided, guided.placements(), "v1", "0"),
            Optional.of("v1"),
            "v2",
            Optional.empty(),
            Pace.REAL);
    return spec.steps().stream()
        .filter(Step.Watch.class::isInstance)
        .map(step -> ((Step.Watch) step).warmUp())
        .toList();
  }

  @Test
  void takingEverythingAwayAtOnceIsNotARollingUpdate() {
    assertThatThrownBy(() -> Rehearsing.plan(new Strategy.Rolling(3, 0), 3))
        .isInstanceOf(PlanRefused.class)
        .hasMessageContaining("recreate")
        .hasMessageContaining("at most 2");
  }

  @Test
  void aSingleReplicaIsComparedBeforeItIsReplaced() throws PlanRefused {
    RolloutSpec spec = Rehearsing.plan(new Strategy.Rolling(0, 1), 1);
    assertThat(spec.steps())
        .anyMatch(step -> step instanceof Step.Watch watch && watch.conclude())
        .anyMatch(step -> step instanceof Step.Shift shift && shift.share() == 50);
  }
}
