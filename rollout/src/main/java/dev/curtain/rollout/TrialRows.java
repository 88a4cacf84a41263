package dev.curtain.rollout;

import static dev.curtain.rollout.Phase.EXPERIMENTING;
import static dev.curtain.rollout.Phase.RESTORING;
import static dev.curtain.rollout.Phase.ROLLING_BACK;
import static dev.curtain.rollout.Rows.union;
import static dev.curtain.rollout.TransitionTable.NEXT;

import dev.curtain.analysis.Experiment.Decision;
import java.time.Duration;
import java.util.Set;

/** Rows of an A/B test. */
final class TrialRows {
  private TrialRows() {}

  static void add(Rows rows) {
    rows.on(
        Set.of(EXPERIMENTING),
        RolloutEvent.Counted.class,
        "",
        union(NEXT, EXPERIMENTING, ROLLING_BACK, RESTORING),
        (move, event) -> {
          move.after.trial = move.after.trial.observe(event.outcomes());
          conclude(move);
        });
    rows.on(
        Set.of(EXPERIMENTING),
        RolloutEvent.Measured.class,
        "",
        union(NEXT, EXPERIMENTING, ROLLING_BACK, RESTORING),
        (move, event) -> {
          move.count(event);
          conclude(move);
        });
    rows.on(
        Set.of(EXPERIMENTING),
        RolloutEvent.Tick.class,
        "time is up without a winner",
        (move, _) -> !move.before.held() && move.returnable() && over(move),
        Set.of(ROLLING_BACK, RESTORING),
        (move, _) ->
            move.goBack(
                Conclusion.INCONCLUSIVE,
                "no winner in time: "
                    + move.before.trial().answer().orElse("no outcomes were counted")));
  }

  private static boolean over(Move move) {
    return move.before
        .currentStep()
        .map(step ->
            step instanceof Step.Trial trial
                && Duration.between(move.before.since(), move.at()).compareTo(trial.atMost()) >= 0)
        .orElse(false);
  }

  private static void conclude(Move move) {
    String answer = move.after.trial.answer().orElse("");
    Decision decision = move.after.trial.decision();
    switch (decision) {
      case CANDIDATE_CONVERTS_MORE -> {
        if (!move.before.stepDone()) {
          move.note(move.before.spec().to() + " wins: " + answer);
          move.advance();
        }
      }
      case BASELINE_CONVERTS_MORE ->
          move.goBack(
              Conclusion.ROLLED_BACK,
              move.before.spec().from().orElse("the previous version") + " wins: " + answer);
      case INVALID -> move.goBack(Conclusion.INCONCLUSIVE, answer);
      case UNDECIDED, TOO_FEW -> {}
    }
  }
}
