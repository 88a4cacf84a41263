package dev.curtain.rollout;

import static dev.curtain.rollout.Phase.AWAITING;
import static dev.curtain.rollout.Phase.BASELINING;
import static dev.curtain.rollout.Phase.PLANNED;
import static dev.curtain.rollout.Phase.PROVISIONING;
import static dev.curtain.rollout.Phase.RETIRING;
import static dev.curtain.rollout.Phase.SHIFTING;
import static dev.curtain.rollout.Rows.union;
import static dev.curtain.rollout.TransitionTable.NEXT;

import java.util.Optional;
import java.util.Set;

/** Rows by which a plan goes forward: answers to what its steps asked for. */
final class StepRows {
  private StepRows() {}

  static void add(Rows rows) {
    rows.on(
        Set.of(PLANNED),
        RolloutEvent.Begun.class,
        "",
        NEXT,
        (move, event) -> {
          move.after.milestones = move.after.milestones.begun(event.at());
          move.advance();
        });
    rows.on(
        Set.of(BASELINING),
        RolloutEvent.BaselineTaken.class,
        "the answer is awaited",
        (move, event) -> move.answers(event.effect()),
        NEXT,
        (move, event) -> {
          move.answered(event.effect());
          Judging.begin(move, event);
          move.advance();
        });
    rows.on(
        Set.of(PROVISIONING, RETIRING),
        RolloutEvent.Scaled.class,
        "the answer is awaited",
        (move, event) -> move.answers(event.effect()),
        NEXT,
        (move, event) -> {
          move.answered(event.effect());
          move.after.exposure = event.candidate();
          move.after.cutover = move.after.cutover.map(cutover -> cutover.drained(event.stable()));
          move.advance();
        });
    rows.on(
        Set.of(SHIFTING),
        RolloutEvent.Routed.class,
        "the answer is awaited",
        (move, event) -> move.answers(event.effect()),
        NEXT,
        (move, event) -> {
          move.answered(event.effect());
          move.after.exposure = event.candidate();
          Optional<Step> step = move.before.currentStep();
          move.after.share = Routes.share(step, move.before.share());
          if (step.filter(Routes::exposes).isPresent()) {
            move.after.milestones = move.after.milestones.exposed(event.at());
            move.after.outage = move.after.outage.ended(event.at());
          }
          if (step.orElse(null) instanceof Step.Close) {
            move.after.outage = move.after.outage.begun(event.at());
            move.after.cutover = Optional.of(new Cutover(event.stable(), Optional.empty()));
          }
          if (move.after.share == 100) {
            if (!move.before.spec().recreates()) {
              move.after.cutover = Optional.of(new Cutover(event.stable(), Optional.empty()));
            }
            Judging.alone(move);
          }
          move.advance();
        });
    rows.on(
        Set.of(AWAITING),
        RolloutEvent.Met.class,
        "",
        union(NEXT, AWAITING),
        (move, _) -> move.advance());
  }
}
