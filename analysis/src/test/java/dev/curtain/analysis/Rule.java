package dev.curtain.analysis;

import dev.curtain.analysis.series.Classification;
import dev.curtain.analysis.series.Direction;
import dev.curtain.analysis.series.EffectSize;
import dev.curtain.analysis.series.MannWhitneyInput;
import dev.curtain.analysis.series.MannWhitneyJudge;
import dev.curtain.analysis.series.NanStrategy;
import dev.curtain.analysis.series.Outliers;
import dev.curtain.analysis.series.RankSumTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A rule that aborts canaries, shown one second of traffic after the other; peers' rules at the
 * settings of their documentation. True once it aborts.
 */
interface Rule extends Predicate<Block.Sides> {

  static Rule curtain(Metric metric, double alpha) {
    var judge =
        new SequentialJudge[] {SequentialJudge.of(new JudgePolicy(alpha, List.of(metric), 50))};
    return second -> {
      judge[0] = judge[0].observe(new Block(Map.of(metric.name(), second)));
      return judge[0].aborted();
    };
  }

  /**
   * Every so many seconds one check of the last so many: the abort comes with one failure too many.
   */
  private static Rule checks(int seconds, int failuresAllowed, Predicate<List<Block.Sides>> fails) {
    List<Block.Sides> window = new ArrayList<>();
    var failures = new int[1];
    return second -> {
      window.add(second);
      if (window.size() < seconds) {
        return false;
      }
      failures[0] += fails.test(window) ? 1 : 0;
      window.clear();
      return failures[0] > failuresAllowed;
    };
  }

  /** Success rate of at least 95 % every 5 minutes, failureLimit 3 (Argo Rollouts' example). */
  static Rule argo() {
    return checks(300, 3, window -> sum(window).candidate().rate() > 0.05);
  }

  /** Success rate of at least 99 % every minute, threshold 10 (Flagger's example). */
  static Rule flagger() {
    return checks(60, 9, window -> !(sum(window).candidate().rate() <= 0.01));
  }

  /**
   * One-sided Mann-Whitney of thirty 10-second rates every 5 minutes at .05 (PipeCD's constant).
   */
  static Rule pipecd() {
    return checks(
        300,
        0,
        window ->
            RankSumTest.of(rates(window, 10, true), rates(window, 10, false)).pGreater() <= 0.05);
  }

  /** Two proportions, p &lt; .05, cumulative, every minute. */
  static Rule fixed() {
    var total = new Block.Sides[] {new Block.Sides(Tally.NONE, Tally.NONE)};
    return checks(
        60,
        0,
        window -> {
          var more = sum(window);
          total[0] =
              new Block.Sides(
                  total[0].baseline().plus(more.baseline()),
                  total[0].candidate().plus(more.candidate()));
          var here = total[0].baseline();
          var there = total[0].candidate();
          var pooled = here.plus(there).rate();
          var variance = pooled * (1 - pooled) * (1.0 / here.n() + 1.0 / there.n());
          return Normal.cdf(-(there.rate() - here.rate()) / StrictMath.sqrt(variance)) < 0.05;
        });
  }

  /** All one-minute rates so far every 10 minutes, critical metric. */
  static Rule kayenta() {
    List<Block.Sides> all = new ArrayList<>();
    return checks(
        600,
        0,
        window -> {
          all.addAll(window);
          var input =
              new MannWhitneyInput(
                  boxed(rates(all, 60, false)),
                  boxed(rates(all, 60, true)),
                  Direction.INCREASE,
                  NanStrategy.REMOVE,
                  true,
                  false,
                  Outliers.KEEP,
                  EffectSize.MEAN_RATIO,
                  0.25,
                  0.98);
          return MannWhitneyJudge.judge(input).classification() == Classification.HIGH;
        });
  }

  /** Wald's test that is told both rates: nothing can be faster at the same error. */
  static Rule oracle(double p0, double p1, double alpha) {
    var log = new double[1];
    return second -> {
      var bad = second.candidate().bad();
      log[0] +=
          bad * StrictMath.log(p1 / p0)
              + (second.candidate().n() - bad) * StrictMath.log((1 - p1) / (1 - p0));
      return log[0] >= -StrictMath.log(alpha);
    };
  }

  private static Block.Sides sum(List<Block.Sides> window) {
    var baseline = Tally.NONE;
    var candidate = Tally.NONE;
    for (var block : window) {
      baseline = baseline.plus(block.baseline());
      candidate = candidate.plus(block.candidate());
    }
    return new Block.Sides(baseline, candidate);
  }

  private static double[] rates(List<Block.Sides> seconds, int width, boolean candidate) {
    var result = new double[seconds.size() / width];
    for (var i = 0; i < result.length; i++) {
      var sum = sum(seconds.subList(i * width, (i + 1) * width));
      var tally = candidate ? sum.candidate() : sum.baseline();
      result[i] = tally.n() == 0 ? 0 : tally.rate();
    }
    return result;
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
