package dev.curtain.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Tally;
import dev.curtain.model.Audience;
import dev.curtain.model.Strategy;
import dev.curtain.rollout.RolloutEvent.Command;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Recreate, ring, A/B and shadow, played by hand. */
class ExposuresTest {
  private static final Strategy RECREATE = new Strategy.Recreate(Duration.ofMinutes(2));
  private static final Audience STAFF =
      new Audience(
          "staff",
          List.of(new Audience.Condition(Audience.Source.HEADER, "x-staff", List.of("yes"), 0)));

  private static Strategy.Ring rings() {
    return new Strategy.Ring(
        List.of(
            new Strategy.Circle(STAFF, 0, Optional.of(Duration.ofMinutes(1)), List.of()),
            new Strategy.Circle(new Audience("early", List.of()), 10, Optional.empty(), List.of()),
            new Strategy.Circle(
                new Audience("everybody", List.of()), 100, Optional.empty(), List.of())));
  }

  private static Strategy.Ab experiment() {
    return new Strategy.Ab(List.of(), 50, Duration.ofDays(14), 100, 0.05, true);
  }

  private static Strategy.Shadow shadow(Optional<Strategy> then) {
    return new Strategy.Shadow(100, Duration.ofMinutes(10), false, true, 0.01, then);
  }

  @Test
  void aRecreateStopsEverythingOldBeforeItStartsAnythingNewAndMeasuresTheGap() throws Exception {
    Rehearsing play = new Rehearsing(Rehearsing.plan(RECREATE, 3)).begin();
    play.healthyTo(Phase.PROMOTED);
    assertThat(play.state.phase()).isEqualTo(Phase.PROMOTED);
    assertThat(play.phases)
        .containsSubsequence(Phase.SHIFTING, Phase.RETIRING, Phase.PROVISIONING, Phase.SHIFTING);
    assertThat(play.state.outage().lasting()).contains(Duration.ofMillis(30));
  }

  @Test
  void aRecreateThatDoesHarmStartsThePreviousVersionAgainAfterTheNewOneIsGone() throws Exception {
    Rehearsing play = new Rehearsing(Rehearsing.plan(RECREATE, 3)).begin().settle();
    assertThat(play.state.phase()).isEqualTo(Phase.WATCHING);
    Duration first = play.state.outage().lasting().orElseThrow();
    play.now = play.now.plusSeconds(60);
    play.say(Command.ABORT);
    assertThat(play.state.phase()).isEqualTo(Phase.RESTORING);
    assertThat(play.open).singleElement().isInstanceOf(Effect.ApplyRoute.class);
    assertThat(((Effect.ApplyRoute) play.open.getFirst()).division().closed()).isTrue();
    play.answer(play.open.removeFirst());
    assertThat(((Effect.ScaleTracks) play.open.getFirst()).replicas())
        .containsExactlyEntriesOf(Map.of(play.state.spec().candidate().getFirst().name(), 0));
    play.answer(play.open.removeFirst());
    assertThat(((Effect.ScaleTracks) play.open.getFirst()).replicas())
        .containsExactlyEntriesOf(Map.of(play.state.spec().stable().getFirst().name(), 3));
    play.settle();
    assertThat(play.state.phase()).isEqualTo(Phase.ROLLED_BACK);
    assertThat(play.state.outage().lasting().orElseThrow())
        .as("two gaps, without the minute in which the new version served")
        .isGreaterThan(first)
        .isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void aRecreateIsTakenBackByRouteAsLongAsTheOldVersionRuns() throws Exception {
    Rehearsing play = new Rehearsing(Rehearsing.plan(RECREATE, 3)).begin();
    play.answer(play.open.removeFirst());
    assertThat(play.state.phase()).isEqualTo(Phase.SHIFTING);
    play.say(Command.ROLLBACK);
    assertThat(play.state.phase()).isEqualTo(Phase.ROLLING_BACK);
  }

  @Test
  void ringsOpenOneAfterTheOtherAndTheLastIsEverybody() throws Exception {
    Rehearsing play = new Rehearsing(Rehearsing.plan(rings(), 4)).begin();
    play.healthyTo(Phase.WATCHING);
    Division first = Routes.of(play.state.spec(), play.state.step() - 1);
    assertThat(first.groups())
        .singleElement()
        .extracting(Division.Group::audience)
        .isEqualTo(STAFF);
    assertThat(first.weights()).containsEntry(candidate(play), 0);
    assertThat(first.groups().getFirst().weights()).containsEntry(candidate(play), Shares.WHOLE);
    play.pass(Duration.ofMinutes(2)).settle();
    Division second = Routes.of(play.state.spec(), play.state.step() - 1);
    assertThat(second.groups()).hasSize(1);
    assertThat(second.weights()).containsEntry(candidate(play), 10_000);
    play.healthyTo(Phase.PROMOTED);
    assertThat(play.state.phase()).isEqualTo(Phase.PROMOTED);
  }

  @Test
  void anExperimentEndsWithItsWinner() throws Exception {
    Rehearsing play = new Rehearsing(Rehearsing.plan(experiment(), 4)).begin().settle();
    assertThat(play.state.phase()).isEqualTo(Phase.EXPERIMENTING);
    for (int day = 0; day < 20 && play.state.phase() == Phase.EXPERIMENTING; day++) {
      count(play, 30, 60);
    }
    assertThat(play.notes).anyMatch(note -> note.contains("v2 wins"));
    play.healthyTo(Phase.PROMOTED);
    assertThat(play.state.phase()).isEqualTo(Phase.PROMOTED);
  }

  @Test
  void anExperimentThatTheOldVersionWinsIsTakenBack() throws Exception {
    Rehearsing play = new Rehearsing(Rehearsing.plan(experiment(), 4)).begin().settle();
    for (int day = 0; day < 20 && play.state.phase() == Phase.EXPERIMENTING; day++) {
      count(play, 60, 30);
    }
    play.settle();
    assertThat(play.state.phase()).isEqualTo(Phase.ROLLED_BACK);
    assertThat(play.state.reason().orElseThrow()).contains("v1 wins");
  }

  @Test
  void anExperimentWithoutAWinnerEndsInconclusive() throws Exception {
    Rehearsing play = new Rehearsing(Rehearsing.plan(experiment(), 4)).begin().settle();
    count(play, 30, 30);
    play.pass(Duration.ofDays(14)).settle();
    assertThat(play.state.phase()).isEqualTo(Phase.INCONCLUSIVE);
  }

  @Test
  void aShadowNeverHasAUserAndEndsInAReport() throws Exception {
    Rehearsing play = new Rehearsing(Rehearsing.plan(shadow(Optional.empty()), 2)).begin();
    play.settle();
    assertThat(play.state.phase()).isEqualTo(Phase.WATCHING);
    assertThat(play.state.measuring()).isTrue();
    assertThat(play.state.share()).isZero();
    for (int i = 0; i < 5_000 && play.state.phase() == Phase.WATCHING; i++) {
      mirrored(play, 0);
    }
    play.settle();
    assertThat(play.state.phase()).isEqualTo(Phase.REPORTED);
    assertThat(play.state.milestones().exposed()).isEmpty();
  }

  @Test
  void aShadowWhoseAnswersDifferIsStoppedBeforeAUserMeetsIt() throws Exception {
    Strategy then = new Strategy.Canary(List.of(10.0, 100.0));
    Rehearsing play = new Rehearsing(Rehearsing.plan(shadow(Optional.of(then)), 2)).begin();
    play.settle();
    for (int i = 0; i < 200 && play.state.phase() == Phase.WATCHING; i++) {
      mirrored(play, 20);
    }
    play.settle();
    assertThat(play.state.phase()).isEqualTo(Phase.ROLLED_BACK);
    assertThat(play.state.reason().orElseThrow()).contains("answered otherwise");
    assertThat(play.state.milestones().exposed()).isEmpty();
  }

  private static void mirrored(Rehearsing play, long differing) {
    play.now = play.now.plusSeconds(1);
    Tally fine = new Tally(100, 0);
    play.happen(
        new RolloutEvent.Measured(
            play.now,
            new Block(
                Map.of(
                    "error_rate",
                    new Block.Sides(fine, fine),
                    "latency_p95",
                    new Block.Sides(fine, fine),
                    Planner.MISMATCH,
                    new Block.Sides(fine, new Tally(100, differing))))));
  }

  private static void count(Rehearsing play, long baseline, long candidate) {
    play.now = play.now.plus(Duration.ofHours(6));
    play.happen(
        new RolloutEvent.Counted(
            play.now, new Block.Sides(new Tally(200, baseline), new Tally(200, candidate)), "ada"));
  }

  private static String candidate(Rehearsing play) {
    return play.state.spec().candidate().getFirst().name();
  }
}
