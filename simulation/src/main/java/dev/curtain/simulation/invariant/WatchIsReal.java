package dev.curtain.simulation.invariant;

import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Step;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.time.Duration;
import java.util.Optional;

/** Promise 5: time in which nobody looked is no evidence. */
public final class WatchIsReal implements Invariant {
  private final Elapsed elapsed = new Elapsed(Phase.WATCHING, WatchIsReal::lasting);

  @Override
  public String promise() {
    return "a step is watched for as long as the plan says, by somebody who is there";
  }

  @Override
  public Optional<String> broken(Sight world) {
    return elapsed.leftTooEarly(world);
  }

  private static Optional<Duration> lasting(RolloutState state) {
    return state
        .currentStep()
        .flatMap(step ->
            step instanceof Step.Watch watch ? Optional.of(watch.atLeast()) : Optional.empty());
  }
}
