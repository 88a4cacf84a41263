package dev.curtain.rollout;

import static dev.curtain.rollout.Phase.BASELINING;
import static dev.curtain.rollout.Phase.CLEARING;
import static dev.curtain.rollout.Phase.PROVISIONING;
import static dev.curtain.rollout.Phase.RESTORING;
import static dev.curtain.rollout.Phase.RETIRING;
import static dev.curtain.rollout.Phase.ROLLING_BACK;
import static dev.curtain.rollout.Phase.SHIFTING;
import static dev.curtain.rollout.TransitionTable.NEXT;

import java.util.Optional;
import java.util.Set;

/** Rows of failures and of the way back. */
final class BackRows {
  private BackRows() {}

  static void add(Rows rows) {
    rows.on(
        Set.of(PROVISIONING, SHIFTING),
        RolloutEvent.EffectFailed.class,
        "the previous version is gone",
        (move, event) -> move.answers(event.effect()) && !move.returnable(),
        Set.of(PROVISIONING, SHIFTING),
        (move, event) -> {
          move.note(event.reason() + "; there is no way back but forward: it is tried again");
          move.again(event.effect());
        });
    rows.on(
        Set.of(BASELINING, PROVISIONING, SHIFTING),
        RolloutEvent.EffectFailed.class,
        "the answer is awaited",
        (move, event) -> move.answers(event.effect()),
        Set.of(ROLLING_BACK, RESTORING),
        (move, event) -> {
          move.answered(event.effect());
          move.goBack(Conclusion.FAILED, event.reason());
        });
    restoring(rows);
    rows.on(
        Set.of(RETIRING),
        RolloutEvent.EffectFailed.class,
        "the answer is awaited",
        (move, event) -> move.answers(event.effect()),
        NEXT,
        (move, event) -> {
          move.answered(event.effect());
          move.note("not everything could be drained: " + event.reason());
          move.advance();
        });
    rows.on(
        Set.of(ROLLING_BACK),
        RolloutEvent.Routed.class,
        "the answer is awaited",
        (move, event) -> move.answers(event.effect()),
        Set.of(CLEARING),
        (move, event) -> {
          move.answered(event.effect());
          move.after.share = 0;
          move.after.exposure = event.candidate();
          move.after.outage = move.after.outage.ended(event.at());
          move.after.cutover = Optional.of(new Cutover(event.candidate(), Optional.empty()));
          move.after.milestones = move.after.milestones.back(event.at());
          move.clear();
        });
    rows.on(
        Set.of(CLEARING),
        RolloutEvent.Scaled.class,
        "the answer is awaited",
        (move, event) -> move.answers(event.effect()),
        Judging.ENDS,
        (move, event) -> {
          move.answered(event.effect());
          move.after.exposure = event.candidate();
          move.after.cutover =
              move.after.cutover.map(cutover -> cutover.drained(event.candidate()));
          move.end(move.after.conclusion.orElse(Conclusion.FAILED));
        });
    rows.on(
        Set.of(CLEARING),
        RolloutEvent.EffectFailed.class,
        "the answer is awaited",
        (move, event) -> move.answers(event.effect()),
        Judging.ENDS,
        (move, event) -> {
          move.answered(event.effect());
          move.note("not everything could be cleared away: " + event.reason());
          move.end(move.after.conclusion.orElse(Conclusion.FAILED));
        });
  }

  /** A recreate goes back as it came: closed, everything stopped, the previous version started. */
  private static void restoring(Rows rows) {
    rows.on(
        Set.of(RESTORING),
        RolloutEvent.Routed.class,
        "the answer is awaited",
        (move, event) -> move.answers(event.effect()),
        Set.of(RESTORING),
        (move, event) -> {
          move.answered(event.effect());
          move.after.share = 0;
          move.after.exposure = event.candidate();
          move.after.outage = move.after.outage.begun(event.at());
          move.scale(move.before.spec().candidate(), false);
        });
    rows.on(
        Set.of(RESTORING),
        RolloutEvent.Scaled.class,
        "the answer is awaited",
        (move, event) -> move.answers(event.effect()),
        Set.of(RESTORING, ROLLING_BACK),
        (move, event) -> {
          move.answered(event.effect());
          String first = move.before.spec().candidate().getFirst().name();
          boolean stopped =
              move.asked(event.effect()).orElse(null) instanceof Effect.ScaleTracks scale
                  && scale.replicas().containsKey(first);
          if (stopped) {
            move.scale(move.before.spec().stable(), true);
          } else {
            move.routeBack();
          }
        });
    rows.on(
        Set.of(RESTORING),
        RolloutEvent.EffectFailed.class,
        "the answer is awaited",
        (move, event) -> move.answers(event.effect()),
        Set.of(RESTORING),
        (move, event) -> {
          move.note(event.reason() + "; it is tried again");
          move.again(event.effect());
        });
  }
}
