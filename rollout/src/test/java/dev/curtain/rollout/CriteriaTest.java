package dev.curtain.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.analysis.Metric;
import dev.curtain.analysis.SeriesMetric;
import dev.curtain.analysis.series.Direction;
import dev.curtain.model.Analysis;
import dev.curtain.model.Analysis.LogErrors;
import dev.curtain.model.Analysis.Missing;
import dev.curtain.model.RollbackPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CriteriaTest {
  @Test
  void theLessonsProfileIsItsNumbers() {
    Criteria criteria = Criteria.of(profile("lesson"));
    assertThat(criteria.policy().metrics())
        .containsExactly(
            new Metric("error_rate", Optional.of(0.01), 0, "failed"),
            new Metric("latency_p95", Optional.of(1 - 0.95), 0, "took longer than 500 ms"));
    assertThat(criteria.latencies().getFirst().boundMicros()).contains(500_000L);
    assertThat(criteria.watch()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void theGuidesProfileComparesWithTheServingVersion() {
    Criteria criteria = Criteria.of(profile("guide"));
    assertThat(criteria.policy().metrics().getFirst())
        .isEqualTo(new Metric("error_rate", Optional.empty(), 0.02, "failed"));
    LatencyGate gate = criteria.latencies().getFirst();
    assertThat(gate.metric()).isEqualTo("latency_p99");
    assertThat(gate.factor()).isEqualTo(1.5);
    assertThat(gate.boundMicros()).isEmpty();
    assertThat(criteria.watch()).isEqualTo(Duration.ofMinutes(10));
    assertThat(criteria.warmUp()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void whatTheModelSaysOfWarmingUpGoesBeforeTheGuide() {
    Analysis cold =
        new Analysis(
            Optional.empty(),
            Optional.empty(),
            Optional.of(Duration.ofSeconds(30)),
            LogErrors.NOTE,
            List.of());
    Criteria criteria =
        Criteria.of(
            new RollbackPolicy(
                true, Optional.empty(), List.of(), Optional.empty(), Optional.of("guide"), cold));
    assertThat(criteria.warmUp()).isEqualTo(Duration.ofSeconds(30));
    assertThat(criteria.usual()).isFalse();
    assertThat(Criteria.of(profile("lesson")).warmUp()).isZero();
  }

  @Test
  void twiceTheBaselineIsSettledWhenItIsKnown() {
    assertThat(Criteria.of(profile("baseline-2x")).policy().metrics().getFirst().times())
        .contains(2.0);
  }

  @Test
  void whatTheModelSaysGoesBeforeTheProfile() {
    RollbackPolicy policy =
        new RollbackPolicy(
            true,
            Optional.of(0.05),
            List.of(),
            Optional.of(Duration.ofMinutes(1)),
            Optional.of("lesson"),
            Analysis.NONE);
    Criteria criteria = Criteria.of(policy);
    assertThat(criteria.policy().metrics().getFirst().bound()).contains(0.05);
    assertThat(criteria.watch()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void metricsOfOthersAreJudgedBesideTheRoutersOwn() {
    Analysis.Rule orders =
        new Analysis.Rule(
            "refused",
            Optional.of(0.02),
            Optional.empty(),
            false,
            true,
            2,
            Missing.ABORT,
            Missing.WAIT,
            Missing.IGNORE,
            Optional.of(
                new Analysis.Source(
                    Analysis.Kind.REPLICAS, "/metrics", "b", "t", Duration.ofSeconds(5))));
    Analysis analysis =
        new Analysis(
            Optional.of(0.02), Optional.of(10), Optional.empty(), LogErrors.NOTE, List.of(orders));
    Criteria criteria =
        Criteria.of(
            new RollbackPolicy(
                true, Optional.empty(), List.of(), Optional.empty(), Optional.empty(), analysis));
    assertThat(criteria.policy().alpha()).isEqualTo(0.02);
    assertThat(criteria.policy().minimumRequests()).isEqualTo(10);
    Metric metric = criteria.policy().metrics().getLast();
    assertThat(metric.name()).isEqualTo("refused");
    assertThat(metric.bound()).contains(0.02);
    assertThat(metric.handling().dryRun()).isTrue();
    assertThat(metric.handling().weight()).isEqualTo(2);
  }

  @Test
  void numbersPerIntervalAreJudgedBesideAndTakeNoPartOfAlpha() {
    Analysis.Rule heap =
        new Analysis.Rule(
            "heap",
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            1,
            Missing.WAIT,
            Missing.WAIT,
            Missing.WAIT,
            Optional.of(
                new Analysis.Source(
                    Analysis.Kind.REPLICAS, "/metrics", "", "", Duration.ofSeconds(5), "heap")),
            Optional.of(new Analysis.Series(Analysis.Harm.DECREASE, true, 1, 0.9, 0.99, 30)));
    Criteria criteria =
        Criteria.of(
            new RollbackPolicy(
                true,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new Analysis(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    LogErrors.NOTE,
                    List.of(heap))));
    assertThat(criteria.policy().metrics())
        .extracting(Metric::name)
        .containsExactly("error_rate", "latency_p95");
    SeriesMetric series = criteria.policy().series().getFirst();
    assertThat(series.name()).isEqualTo("heap");
    assertThat(series.direction()).isEqualTo(Direction.DECREASE);
    assertThat(series.critical()).isTrue();
    assertThat(series.effect().allowedDecrease()).isEqualTo(0.9);
    assertThat(series.points()).isEqualTo(30);
    assertThat(criteria.routersOwn().series()).isEmpty();
    assertThat(criteria.sources()).containsKey("heap");
  }

  private static RollbackPolicy profile(String name) {
    return new RollbackPolicy(
        true, Optional.empty(), List.of(), Optional.empty(), Optional.of(name), Analysis.NONE);
  }
}
