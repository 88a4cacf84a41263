package dev.curtain.simulation.invariant;

import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Step;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.util.Optional;

/** Of an A/B test: what a winner rests on. */
public final class ExperimentsDecide implements Invariant {
  @Override
  public String promise() {
    return "an experiment goes on to everybody only with enough users on both sides, or when"
        + " somebody says so";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.Moved moved
          && moved.before().phase() == Phase.EXPERIMENTING
          && !moved.before().stepDone()
          && (moved.after().step() > moved.before().step() || moved.after().stepDone())
          && !said(moved.event())
          && !enough(moved.before(), moved.after())) {
        return Optional.of(
            "decided on %d and %d users"
                .formatted(
                    moved.after().trial().baseline().n(), moved.after().trial().candidate().n()));
      }
    }
    return Optional.empty();
  }

  private static boolean said(RolloutEvent event) {
    return event instanceof RolloutEvent.Commanded said
        && (said.command() == Command.PROMOTE || said.command() == Command.SKIP);
  }

  private static boolean enough(RolloutState before, RolloutState after) {
    return before.currentStep().orElse(null) instanceof Step.Trial trial
        && after.trial().baseline().n() >= trial.minimumUsers()
        && after.trial().candidate().n() >= trial.minimumUsers()
        && after.trial().answer().isPresent();
  }
}
