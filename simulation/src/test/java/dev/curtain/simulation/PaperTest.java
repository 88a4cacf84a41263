package dev.curtain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.model.RollbackPolicy;
import dev.curtain.model.Service;
import dev.curtain.model.Service.Placement;
import dev.curtain.model.Strategy;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.PlanRefused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaperTest {
  private static Paper.Report play(Behaviour behaviour) throws PlanRefused {
    return Paper.play(
        new Paper.Order(
            service(), "v2", Map.of("v2", behaviour), 100, 100_000, Duration.ofHours(2), 1));
  }

  private static Service service() {
    return new Service(
        "S",
        "Service",
        Optional.of("v1"),
        List.of(new Placement("P/N/S", "P/N", Optional.empty(), 4, 100, false)),
        Optional.empty(),
        new Strategy.Canary(List.of(5.0, 50.0, 100.0)),
        RollbackPolicy.NONE,
        new Service.Launch(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of()));
  }

  @Test
  void aSoundVersionIsPromotedAndNoRequestFails() throws PlanRefused {
    Paper.Report report = play(Behaviour.SOUND);
    assertThat(report.rollout().phase()).isEqualTo(Phase.PROMOTED);
    assertThat(report.failed()).isZero();
    assertThat(report.requests()).isBetween(700_000L, 720_000L);
  }

  @Test
  void aBadVersionGoesBackAndOnlyWhoWasAmongItsFirstUsersMetIt() throws PlanRefused {
    Paper.Report report = play(Behaviour.failing(0.1));
    assertThat(report.rollout().phase()).isEqualTo(Phase.ROLLED_BACK);
    assertThat(report.users()).isPositive().isLessThanOrEqualTo(5_000);
    var candidate = Optional.ofNullable(report.versions().get("v2")).orElseThrow();
    assertThat(candidate.requests()).isGreaterThanOrEqualTo(report.users());
    assertThat(report.failed()).isEqualTo(candidate.failed()).isPositive();
  }

  @Test
  void theSameSeedGivesTheSame() throws PlanRefused {
    Paper.Report once = play(Behaviour.failing(0.02));
    Paper.Report again = play(Behaviour.failing(0.02));
    assertThat(again.moments()).isEqualTo(once.moments());
    assertThat(again.versions()).isEqualTo(once.versions());
    assertThat(again.users()).isEqualTo(once.users());
  }
}
