package dev.curtain.simulation.invariant;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Verdict;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Promise 6: a verdict rests on what was seen, in this direction, too. */
public final class FlawlessIsNotAborted implements Invariant {
  private final Set<String> flawed = new LinkedHashSet<>();

  @Override
  public String promise() {
    return "a version of which nothing bad was ever seen is not judged to be harmful";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.Moved moved) {
        String id = moved.after().spec().id();
        if (moved.event() instanceof RolloutEvent.Measured measured) {
          for (Block.Sides sides : measured.block().metrics().values()) {
            if (sides.candidate().bad() > 0) {
              flawed.add(id);
            }
          }
        }
        if (!flawed.contains(id)
            && moved
                .after()
                .verdict()
                .filter(verdict -> verdict.decision() == Verdict.Decision.ABORT)
                .isPresent()) {
          return Optional.of(id + ": " + moved.after().verdict().map(Verdict::reason));
        }
      }
    }
    return Optional.empty();
  }
}
