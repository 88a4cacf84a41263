package dev.curtain.simulation.invariant;

import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Step;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.time.Duration;
import java.util.Optional;

/** Promise 3: for how long. */
public final class SoakIsReal implements Invariant {
  private final Elapsed elapsed = new Elapsed(Phase.SOAKING, SoakIsReal::lasting);

  @Override
  public String promise() {
    return "the previous version stays warm for the whole soak, by a clock that does not jump";
  }

  @Override
  public Optional<String> broken(Sight world) {
    return elapsed.leftTooEarly(world);
  }

  private static Optional<Duration> lasting(RolloutState state) {
    return state
        .currentStep()
        .flatMap(step ->
            step instanceof Step.Soak soak ? Optional.of(soak.lasting()) : Optional.empty());
  }
}
