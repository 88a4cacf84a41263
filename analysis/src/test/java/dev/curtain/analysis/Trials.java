package dev.curtain.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Many runs of one world under one policy, with a look after every block. */
final class Trials {
  private Trials() {}

  /**
   * @param aborted candidate requests at the abort, for each run that aborted, in ascending order
   * @param promoted likewise for promotions, of runs that go on until either
   */
  record Outcome(long runs, List<Long> aborted, List<Long> promoted) {
    double abortShare() {
      return (double) aborted.size() / runs;
    }

    /** Candidate requests by which half of all runs had aborted. */
    long medianAbort() {
      return at(aborted, 0.5);
    }

    long medianPromotion() {
      return at(promoted, 0.5);
    }

    long at(List<Long> sorted, double part) {
      var index = (int) StrictMath.ceil(part * runs) - 1;
      return index < sorted.size() ? sorted.get(index) : Long.MAX_VALUE;
    }
  }

  static Outcome run(
      World world, Metric metric, double alpha, long runs, long blocks, boolean promote) {
    List<Long> aborted = new ArrayList<>();
    List<Long> promoted = new ArrayList<>();
    for (var run = 0L; run < runs; run++) {
      var blocksOfRun = world.start(new Draws(20_260_101 + run));
      var judge = SequentialJudge.of(new JudgePolicy(alpha, List.of(metric), 0));
      var requests = 0L;
      for (var t = 0L; t < blocks; t++) {
        var sides = blocksOfRun.get();
        requests += sides.candidate().n();
        judge = judge.observe(new Block(Map.of(metric.name(), sides)));
        if (judge.aborted()) {
          aborted.add(requests);
          break;
        }
        if (promote && judge.verdict().decision() == Verdict.Decision.PROMOTE) {
          promoted.add(requests);
          break;
        }
      }
    }
    aborted.sort(null);
    promoted.sort(null);
    return new Outcome(runs, aborted, promoted);
  }
}
