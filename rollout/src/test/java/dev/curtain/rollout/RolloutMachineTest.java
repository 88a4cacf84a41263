package dev.curtain.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.analysis.Judges;
import dev.curtain.analysis.Tally;
import dev.curtain.model.Strategy;
import dev.curtain.rollout.RolloutEvent.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutMachineTest {
  private static final Strategy CANARY = new Strategy.Canary(List.of(5.0, 25.0, 50.0, 100.0));

  private static Rehearsing canary() throws PlanRefused {
    return new Rehearsing(Rehearsing.plan(CANARY, 20)).begin();
  }

  @Test
  void aHealthyCanaryClimbsItsStepsAndIsPromoted() throws PlanRefused {
    Rehearsing rollout = canary().healthyTo(Phase.PROMOTED);
    assertThat(rollout.state.conclusion()).contains(Conclusion.PROMOTED);
    assertThat(rollout.state.share()).isEqualTo(100);
    assertThat(rollout.state.pending()).isEmpty();
    assertThat(rollout.phases)
        .containsSubsequence(
            Phase.BASELINING,
            Phase.PROVISIONING,
            Phase.SHIFTING,
            Phase.WATCHING,
            Phase.SOAKING,
            Phase.RETIRING,
            Phase.PROMOTED);
  }

  @Test
  void harmOnEvidenceGoesBackByRouteBeforeAnythingElse() throws PlanRefused {
    Rehearsing rollout = canary().healthyTo(Phase.WATCHING);
    for (int i = 0; i < 1_000 && rollout.state.phase() == Phase.WATCHING; i++) {
      rollout.measure(100, 0, 5);
    }
    assertThat(rollout.state.phase()).isEqualTo(Phase.ROLLING_BACK);
    assertThat(rollout.open)
        .singleElement()
        .isInstanceOfSatisfying(
            Effect.ApplyRoute.class,
            route -> assertThat(route.weights()).containsEntry("Shop.API@v1/Box#0", Shares.WHOLE));
    rollout.settle();
    assertThat(rollout.state.phase()).isEqualTo(Phase.ROLLED_BACK);
    assertThat(rollout.state.reason())
        .hasValueSatisfying(why -> assertThat(why).contains("failed"));
  }

  @Test
  void howSlowItIsWhileItWarmsUpDoesNotCountAndWhatItFailsDoes() throws PlanRefused {
    for (boolean warmedUp : new boolean[] {true, false}) {
      Rehearsing rollout =
          new Rehearsing(Rehearsing.plan(CANARY, 20, warmedUp ? 60 : 0))
              .begin()
              .healthyTo(Phase.WATCHING);
      for (int i = 0; i < 58 && rollout.state.phase() == Phase.WATCHING; i++) {
        rollout.measureSlow(200, 150);
      }
      assertThat(rollout.state.phase()).isEqualTo(warmedUp ? Phase.WATCHING : Phase.ROLLING_BACK);
      for (int i = 0; i < 60 && rollout.state.phase() == Phase.WATCHING; i++) {
        rollout.measureSlow(200, 150);
      }
      assertThat(rollout.state.phase()).as("slow still").isEqualTo(Phase.ROLLING_BACK);
    }
    Rehearsing failing =
        new Rehearsing(Rehearsing.plan(CANARY, 20, 60)).begin().healthyTo(Phase.WATCHING);
    for (int i = 0; i < 50 && failing.state.phase() == Phase.WATCHING; i++) {
      failing.measure(100, 0, 30);
    }
    assertThat(failing.state.phase()).isEqualTo(Phase.ROLLING_BACK);
    assertThatThrownBy(() -> Rehearsing.plan(CANARY, 20, 300))
        .isInstanceOf(PlanRefused.class)
        .hasMessageContaining("warm_up 5 min is no shorter than the watch of 5 min");
  }

  @Test
  void whatWasNoticedIsWrittenDownAndHeldForPeopleWhereTheyAreToLook() throws PlanRefused {
    Rehearsing rollout = canary().healthyTo(Phase.WATCHING);
    rollout.happen(new RolloutEvent.Remarked(rollout.now, "new in the log", false));
    assertThat(rollout.state.held()).isFalse();
    assertThat(rollout.notes.getLast()).isEqualTo("new in the log");
    rollout.happen(new RolloutEvent.Remarked(rollout.now, "newer in the log", true));
    assertThat(rollout.state.held()).isTrue();
    assertThat(rollout.notes.getLast())
        .isEqualTo("held: newer in the log. It is for people to resume or abort");
    rollout.say(Command.RESUME).healthyTo(Phase.PROMOTED);
    assertThat(rollout.state.phase()).isEqualTo(Phase.PROMOTED);
  }

  @Test
  void withoutAWayBackSuspicionThatNeverEndsIsForPeople() throws PlanRefused {
    Rehearsing rollout =
        new Rehearsing(Rehearsing.plan(new Strategy.Rolling(1, 0), 2))
            .begin()
            .healthyTo(Phase.WATCHING);
    for (int i = 0; i < 200 && rollout.state.verdict().map(v -> v.eValue() < 3).orElse(true); i++) {
      rollout.measure(100, 0, 2);
    }
    rollout.say(Command.PROMOTE).settle();
    assertThat(rollout.state.phase()).isEqualTo(Phase.WATCHING);
    assertThat(rollout.state.warm()).isFalse();
    RolloutEvent late = new RolloutEvent.Tick(rollout.now.plus(Duration.ofDays(1)));
    assertThat(RolloutMachine.rows().get(RolloutMachine.row(rollout.state, late)))
        .isEqualTo("[WATCHING] on Tick: time is up without a conclusion and there is no way back");
    rollout.happen(late);
    assertThat(rollout.state.phase()).isEqualTo(Phase.WATCHING);
    assertThat(rollout.state.held()).isTrue();
    assertThat(rollout.notes.getLast()).contains("no conclusion in time").contains("people");
  }

  @Test
  void aFlipThatNobodyMeasuredIsForPeople() throws PlanRefused {
    Rehearsing rollout =
        new Rehearsing(Rehearsing.plan(new Strategy.BlueGreen(List.of(100.0)), 2)).begin().settle();
    assertThat(rollout.state.phase()).isEqualTo(Phase.SOAKING);
    rollout.pass(Duration.ofDays(1));
    assertThat(rollout.state.phase()).isEqualTo(Phase.SOAKING);
    assertThat(rollout.state.held()).isTrue();
    assertThat(rollout.notes.getLast()).contains("nothing was measured");
    rollout.say(Command.PROMOTE).settle();
    assertThat(rollout.state.phase()).isEqualTo(Phase.PROMOTED);
  }

  @Test
  void aRecordDecidesAsItDidWhateverJudgesHaveLearnedSince() throws PlanRefused {
    Rehearsing rollout = canary().healthyTo(Phase.WATCHING);
    RolloutState before = rollout.state;
    RolloutEvent seen = rollout.measured(100, 0, 0);
    for (int i = 0; i < 1_000 && rollout.state.phase() == Phase.WATCHING; i++) {
      before = rollout.state;
      seen = rollout.measured(100, 0, 5);
      rollout.happen(seen);
    }
    assertThat(rollout.state.phase()).isEqualTo(Phase.ROLLING_BACK);
    RolloutEvent recorded = RolloutMachine.recorded(seen, rollout.state);
    assertThat(RolloutMachine.apply(before, recorded).state().phase())
        .isEqualTo(Phase.ROLLING_BACK);
    RolloutEvent.Measured measured = (RolloutEvent.Measured) recorded;
    assertThat(measured.judged().orElseThrow().method()).isEqualTo(Judges.METHOD);
    RolloutEvent otherwise =
        new RolloutEvent.Measured(
            measured.at(),
            measured.block(),
            Optional.of(new RolloutEvent.Judged("sequential-1", Optional.empty())));
    assertThat(RolloutMachine.apply(before, otherwise).state().phase())
        .as("an older judge saw nothing in it, and so nothing was done")
        .isEqualTo(Phase.WATCHING);
  }

  @Test
  void theJudgeLearnsFromTheServingVersionsPast() throws PlanRefused {
    Rehearsing plain = new Rehearsing(Rehearsing.plan(CANARY, 20)).begin();
    Rehearsing taught = new Rehearsing(Rehearsing.plan(CANARY, 20)).begin();
    long effect = plain.open.getFirst().id();
    List<Map<String, Tally>> past = new ArrayList<>();
    for (int beat = 0; beat < 200; beat++) {
      past.add(Map.of("error_rate", new Tally(100, beat % 20 == 0 ? 60 : 0)));
    }
    plain.happen(new RolloutEvent.BaselineTaken(plain.now, effect, 20_000, Map.of()));
    taught.happen(new RolloutEvent.BaselineTaken(taught.now, effect, 20_000, Map.of(), past));
    assertThat(taught.state.judge().orElseThrow().verdict().blocks()).isEqualTo(200);
    assertThat(plain.state.judge().orElseThrow().verdict().blocks()).isZero();
  }

  @Test
  void aVerdictIsNoHasteToPromote() throws PlanRefused {
    Rehearsing rollout = canary().healthyTo(Phase.WATCHING);
    rollout.measure(1_000_000, 0, 0);
    assertThat(rollout.state.phase()).as("the watch lasts five minutes").isEqualTo(Phase.WATCHING);
  }

  @Test
  void noTrafficIsNotAGoodSignItIsInconclusive() throws PlanRefused {
    Rehearsing rollout = canary();
    for (int i = 0; i < 20 && !rollout.state.phase().ended(); i++) {
      rollout.settle().pass(Duration.ofMinutes(5));
    }
    assertThat(rollout.state.phase()).isEqualTo(Phase.INCONCLUSIVE);
    assertThat(rollout.state.reason()).isPresent();
  }

  @Test
  void rollbackIsAllowedInEveryStateUntilThePreviousVersionIsTakenDown() throws PlanRefused {
    for (Phase phase :
        List.of(
            Phase.BASELINING, Phase.PROVISIONING, Phase.SHIFTING, Phase.WATCHING, Phase.SOAKING)) {
      Rehearsing rollout = canary().healthyTo(phase);
      assertThat(RolloutMachine.refusal(rollout.state, Command.ROLLBACK)).isEmpty();
      rollout.say(Command.ROLLBACK);
      assertThat(rollout.state.phase()).as("from " + phase).isEqualTo(Phase.ROLLING_BACK);
      assertThat(rollout.open).singleElement().isInstanceOf(Effect.ApplyRoute.class);
      rollout.settle();
      assertThat(rollout.state.phase()).isEqualTo(Phase.ROLLED_BACK);
    }
  }

  @Test
  void onceThePreviousVersionIsBeingTakenDownARollbackIsRefusedWithWhatToDoInstead()
      throws PlanRefused {
    Rehearsing rollout = canary().healthyTo(Phase.RETIRING);
    assertThat(RolloutMachine.refusal(rollout.state, Command.ROLLBACK))
        .hasValueSatisfying(why -> assertThat(why).contains("curtain deploy Shop.API v1"));
  }

  @Test
  void anAnswerToAGivenUpEffectChangesNothing() throws PlanRefused {
    Rehearsing late = canary();
    Effect stale = late.open.getFirst();
    late.say(Command.ABORT);
    RolloutState before = late.state;
    late.answer(stale);
    assertThat(late.state).isEqualTo(before);
  }

  @Test
  void theLastReplicaFallingDoesNotWaitForStatistics() throws PlanRefused {
    Rehearsing rollout = canary().healthyTo(Phase.WATCHING);
    rollout.happen(new RolloutEvent.CandidateCrashed(rollout.now, "r1", 0, "exit 137"));
    assertThat(rollout.state.phase()).isEqualTo(Phase.ROLLING_BACK);
    assertThat(rollout.state.reason())
        .hasValueSatisfying(why -> assertThat(why).contains("exit 137"));
  }

  @Test
  void replicasThatDoNotComeUpEndItWithoutAnyExposure() throws PlanRefused {
    Rehearsing rollout = canary();
    rollout.answer(rollout.open.removeFirst());
    Effect scale = rollout.open.removeFirst();
    rollout.happen(new RolloutEvent.EffectFailed(rollout.now, scale.id(), "not ready in time"));
    rollout.settle();
    assertThat(rollout.state.phase()).isEqualTo(Phase.FAILED);
    assertThat(rollout.state.milestones().exposed()).isEmpty();
  }

  @Test
  void pausedItHoldsItsShareAndResumedItGoesOn() throws PlanRefused {
    Rehearsing rollout = canary().healthyTo(Phase.WATCHING).say(Command.PAUSE);
    rollout.pass(Duration.ofHours(5)).settle();
    assertThat(rollout.state.share()).isEqualTo(5);
    assertThat(rollout.state.wakeAt()).isEmpty();
    rollout.say(Command.RESUME).healthyTo(Phase.PROMOTED);
    assertThat(rollout.state.phase()).isEqualTo(Phase.PROMOTED);
  }

  @Test
  void promoteEndsAWatchOnSomebodysWord() throws PlanRefused {
    Rehearsing rollout = canary().healthyTo(Phase.WATCHING).say(Command.PROMOTE).settle();
    assertThat(rollout.state.share()).isEqualTo(25);
    assertThat(rollout.notes).anyMatch(note -> note.contains("promoted by ada: because"));
  }

  @Test
  void theReceiptOfARollbackSaysWhatWasInFlightAndHowItEnded() throws PlanRefused {
    Rehearsing rollout = canary().healthyTo(Phase.WATCHING).say(Command.ROLLBACK);
    Effect route = rollout.open.removeFirst();
    rollout.happen(
        new RolloutEvent.Routed(
            rollout.now, route.id(), 9, new SideCounts(500, 4, 1, 0), SideCounts.NONE));
    Effect clear = rollout.open.removeFirst();
    rollout.happen(
        new RolloutEvent.Scaled(
            rollout.now, clear.id(), new SideCounts(500, 0, 2, 0), SideCounts.NONE));
    Cutover receipt = rollout.state.cutover().orElseThrow();
    assertThat(receipt.inFlight()).isEqualTo(4);
    assertThat(receipt.after()).isZero();
    assertThat(receipt.lost()).isEqualTo(1);
    assertThat(receipt.completed()).isEqualTo(3);
  }

  @Test
  void whoeverDoesNotWaitForOthersIsNotMovedByThem() throws PlanRefused {
    Rehearsing rollout = canary().healthyTo(Phase.WATCHING);
    RolloutState before = rollout.state;
    rollout.happen(new RolloutEvent.Met(rollout.now));
    assertThat(rollout.state).isEqualTo(before);
  }

  @Test
  void theReceiptTellsKindsOfExchangesApart() throws PlanRefused {
    Rehearsing rollout = canary().healthyTo(Phase.WATCHING).say(Command.ROLLBACK);
    Effect route = rollout.open.removeFirst();
    SideCounts.Protocol http = new SideCounts.Protocol("http", 2, 490, 0, 1, 1, 0);
    SideCounts.Protocol sockets = new SideCounts.Protocol("websocket", 2, 4, 1, 0, 0, 0);
    rollout.happen(
        new RolloutEvent.Routed(
            rollout.now,
            route.id(),
            9,
            new SideCounts(500, 4, 1, 0, List.of(http, sockets)),
            SideCounts.NONE));
    assertThat(rollout.state.cutover().orElseThrow().protocols()).isEmpty();
    Effect clear = rollout.open.removeFirst();
    SideCounts.Protocol httpLater = new SideCounts.Protocol("http", 0, 491, 0, 1, 1, 0);
    SideCounts.Protocol streams = new SideCounts.Protocol("stream", 0, 1, 0, 0, 0, 0);
    SideCounts.Protocol socketsLater = new SideCounts.Protocol("websocket", 0, 5, 2, 0, 0, 1);
    rollout.happen(
        new RolloutEvent.Scaled(
            rollout.now,
            clear.id(),
            new SideCounts(500, 0, 1, 0, List.of(httpLater, streams, socketsLater)),
            SideCounts.NONE));
    assertThat(rollout.state.cutover().orElseThrow().protocols())
        .containsExactly(
            new SideCounts.Protocol("http", 2, 1, 0, 0, 0, 0),
            new SideCounts.Protocol("websocket", 2, 1, 1, 0, 0, 1),
            new SideCounts.Protocol("stream", 0, 1, 0, 0, 0, 0));
  }

  @Test
  void aVersionThatTurnsBadInTheSoakIsSentBackToo() throws PlanRefused {
    Rehearsing rollout = canary().healthyTo(Phase.SOAKING);
    for (int i = 0; i < 60 && rollout.state.phase() == Phase.SOAKING; i++) {
      rollout.measure(100, 0, 4);
    }
    assertThat(rollout.state.phase()).isEqualTo(Phase.ROLLING_BACK);
    rollout.settle();
    assertThat(rollout.state.conclusion()).contains(Conclusion.ROLLED_BACK);
  }

  @Test
  void timeInWhichNobodyLookedDoesNotCountAsWatched() throws PlanRefused {
    Rehearsing rollout = canary().healthyTo(Phase.WATCHING);
    Instant since = rollout.state.since();
    Instant lastSeen = rollout.now;
    rollout.now = rollout.now.plus(Duration.ofHours(3));
    rollout.happen(new RolloutEvent.Resumed(rollout.now, lastSeen));
    assertThat(rollout.state.since()).isEqualTo(since.plus(Duration.ofHours(3)));
    rollout.pass(Duration.ofSeconds(1));
    assertThat(rollout.state.phase()).isEqualTo(Phase.WATCHING);
  }

  @Test
  void whileEvidenceSpeaksAgainstACandidateItGetsNoLargerShare() throws PlanRefused {
    Rehearsing rollout = canary().healthyTo(Phase.WATCHING);
    while (rollout.state.verdict().map(verdict -> verdict.eValue() < 10).orElse(true)) {
      rollout.measure(15, 0, 1);
    }
    assertThat(rollout.state.phase()).as("not an abort yet").isEqualTo(Phase.WATCHING);
    rollout.pass(Duration.ofMinutes(6)).settle();
    assertThat(rollout.state.share()).isEqualTo(5);
    rollout.pass(Duration.ofMinutes(15));
    assertThat(rollout.state.conclusion()).contains(Conclusion.INCONCLUSIVE);
  }

  @Test
  void oncePreviousReplicasAreGoneAFailedStartIsTriedAgainAndNothingIsRoutedToNobody()
      throws PlanRefused {
    Rehearsing rollout = new Rehearsing(Rehearsing.plan(new Strategy.Rolling(1, 0), 2)).begin();
    for (int i = 0; i < 20_000 && rollout.state.warm(); i++) {
      rollout.healthyTo(Phase.RETIRING);
      if (rollout.state.warm()) {
        rollout.answer(rollout.open.removeFirst());
      }
    }
    rollout.answer(rollout.open.removeFirst());
    assertThat(rollout.state.phase()).isEqualTo(Phase.PROVISIONING);
    Effect scale = rollout.open.removeFirst();
    rollout.happen(new RolloutEvent.EffectFailed(rollout.now, scale.id(), "no room"));
    assertThat(rollout.state.phase()).isEqualTo(Phase.PROVISIONING);
    assertThat(rollout.open).singleElement().isInstanceOf(Effect.ScaleTracks.class);
    rollout.healthyTo(Phase.PROMOTED);
    assertThat(rollout.state.phase()).isEqualTo(Phase.PROMOTED);
  }
}
