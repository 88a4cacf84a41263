package dev.curtain.rollout;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Experiment;
import dev.curtain.analysis.Tally;
import java.util.Optional;

/**
 * An A/B test as far as it has come.
 *
 * @param experiment what it was shown; empty where there is none
 * @param baseline outcomes of those who met the previous version, {@code candidate} of the others
 * @param answer what the outcomes say, one sentence
 */
public record Trial(
    Optional<Experiment> experiment, Tally baseline, Tally candidate, Optional<String> answer) {
  public static final Trial NONE =
      new Trial(Optional.empty(), Tally.NONE, Tally.NONE, Optional.empty());

  static Trial begin(Step.Trial step) {
    Experiment experiment =
        step.reported()
            ? Experiment.of(step.alpha(), step.share() / 100, step.minimumUsers())
            : Experiment.ofRequests(step.alpha(), step.minimumUsers());
    return new Trial(Optional.of(experiment), Tally.NONE, Tally.NONE, Optional.empty());
  }

  Trial observe(Block.Sides outcomes) {
    return experiment
        .map(before -> {
          Experiment after = before.observe(outcomes);
          return new Trial(
              Optional.of(after),
              baseline.plus(outcomes.baseline()),
              candidate.plus(outcomes.candidate()),
              Optional.of(after.answer().reason()));
        })
        .orElse(this);
  }

  /** What is left of it once nothing is counted any more. */
  public Trial closed() {
    return new Trial(Optional.empty(), baseline, candidate, answer);
  }

  Experiment.Decision decision() {
    return experiment.map(each -> each.answer().decision()).orElse(Experiment.Decision.TOO_FEW);
  }
}
