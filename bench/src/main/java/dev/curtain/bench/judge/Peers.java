package dev.curtain.bench.judge;

import dev.curtain.analysis.Normal;
import dev.curtain.analysis.series.Classification;
import dev.curtain.analysis.series.Direction;
import dev.curtain.analysis.series.EffectSize;
import dev.curtain.analysis.series.MannWhitneyInput;
import dev.curtain.analysis.series.MannWhitneyJudge;
import dev.curtain.analysis.series.NanStrategy;
import dev.curtain.analysis.series.Outliers;
import dev.curtain.analysis.series.RankSumTest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Peers' rules, written after the examples and constants of their documentation. */
final class Peers {
  private Peers() {}

  /** Counts of one block. */
  record Counts(int n0, int bad0, int n1, int bad1) {}

  /**
   * Every so many seconds one check of the blocks since the last: the abort comes with one failure
   * too many.
   */
  private static Rule checks(
      Stream stream, int seconds, int failuresAllowed, Predicate<List<Counts>> fails) {
    int blocks = Math.max(1, seconds / stream.blockSeconds());
    return new Rule() {
      private final List<Counts> window = new ArrayList<>();
      private int failures;

      @Override
      public void past(Stream.Run block) {}

      @Override
      public boolean aborts(Stream.Run block) {
        window.add(new Counts(block.n0, block.bad0, block.n1, block.bad1));
        if (window.size() < blocks) {
          return false;
        }
        failures += fails.test(window) ? 1 : 0;
        window.clear();
        return failures > failuresAllowed;
      }
    };
  }

  /** Success of at least 95 % every 5 minutes, failureLimit 3 (Argo Rollouts' example). */
  static Rule argo(Stream stream) {
    return checks(stream, 300, 3, window -> rate(window) > 0.05);
  }

  /** Success of at least 99 % every minute, threshold 10 (Flagger's example); no data fails. */
  static Rule flagger(Stream stream) {
    return checks(stream, 60, 9, window -> !(rate(window) <= 0.01));
  }

  /**
   * One-sided Mann-Whitney of thirty 10-second rates every 5 minutes at .05 (PipeCD's constant).
   */
  static Rule pipecd(Stream stream) {
    return checks(
        stream,
        300,
        0,
        window -> {
          double[] there = rates(window, 10 / Math.min(10, stream.blockSeconds()), true);
          double[] here = rates(window, 10 / Math.min(10, stream.blockSeconds()), false);
          return there.length > 0
              && here.length > 0
              && RankSumTest.of(there, here).pGreater() <= 0.05;
        });
  }

  /** All one-minute rates so far, every 10 minutes, as Kayenta judges a critical metric. */
  static Rule kayenta(Stream stream) {
    List<Counts> all = new ArrayList<>();
    return checks(
        stream,
        600,
        0,
        window -> {
          all.addAll(window);
          int minute = Math.max(1, 60 / stream.blockSeconds());
          return MannWhitneyJudge.judge(
                      new MannWhitneyInput(
                          boxed(rates(all, minute, false)),
                          boxed(rates(all, minute, true)),
                          Direction.INCREASE,
                          NanStrategy.REMOVE,
                          true,
                          false,
                          Outliers.KEEP,
                          EffectSize.MEAN_RATIO,
                          0.25,
                          0.98))
                  .classification()
              == Classification.HIGH;
        });
  }

  /** Two proportions, one-sided, all so far, every minute. */
  static Rule fixed(Stream stream, double level) {
    Cumulative all = new Cumulative();
    return checks(stream, 60, 0, window -> all.p(window) < level);
  }

  /** The p value of two proportions over everything seen. */
  static final class Cumulative {
    private double n0;
    private double bad0;
    private double n1;
    private double bad1;

    double p(List<Counts> more) {
      for (Counts counts : more) {
        n0 += counts.n0();
        bad0 += counts.bad0();
        n1 += counts.n1();
        bad1 += counts.bad1();
      }
      double pooled = (bad0 + bad1) / (n0 + n1);
      double variance = pooled * (1 - pooled) * (1 / n0 + 1 / n1);
      return variance > 0 ? Normal.cdf(-(bad1 / n1 - bad0 / n0) / Math.sqrt(variance)) : 1;
    }
  }

  /** The candidate's share of bad outcomes; NaN without requests. */
  private static double rate(List<Counts> window) {
    double n = 0;
    double bad = 0;
    for (Counts counts : window) {
      n += counts.n1();
      bad += counts.bad1();
    }
    return bad / n;
  }

  /** Shares of bad outcomes per so many blocks; intervals without requests are left out. */
  private static double[] rates(List<Counts> window, int blocks, boolean candidate) {
    List<Double> rates = new ArrayList<>();
    for (int from = 0; from + blocks <= window.size(); from += blocks) {
      double n = 0;
      double bad = 0;
      for (Counts counts : window.subList(from, from + blocks)) {
        n += candidate ? counts.n1() : counts.n0();
        bad += candidate ? counts.bad1() : counts.bad0();
      }
      if (n > 0) {
        rates.add(bad / n);
      }
    }
    return rates.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static List<Double> boxed(double[] values) {
    List<Double> list = new ArrayList<>(values.length);
    for (double value : values) {
      list.add(value);
    }
    return list;
  }
}
