package dev.curtain.bench.judge;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Judge;
import dev.curtain.analysis.JudgePolicy;
import dev.curtain.analysis.Judges;
import dev.curtain.analysis.Metric;
import dev.curtain.analysis.Tally;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What aborts canaries, shown one block of a run after the other. */
interface Rule {
  /** A block before the candidate's first request. */
  void past(Stream.Run block);

  /** Whether it aborts at this block. */
  boolean aborts(Stream.Run block);

  /**
   * The judge of this project, asked after every block and inside a block after every bad outcome
   * of the candidate: between those its evidence can grow by the baseline's successes alone, which
   * the block's end has all of.
   */
  static Rule curtain(double alpha) {
    Metric metric = new Metric("error_rate", Optional.empty(), 0, "failed");
    return new Rule() {
      private Judge judge = Judges.sequential(new JudgePolicy(alpha, List.of(metric), 0));

      @Override
      public void past(Stream.Run block) {
        judge = judge.observe(block(block.n0, block.bad0, 0, 0));
      }

      @Override
      public boolean aborts(Stream.Run block) {
        for (int i = 1; i < block.bad1; i++) {
          // The i-th of the candidate's failures, somewhere in the block.
          double time = (i + block.draws().uniform() - 0.5) / block.bad1;
          int bad0 = block.draws().binomial(block.bad0, time);
          int good0 = block.draws().binomial(block.n0 - block.bad0, time);
          int good1 = block.draws().binomial(block.n1 - block.bad1, time);
          if (judge.observe(block(bad0 + good0, bad0, i + good1, i)).aborted()) {
            return true;
          }
        }
        judge = judge.observe(block(block.n0, block.bad0, block.n1, block.bad1));
        return judge.aborted();
      }

      private static Block block(int n0, int bad0, int n1, int bad1) {
        return new Block(
            Map.of("error_rate", new Block.Sides(new Tally(n0, bad0), new Tally(n1, bad1))));
      }
    };
  }

  /** Wald's test that is told both rates: nothing can be faster at the same error. */
  static Rule oracle(double p0, double p1, double alpha) {
    double bad = Math.log(p1 / p0);
    double good = Math.log1p(-p1) - Math.log1p(-p0);
    return new Rule() {
      private double sum;

      @Override
      public void past(Stream.Run block) {}

      @Override
      public boolean aborts(Stream.Run block) {
        sum += block.bad1 * bad + (block.n1 - block.bad1) * good;
        return sum >= -Math.log(alpha);
      }
    };
  }

  /**
   * The same for whoever is told both rates as what may be wrong, but not as what is true: harmless
   * is every pair of equal rates, and each block's evidence is the likelihood ratio to the nearest
   * of them. No test that holds α at every rate of the baseline, in every block anew, grows faster.
   */
  static Rule fairOracle(double q0, double q1, double alpha) {
    return new Rule() {
      private double sum;

      @Override
      public void past(Stream.Run block) {}

      @Override
      public boolean aborts(Stream.Run block) {
        if (block.n0 + block.n1 > 0) {
          double w = (double) block.n1 / (block.n0 + block.n1);
          double p = (1 - w) * q0 + w * q1;
          sum +=
              block.bad0 * Math.log(q0 / p)
                  + (block.n0 - block.bad0) * (Math.log1p(-q0) - Math.log1p(-p))
                  + block.bad1 * Math.log(q1 / p)
                  + (block.n1 - block.bad1) * (Math.log1p(-q1) - Math.log1p(-p));
        }
        return sum >= -Math.log(alpha);
      }
    };
  }
}
