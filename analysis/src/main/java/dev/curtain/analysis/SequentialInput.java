package dev.curtain.analysis;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One metric's blocks, recorded or made up, to be judged with nothing running.
 *
 * @param alpha highest probability of ever aborting a harmless candidate
 * @param tolerance how much worse than the baseline, as a difference of shares, is no harm
 * @param bound highest acceptable share, where there is one
 * @param minimumRequests of the candidate before a promotion
 */
public record SequentialInput(
    double alpha,
    double tolerance,
    Optional<Double> bound,
    long minimumRequests,
    List<Block.Sides> blocks) {
  public SequentialInput {
    blocks = List.copyOf(blocks);
  }

  public static SequentialInput of(double alpha, double tolerance, List<Block.Sides> blocks) {
    return new SequentialInput(alpha, tolerance, Optional.empty(), 0, blocks);
  }

  /** Judges block by block and stops at the first that decides, or after the last. */
  public SequentialAnswer answer() {
    var metric = new Metric("outcomes", bound, tolerance, "were bad");
    var judge = Judges.sequential(new JudgePolicy(alpha, List.of(metric), minimumRequests));
    for (var block : blocks) {
      judge = judge.observe(new Block(Map.of(metric.name(), block)));
      var verdict = judge.verdict();
      switch (verdict.decision()) {
        case ABORT, PROMOTE -> {
          return SequentialAnswer.of(verdict);
        }
        case CONTINUE, INCONCLUSIVE -> {}
      }
    }
    return SequentialAnswer.of(judge.verdict());
  }
}
