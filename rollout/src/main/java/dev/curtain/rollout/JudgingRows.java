package dev.curtain.rollout;

import static dev.curtain.rollout.Phase.RESTORING;
import static dev.curtain.rollout.Phase.ROLLING_BACK;
import static dev.curtain.rollout.Phase.SOAKING;
import static dev.curtain.rollout.Phase.WATCHING;
import static dev.curtain.rollout.Rows.union;
import static dev.curtain.rollout.TransitionTable.NEXT;
import static dev.curtain.rollout.TransitionTable.RUNNING;

import java.time.Duration;
import java.util.Set;

/** Rows of watching: verdicts, time that is up, crashes, measures that are missing. */
final class JudgingRows {
  private JudgingRows() {}

  static void add(Rows rows) {
    rows.on(
        RUNNING,
        RolloutEvent.Measured.class,
        "harm is shown and the policy may act",
        (move, _) -> move.aborting() && move.before.spec().automatic() && move.returnable(),
        Set.of(ROLLING_BACK, RESTORING),
        (move, _) -> move.goBack(Conclusion.ROLLED_BACK, Judging.reason(move)));
    rows.on(
        RUNNING,
        RolloutEvent.Measured.class,
        "harm is shown, people decide",
        (move, _) -> move.aborting() && !move.before.held(),
        RUNNING,
        (move, _) ->
            move.hold("held: " + Judging.reason(move) + ". It is for people to abort or promote"));
    rows.on(
        Set.of(WATCHING, SOAKING),
        RolloutEvent.Measured.class,
        "watched long enough",
        (move, _) -> move.watchedLongEnough(),
        union(NEXT, WATCHING, SOAKING),
        (move, _) -> move.advance());
    rows.on(
        Set.of(WATCHING, SOAKING),
        RolloutEvent.Tick.class,
        "watched long enough",
        (move, _) -> move.watchedLongEnough(),
        union(NEXT, WATCHING, SOAKING),
        (move, _) -> move.advance());
    rows.on(
        Set.of(SOAKING),
        RolloutEvent.Tick.class,
        "nothing was measured all the while",
        (move, _) -> !move.before.held() && move.soakedUnseen(),
        Set.of(SOAKING),
        (move, _) ->
            move.hold(
                "held: nothing was measured while it soaked, and no news is not good news. It is"
                    + " for people to promote or roll back"));
    rows.on(
        Set.of(SOAKING),
        RolloutEvent.Tick.class,
        "what was measured leaves a doubt",
        (move, _) -> !move.before.held() && move.soakedInDoubt(),
        Set.of(SOAKING),
        (move, _) ->
            move.hold(
                "held: " + Judging.undecided(move) + ". It is for people to promote or roll back"));
    rows.on(
        Set.of(WATCHING),
        RolloutEvent.Tick.class,
        "time is up without a conclusion",
        (move, _) -> !move.before.held() && move.returnable() && move.watchedTooLong(),
        Set.of(ROLLING_BACK, RESTORING),
        (move, _) -> move.goBack(Conclusion.INCONCLUSIVE, Judging.undecided(move)));
    rows.on(
        Set.of(WATCHING),
        RolloutEvent.Tick.class,
        "time is up without a conclusion and there is no way back",
        (move, _) -> !move.before.held() && move.watchedTooLong(),
        Set.of(WATCHING),
        (move, _) ->
            move.hold("held: " + Judging.undecided(move) + ". It is for people to promote"));
    rows.on(
        RUNNING,
        RolloutEvent.MeasuresMissing.class,
        "",
        RUNNING,
        (move, event) -> move.note("no measures: " + event.reason()));
    rows.on(
        RUNNING,
        RolloutEvent.Remarked.class,
        "people are to look at it",
        (move, event) -> event.hold() && !move.before.held(),
        RUNNING,
        (move, event) ->
            move.hold("held: " + event.words() + ". It is for people to resume or abort"));
    rows.on(
        RUNNING,
        RolloutEvent.Remarked.class,
        "",
        RUNNING,
        (move, event) -> move.note(event.words()));
    rows.on(
        RUNNING,
        RolloutEvent.CandidateCrashed.class,
        "none is left, or too many fell",
        (move, event) ->
            move.returnable()
                && (event.left() == 0 || move.before.crashes() + 1 >= Judging.CRASHES_TO_GIVE_UP),
        Set.of(ROLLING_BACK, RESTORING),
        (move, event) -> {
          move.after.crashes++;
          move.goBack(Conclusion.ROLLED_BACK, Judging.crashed(move, event));
        });
    rows.on(
        RUNNING,
        RolloutEvent.CandidateCrashed.class,
        "others are left",
        (_, _) -> true,
        RUNNING,
        (move, event) -> {
          move.after.crashes++;
          move.note(
              "replica "
                  + event.replica()
                  + " ended by itself; "
                  + event.left()
                  + " left, it is being replaced");
        });
    rows.on(
        Set.of(WATCHING, SOAKING),
        RolloutEvent.Resumed.class,
        "",
        Set.of(WATCHING, SOAKING),
        (move, event) ->
            move.after.since =
                move.before.since().plus(Duration.between(event.lastSeen(), event.at())));
  }
}
