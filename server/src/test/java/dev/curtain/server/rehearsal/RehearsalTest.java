package dev.curtain.server.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.language.Span;
import dev.curtain.model.Deployment;
import dev.curtain.model.Properties;
import dev.curtain.model.RollbackPolicy;
import dev.curtain.model.Service;
import dev.curtain.model.Service.Placement;
import dev.curtain.model.Strategy;
import dev.curtain.rollout.Manner;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutState;
import dev.curtain.runtime.standin.Fault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  private static final Service API =
      new Service(
          "ECommerce.API",
          "API Service",
          Optional.of("v2.3.1"),
          List.of(place("Stable", 20)),
          Optional.of(new Service.Candidate("v2.3.2", List.of(place("Canary", 1)), 5)),
          new Strategy.Canary(List.of(5.0, 25.0, 50.0, 100.0)),
          new RollbackPolicy(
              true,
              Optional.of(0.01),
              List.of(new RollbackPolicy.LatencyBound(0.95, Duration.ofMillis(500))),
              Optional.of(Duration.ofMinutes(5))),
          new Service.Launch(
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Map.of(),
              Map.of()));

  private static Placement place(String node, int replicas) {
    return new Placement(
        "Production/" + node + "/ECommerce.API",
        "Production/" + node,
        Optional.empty(),
        replicas,
        100,
        false);
  }

  private static Report rehearse(String... faults) throws Exception {
    Deployment deployment =
        new Deployment(
            "Production", "Production", Properties.NONE, List.of(), List.of(API), Span.START);
    return Rehearsal.run(
        new Order(
            "test",
            "",
            deployment,
            Map.of(),
            Manner.ALONE,
            List.of(faults).stream().map(Fault::parse).toList(),
            500,
            200,
            Optional.of(300.0),
            1),
        new Rehearsal.Audience() {},
        InstantSource.system());
  }

  @Test
  void aHealthyCandidateIsPromotedAndNobodyNoticesAnything() throws Exception {
    Report report = rehearse();
    RolloutState rollout = report.rollouts().getFirst();
    assertThat(rollout.phase()).as("%s", rollout.reason()).isEqualTo(Phase.PROMOTED);
    assertThat(report.traffic().failed()).isZero();
    assertThat(report.traffic().requests()).isPositive();
  }

  @Test
  void aCandidateThatFailsIsSentBackOnEvidence() throws Exception {
    Report report = rehearse("ECommerce.API@v2.3.2:error_rate=20%");
    RolloutState rollout = report.rollouts().getFirst();
    assertThat(rollout.phase()).isEqualTo(Phase.ROLLED_BACK);
    assertThat(rollout.cutover().orElseThrow().after()).isZero();
    assertThat(rollout.cutover().orElseThrow().lost()).isZero();
    assertThat(report.traffic().failedNotInjected()).isZero();
    assertThat(report.users())
        .hasEntrySatisfying(rollout.spec().id(), met -> assertThat(met).isPositive());
  }
}
