package dev.curtain.simulation.invariant;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Verdict;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Step;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Promise 5: what a conclusion rests on. */
public final class NoDataIsNotGood implements Invariant {
  private final Map<String, Long> shown = new LinkedHashMap<>();

  @Override
  public String promise() {
    return "an analysis concludes for a version only on requests that it was shown";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.Moved moved) {
        String id = moved.after().spec().id();
        if (moved.event() instanceof RolloutEvent.Measured measured) {
          Block.Sides errors = measured.block().metrics().get("error_rate");
          shown.merge(id, errors == null ? 0 : errors.candidate().n(), Long::sum);
        }
        if (concluded(moved)) {
          long requests = shown.getOrDefault(id, 0L);
          long least = Math.max(1, moved.after().spec().policy().minimumRequests());
          boolean promoted =
              moved
                  .after()
                  .verdict()
                  .filter(verdict -> verdict.decision() == Verdict.Decision.PROMOTE)
                  .isPresent();
          if (!promoted || requests < least) {
            return Optional.of(
                "concluded on %d requests, the verdict is %s (expected: promote on >= %d)"
                    .formatted(requests, moved.after().verdict().map(Verdict::decision), least));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean concluded(Fact.Moved moved) {
    RolloutState before = moved.before();
    boolean concluding =
        before
            .currentStep()
            .filter(step -> step instanceof Step.Watch watch && watch.conclude())
            .isPresent();
    boolean done = moved.after().step() > before.step() || moved.after().stepDone();
    boolean asked =
        moved.event() instanceof RolloutEvent.Commanded said
            && (said.command() == RolloutEvent.Command.PROMOTE
                || said.command() == RolloutEvent.Command.SKIP);
    return concluding && !before.stepDone() && done && !asked;
  }
}
