package dev.curtain.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.model.Gate;
import dev.curtain.model.Release;
import dev.curtain.model.Release.Point;
import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import dev.curtain.rollout.RolloutEvent.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Gates on steps: what holds, who opens, what is kept. */
class GatesTest {
  private static RolloutSpec plan(Map<Point, List<Gate>> gates) throws PlanRefused {
    Service service =
        Rehearsing.service(new Strategy.Canary(List.of(10.0, 50.0, 100.0)), 4)
            .with(
                new Release(
                    Optional.of(Duration.ofHours(2)),
                    Map.of(10.0, Duration.ofMinutes(30)),
                    false,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    gates));
    return Planner.plan(
        "shop-api-v2",
        service,
        Planner.tracks(service, service.placements(), "v1", "0"),
        Optional.of("v1"),
        "v2",
        Optional.empty(),
        Pace.REAL);
  }

  private static Rehearsing at(Point point, Gate gate) throws PlanRefused {
    return new Rehearsing(plan(Map.of(point, List.of(gate)))).begin();
  }

  @Test
  void gatesStandBeforeTheStepsTheyAreMeantFor() throws PlanRefused {
    Gate gate = new Gate.Approval(1, List.of());
    List<String> steps =
        plan(
                Map.of(
                    Point.START, List.of(gate),
                    Point.FULL, List.of(gate),
                    Point.END, List.of(gate)))
            .steps()
            .stream()
            .map(Step::describe)
            .toList();
    assertThat(steps.getFirst()).isEqualTo("pass the gate: approval");
    assertThat(steps.get(steps.indexOf("shift to 100 %") - 1)).isEqualTo("pass the gate: approval");
    assertThat(steps.get(steps.size() - 2)).isEqualTo("pass the gate: approval");
  }

  @Test
  void theModelsSoakAndTheWatchOfAShareAreThePlans() throws PlanRefused {
    assertThat(plan(Map.of()).steps())
        .contains(new Step.Soak(Duration.ofHours(2), true))
        .anyMatch(step ->
            step instanceof Step.Watch watch && watch.atLeast().equals(Duration.ofMinutes(30)));
  }

  @Test
  void anApprovalNeedsDifferentPeopleAndKeepsHowLongItTook() throws PlanRefused {
    Rehearsing play = at(Point.START, new Gate.Approval(2, List.of()));
    assertThat(play.state.phase()).isEqualTo(Phase.GATED);
    assertThat(play.state.doorway().opener().orElseThrow()).contains("curtain approve shop-api-v2");
    play.say(Command.APPROVE).say(Command.APPROVE);
    assertThat(play.state.phase()).as("ada alone is one").isEqualTo(Phase.GATED);
    assertThat(RolloutMachine.refusal(play.state, Command.APPROVE, "ada", ""))
        .hasValueSatisfying(why -> assertThat(why).contains("already"));
    play.now = play.now.plus(Duration.ofMinutes(7));
    play.happen(new RolloutEvent.Commanded(play.now, Command.APPROVE, "bob", ""));
    assertThat(play.state.phase()).isEqualTo(Phase.BASELINING);
    assertThat(play.notes)
        .anyMatch(note -> note.equals("approval gate open after 7 min: ada, bob"));
  }

  @Test
  void whoMayNotApproveIsToldWhoMay() throws PlanRefused {
    Rehearsing play = at(Point.START, new Gate.Approval(1, List.of("grace")));
    assertThat(RolloutMachine.refusal(play.state, Command.APPROVE, "ada", ""))
        .contains("ada may not approve shop-api-v2 (grace may)");
    play.say(Command.APPROVE);
    assertThat(play.state.phase()).isEqualTo(Phase.GATED);
  }

  @Test
  void aChecklistOpensWhenEverythingIsTicked() throws PlanRefused {
    Rehearsing play = at(Point.START, new Gate.Checklist(List.of("runbook read", "on-call told")));
    tick(play, "runbook read");
    assertThat(play.state.doorway().closed()).contains("not ticked off: on-call told");
    assertThat(RolloutMachine.refusal(play.state, Command.CHECK, "ada", "coffee")).isPresent();
    tick(play, "on-call told");
    assertThat(play.state.phase()).isEqualTo(Phase.BASELINING);
  }

  @Test
  void aClosedGateIsAskedAgainAndSaysOnceWhy() throws PlanRefused {
    Rehearsing play = at(Point.START, new Gate.Policy("false"));
    for (int i = 0; i < 3; i++) {
      answer(play, false);
      Instant wake = play.state.wakeAt().orElseThrow();
      play.now = wake;
      play.happen(new RolloutEvent.Tick(wake));
    }
    assertThat(play.notes).filteredOn(note -> note.contains("gate closed")).hasSize(1);
    answer(play, true);
    assertThat(play.state.phase()).isEqualTo(Phase.BASELINING);
  }

  @Test
  void aSmokeTestThatKeepsFailingEndsTheRolloutBeforeAnybodyMetIt() throws PlanRefused {
    Rehearsing play = at(Point.FIRST, new Gate.Smoke("/orders/1"));
    play.answer(play.open.removeFirst());
    play.answer(play.open.removeFirst());
    for (int i = 0; i < Gating.SMOKES; i++) {
      answer(play, false);
      play.state.wakeAt().ifPresent(at -> play.pass(Duration.between(play.now, at)));
    }
    play.settle();
    assertThat(play.state.phase()).isEqualTo(Phase.FAILED);
    assertThat(play.state.milestones().exposed()).isEmpty();
  }

  @Test
  void aGateIsSkippedForAReasonThatIsKept() throws PlanRefused {
    Rehearsing play = at(Point.START, new Gate.Window(List.of(), List.of(), "UTC"));
    assertThat(RolloutMachine.refusal(play.state, Command.SKIP, "ada", " ")).isPresent();
    play.say(Command.SKIP);
    assertThat(play.state.phase()).isEqualTo(Phase.BASELINING);
    assertThat(play.notes).anyMatch(note -> note.contains("skipped by ada: because"));
  }

  @Test
  void aRollbackPassesEveryGate() throws PlanRefused {
    Rehearsing play = at(Point.FULL, new Gate.Approval(1, List.of()));
    play.healthyTo(Phase.GATED);
    assertThat(play.state.phase()).isEqualTo(Phase.GATED);
    play.say(Command.ROLLBACK);
    assertThat(play.state.phase()).isEqualTo(Phase.ROLLING_BACK);
  }

  @Test
  void aDenialThatIsOnWinsOverEveryPermission() {
    Gate.Window window =
        new Gate.Window(
            List.of(new Gate.Period("0 9 * * MON-FRI", Duration.ofHours(8))),
            List.of(new Gate.Period("0 12 * * FRI", Duration.ofHours(60))),
            "Europe/Berlin");
    assertThat(Windows.at(window, Instant.parse("2026-06-10T08:00:00Z")).open()).isTrue();
    Windows.Answer friday = Windows.at(window, Instant.parse("2026-06-12T11:00:00Z"));
    assertThat(friday.open()).isFalse();
    assertThat(friday.reason()).contains("denied until Mon 2026-06-15 00:00");
    Windows.Answer night = Windows.at(window, Instant.parse("2026-06-10T20:00:00Z"));
    assertThat(night.open()).isFalse();
    assertThat(night.opener()).contains("Thu 2026-06-11 09:00");
  }

  private static void tick(Rehearsing play, String item) {
    play.happen(new RolloutEvent.Commanded(play.now, Command.CHECK, "ada", item));
  }

  private static void answer(Rehearsing play, boolean open) {
    Effect asked = play.open.removeFirst();
    play.happen(
        new RolloutEvent.GateAnswered(play.now, asked.id(), open, open ? "fine" : "no", "ada"));
  }
}
