package dev.curtain.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.model.Release;
import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code evidence_driven}: a share is left as soon as the verdict allows, and not before. */
class EvidenceDrivenTest {
  private static final Duration WATCH = Duration.ofMinutes(5);

  private static Rehearsing begun(boolean eager) throws PlanRefused {
    Release none = Release.NONE;
    Service service =
        Rehearsing.service(new Strategy.Canary(List.of(10.0, 50.0, 100.0)), 4)
            .with(
                new Release(
                    none.soak(),
                    none.watches(),
                    eager,
                    none.pair(),
                    none.returnWindow(),
                    none.regional(),
                    none.failoverWithin(),
                    none.gates()));
    return new Rehearsing(
            Planner.plan(
                "shop-api-v2",
                service,
                Planner.tracks(service, service.placements(), "v1", "0"),
                Optional.of("v1"),
                "v2",
                Optional.empty(),
                Pace.REAL))
        .begin();
  }

  @Test
  void aHealthyVersionIsThroughInAFractionOfTheTime() throws PlanRefused {
    Duration asWritten = untilSoaking(begun(false));
    Duration byEvidence = untilSoaking(begun(true));
    assertThat(asWritten)
        .as("two shares are watched")
        .isGreaterThanOrEqualTo(WATCH.multipliedBy(2));
    assertThat(byEvidence).isLessThan(asWritten.dividedBy(2));
  }

  private static Duration untilSoaking(Rehearsing play) {
    Instant begun = play.now;
    play.healthyTo(Phase.SOAKING);
    assertThat(play.state.phase()).isEqualTo(Phase.SOAKING);
    return Duration.between(begun, play.now);
  }

  @Test
  void itIsNeverLeftBeforeATenthOfItsTimeAndNeverWithoutEvidence() throws PlanRefused {
    Rehearsing play = begun(true);
    while (play.state.phase() != Phase.WATCHING) {
      play.answer(play.open.removeFirst());
    }
    Instant since = play.now;
    while (play.state.phase() == Phase.WATCHING) {
      play.measure(5_000, 0, 0);
    }
    assertThat(Duration.between(since, play.now))
        .as("however clear it is")
        .isGreaterThanOrEqualTo(WATCH.dividedBy(10));

    Rehearsing silent = begun(true);
    while (silent.state.phase() != Phase.WATCHING) {
      silent.answer(silent.open.removeFirst());
    }
    double share = silent.state.share();
    for (Duration passed = Duration.ZERO;
        passed.compareTo(WATCH.multipliedBy(2)) < 0;
        passed = passed.plusSeconds(1)) {
      silent.measure(0, 0, 0);
    }
    assertThat(silent.state.phase()).isEqualTo(Phase.WATCHING);
    assertThat(silent.state.share()).isEqualTo(share);
  }

  @Test
  void aBadVersionGoesBackAsAlways() throws PlanRefused {
    Rehearsing play = begun(true);
    while (play.state.phase() != Phase.WATCHING) {
      play.answer(play.open.removeFirst());
    }
    while (play.state.phase() == Phase.WATCHING) {
      play.measure(200, 0, 20);
    }
    assertThat(play.state.phase()).isEqualTo(Phase.ROLLING_BACK);
  }
}
