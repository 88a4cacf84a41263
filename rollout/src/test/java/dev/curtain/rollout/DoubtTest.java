package dev.curtain.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Judge;
import dev.curtain.analysis.JudgePolicy;
import dev.curtain.analysis.Judges;
import dev.curtain.analysis.Metric;
import dev.curtain.analysis.Tally;
import dev.curtain.model.Strategy;
import dev.curtain.rollout.RolloutEvent.Command;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** An alarm that had too few looks to be raised, with nobody left to compare with. */
class DoubtTest {
  private static final Duration WATCH = Duration.ofMinutes(5);

  private static Rehearsing recreated() throws PlanRefused {
    Rehearsing play =
        new Rehearsing(Rehearsing.plan(new Strategy.Recreate(Duration.ofMinutes(2)), 3))
            .begin()
            .settle();
    assertThat(play.state.phase()).isEqualTo(Phase.WATCHING);
    play.now = play.now.plusSeconds(10);
    return play;
  }

  private static Rehearsing flipped() throws PlanRefused {
    Rehearsing play =
        new Rehearsing(Rehearsing.plan(new Strategy.BlueGreen(List.of(100.0)), 2)).begin().settle();
    assertThat(play.state.phase()).isEqualTo(Phase.SOAKING);
    return play;
  }

  @Test
  void aRecreateWhoseFewRequestsAllFailedIsWatchedOnAndGoesBackInsteadOfBeingPromoted()
      throws PlanRefused {
    Rehearsing play = recreated().measure(6, 0, 6);
    assertThat(play.state.phase()).as("too little for an alarm").isEqualTo(Phase.WATCHING);
    assertThat(play.notes.getLast())
        .isEqualTo(
            "not to be left alone yet: 6 of 6 requests failed, with everything on v2; the limit is"
                + " 1 %");
    play.pass(WATCH);
    assertThat(play.state.phase()).as("silence is not enough").isEqualTo(Phase.WATCHING);
    assertThat(play.state.wakeAt())
        .hasValueSatisfying(at -> assertThat(at).isAfter(play.now.plus(WATCH.multipliedBy(2))));
    play.pass(WATCH.multipliedBy(Planner.PATIENCE));
    assertThat(play.state.phase()).isEqualTo(Phase.RESTORING);
    play.settle();
    assertThat(play.state.phase()).isEqualTo(Phase.INCONCLUSIVE);
    assertThat(play.state.reason().orElseThrow())
        .startsWith("no conclusion in time: 6 of 6 requests failed");
  }

  @Test
  void aHealthyRecreateThatHardlyAnybodyUsesIsPromotedAsBefore() throws PlanRefused {
    Rehearsing play = recreated().measure(3, 0, 0);
    play.pass(WATCH).settle();
    assertThat(play.state.phase()).isEqualTo(Phase.PROMOTED);
  }

  @Test
  void aDoubtThatMoreRequestsDispelIsOver() throws PlanRefused {
    Rehearsing play = recreated().measure(6, 0, 6);
    play.pass(WATCH);
    assertThat(play.state.phase()).isEqualTo(Phase.WATCHING);
    for (int i = 0; i < 20 && play.state.phase() == Phase.WATCHING; i++) {
      play.measure(500, 0, 0);
    }
    play.settle();
    assertThat(play.state.phase()).isEqualTo(Phase.PROMOTED);
    assertThat(play.state.doubt()).isEmpty();
  }

  @Test
  void aSoakInWhichEverythingFailedGoesOnAndIsThenForPeople() throws PlanRefused {
    Rehearsing play = flipped().measure(6, 0, 6);
    Duration soak = Planner.SOAK;
    play.pass(soak);
    assertThat(play.state.phase()).isEqualTo(Phase.SOAKING);
    assertThat(play.state.held()).isFalse();
    RolloutEvent late = new RolloutEvent.Tick(play.now.plus(soak.multipliedBy(Planner.PATIENCE)));
    assertThat(RolloutMachine.rows().get(RolloutMachine.row(play.state, late)))
        .isEqualTo("[SOAKING] on Tick: what was measured leaves a doubt");
    play.happen(late);
    assertThat(play.state.held()).isTrue();
    assertThat(play.notes.getLast()).contains("6 of 6 requests failed").contains("people");
    play.say(Command.ROLLBACK).settle();
    assertThat(play.state.phase()).isEqualTo(Phase.ROLLED_BACK);
  }

  /** Where there is doubt it costs time, and in the end a release: it has to be rare. */
  @Test
  void aVersionThatIsExactlyAtItsLimitIsHardlyEverInDoubt() {
    SplittableRandom random = new SplittableRandom(7);
    int doubted = 0;
    for (int i = 0; i < 200; i++) {
      Judge alone =
          Judges.alone(
              new JudgePolicy(
                  Criteria.ALPHA / 10,
                  List.of(new Metric("error_rate", Optional.of(0.01), 0, "failed")),
                  0));
      for (int look = 0; look < 600; look++) {
        Tally one = new Tally(1, random.nextDouble() < 0.01 ? 1 : 0);
        alone = alone.observe(new Block(Map.of("error_rate", new Block.Sides(Tally.NONE, one))));
      }
      doubted += Judging.doubt(alone, "v2").isPresent() ? 1 : 0;
    }
    assertThat(doubted).as("of 200, after 600 looks").isLessThanOrEqualTo(10);
  }

  @Test
  void aRecordDecidesAsItDidWhereTheDoubtOfNowWasNotKnown() throws PlanRefused {
    Rehearsing play = recreated();
    RolloutEvent.Measured seen = (RolloutEvent.Measured) play.measured(6, 0, 6);
    RolloutState now = RolloutMachine.apply(play.state, seen).state();
    RolloutEvent.Measured recorded = (RolloutEvent.Measured) RolloutMachine.recorded(seen, now);
    RolloutEvent.Judged judged = recorded.judged().orElseThrow();
    assertThat(judged.method()).isEqualTo(Judges.METHOD);
    assertThat(judged.doubt()).isEqualTo(now.doubt()).isPresent();
    assertThat(RolloutMachine.apply(play.state, recorded).state().doubt()).isEqualTo(now.doubt());
    RolloutEvent.Measured before =
        new RolloutEvent.Measured(
            seen.at(),
            seen.block(),
            Optional.of(new RolloutEvent.Judged(Judges.METHOD, judged.verdict())));
    RolloutState then = RolloutMachine.apply(play.state, before).state();
    assertThat(
            RolloutMachine.apply(then, new RolloutEvent.Tick(seen.at().plus(WATCH)))
                .state()
                .phase())
        .as("it was promoted")
        .isEqualTo(Phase.PROMOTED);
  }
}
