package dev.curtain.bench.judge;

import dev.curtain.analysis.Normal;
import dev.curtain.bench.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How soon harm is found, and how many users have met it by then: an hour, 5 % of 100/s. */
final class Detection {
  private static final double RATE = 100;
  private static final double SHARE = 0.05;

  /** A user makes a request in so many seconds; users stay on their side. */
  private static final double SECONDS_PER_REQUEST = 30;

  /** Latencies are lognormal with this spread, p99 at 400 ms, thresholds of peers at 500 ms. */
  private static final double SPREAD = 0.5;

  private static final double Z99 = Normal.quantile(0.99);
  private static final double LIMIT = Math.log(500.0 / 400) / SPREAD;

  private Detection() {}

  /**
   * @param here the share that rules see which compare with the baseline; {@code limit} where
   *     latency is held against a fixed threshold
   */
  private record Harm(String name, double p0, double p1, double limit0, double limit1) {
    static Harm errors(String name, double p0, double p1) {
      return new Harm(name, p0, p1, p0, p1);
    }

    /** Requests slower than the serving version's own p99, and than 500 ms. */
    static Harm slower(String name, double factor) {
      double shift = Math.log(factor) / SPREAD;
      return new Harm(
          name,
          0.01,
          Normal.cdf(-(Z99 - shift)),
          Normal.cdf(-(Z99 + LIMIT)),
          Normal.cdf(-(Z99 + LIMIT - shift)));
    }

    Stream stream() {
      return new Stream(name, new Stream.Weather.Steady(), 1, 600, 3600, RATE, SHARE, p0, p1);
    }

    Stream limited() {
      return new Stream(name, new Stream.Weather.Steady(), 1, 0, 3600, RATE, SHARE, limit0, limit1);
    }
  }

  private static List<Harm> harms() {
    return List.of(
        Harm.errors("errors 1.5×: 1 → 1.5 %", 0.01, 0.015),
        Harm.errors("errors 2×: 1 → 2 %", 0.01, 0.02),
        Harm.errors("errors 5×: 1 → 5 %", 0.01, 0.05),
        Harm.errors("errors +0.5 %: 0.1 → 0.6 %", 0.001, 0.006),
        Harm.errors("errors +3 %: 0.1 → 3.1 %", 0.001, 0.031),
        Harm.slower("p99 +20 %", 1.2),
        Harm.slower("p99 +50 %", 1.5));
  }

  static Plot measure(Rows rows, int runs) {
    double tuned = tuned(runs);
    List<Plot.Row> plot = new ArrayList<>();
    for (Harm harm : harms()) {
      Stream stream = harm.stream();
      Map<String, Trial> trials = new LinkedHashMap<>();
      trials.put(
          "oracle",
          Trial.of(stream, () -> Rule.oracle(harm.p0(), harm.p1(), FalseAborts.ALPHA), 2 * runs));
      trials.put(
          "fair oracle",
          Trial.of(
              stream, () -> Rule.fairOracle(harm.p0(), harm.p1(), FalseAborts.ALPHA), 2 * runs));
      trials.put("curtain", Trial.of(stream, () -> Rule.curtain(FalseAborts.ALPHA), runs));
      trials.put(
          "curtain, no past",
          Trial.of(stream.withPast(0), () -> Rule.curtain(FalseAborts.ALPHA), runs));
      Supplier<Rule> same = () -> Peers.fixed(stream, tuned);
      trials.put("fixed p, tuned to α", Trial.of(stream.withPast(0), same, runs));
      Stream limited = harm.limited();
      trials.put("argo-like", Trial.of(limited, () -> Peers.argo(limited), runs));
      trials.put("flagger-like", Trial.of(limited, () -> Peers.flagger(limited), runs));
      trials.put("pipecd-like", Trial.of(stream, () -> Peers.pipecd(stream), runs / 4));
      trials.put("kayenta-like", Trial.of(stream, () -> Peers.kayenta(stream), runs / 4));
      List<Plot.Dot> dots = new ArrayList<>();
      double best = trials.get("oracle").after(0.5);
      for (Map.Entry<String, Trial> trial : trials.entrySet()) {
        rows.add(trial.getKey(), harm.name(), figures(trial.getValue(), best));
        dots.add(new Plot.Dot(trial.getKey(), trial.getValue().after(0.5)));
      }
      // The judge first: the first colour, and on top.
      dots.add(0, dots.remove(2));
      plot.add(new Plot.Row(harm.name(), dots));
    }
    return new Plot(
        "Median time until harm is found, 5 % of 100 requests/s",
        "seconds (no dot: not within an hour)", plot, 1, 10_000, Double.NaN);
  }

  private static Map<String, Object> figures(Trial trial, double best) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("aborted", trial.abortShare());
    figures.put("medianSeconds", finite(trial.after(0.5)));
    figures.put("p95Seconds", finite(trial.after(0.95)));
    figures.put("meanSeconds", finite(trial.mean()));
    figures.put("medianUsers", finite(users(trial.after(0.5))));
    figures.put("timesOracle", finite(trial.after(0.5) / best));
    figures.put("runs", trial.runs());
    return figures;
  }

  /** Distinct users who met the candidate after so many seconds. */
  private static double users(double seconds) {
    double cohort = RATE * SECONDS_PER_REQUEST * SHARE;
    return Double.isFinite(seconds)
        ? Math.ceil(cohort * (1 - Math.exp(-seconds / SECONDS_PER_REQUEST)))
        : Double.POSITIVE_INFINITY;
  }

  private static Object finite(double value) {
    return Double.isFinite(value) ? value : "-";
  }

  /** The p value that a fixed test may go down to each minute for one run in a hundred to abort. */
  private static double tuned(int runs) {
    Stream harmless =
        new Stream("", new Stream.Weather.Steady(), 1, 0, 3600, RATE, SHARE, 0.01, 0.01);
    double[] least = new double[Math.max(400, runs)];
    for (int i = 0; i < least.length; i++) {
      Stream.Run run = new Stream.Run(harmless, 7_000_000 + i);
      Peers.Cumulative all = new Peers.Cumulative();
      double lowest = 1;
      for (int minute = 0; minute < 60; minute++) {
        List<Peers.Counts> window = new ArrayList<>();
        for (int second = 0; second < 60; second++) {
          run.next();
          window.add(new Peers.Counts(run.n0, run.bad0, run.n1, run.bad1));
        }
        lowest = Math.min(lowest, all.p(window));
      }
      least[i] = lowest;
    }
    Arrays.sort(least);
    return least[(int) (least.length * FalseAborts.ALPHA)];
  }
}
