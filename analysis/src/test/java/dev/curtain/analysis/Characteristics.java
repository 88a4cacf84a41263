package dev.curtain.analysis;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints operating characteristics of the sequential judge: {@code main RUNS BLOCKS}. */
final class Characteristics {
  private Characteristics() {}

  public static void main(String[] args) {
    var runs = Long.parseLong(args[0]);
    var blocks = Long.parseLong(args[1]);
    var plain = new Metric("error_rate", Optional.empty(), 0, "failed");
    var margin = new Metric("error_rate", Optional.empty(), 0.01, "failed");
    var bound = new Metric("error_rate", Optional.of(0.01), 0, "failed");
    var p95 = new Metric("latency_p95", Optional.of(0.05), 0, "slower than 500 ms");
    var p95Margin = new Metric("latency_p95", Optional.empty(), 0.05, "slower than 500 ms");
    System.out.println("false aborts, alpha 0.01");
    for (var scenario : harmless()) {
      for (var metric : new Metric[] {plain, margin, bound}) {
        var outcome = Trials.run(scenario.world(), metric, 0.01, runs, blocks, false);
        System.out.printf(
            Locale.ROOT,
            "  %-40s %-22s %.4f%n",
            scenario.name(),
            metric.bound() + " " + metric.tolerance(),
            outcome.abortShare());
      }
    }
    System.out.println("decisions: share aborted, median candidate requests to abort, to promote");
    print("5 % vs 0 %, bound 1 %, 50:50", World.steady(5, 5, 0, 0.05), bound, runs);
    print("5 % vs 0 %, bound 1 %, 95:5", World.steady(95, 5, 0, 0.05), bound, runs);
    print("5 % vs 0 %, bound 1 %, 95:5, 40 a block", World.steady(760, 40, 0, 0.05), bound, runs);
    print("3 % vs 0 %, bound 1 %, 50:50", World.steady(5, 5, 0, 0.03), bound, runs);
    print("3 % vs 0 %, bound 1 %, 95:5", World.steady(95, 5, 0, 0.03), bound, runs);
    print("3 % vs .1 %, no bound, 95:5", World.steady(95, 5, 0.001, 0.03), margin, runs);
    print("2 % vs 1 %, no bound tol 0, 90:10", World.steady(90, 10, 0.01, 0.02), plain, runs);
    print("0 % vs 0 %, bound 1 %", World.steady(95, 5, 0, 0), bound, runs);
    print("0.1 % vs 0.1 %, bound 1 %", World.steady(95, 5, 0.001, 0.001), bound, runs);
    print("0.1 % vs 0.1 %, tol 1 %, 95:5", World.steady(95, 5, 0.001, 0.001), margin, runs);
    print("0.1 % vs 0.1 %, tol 1 %, 50:50", World.steady(5, 5, 0.001, 0.001), margin, runs);
    print("p95 1 % vs 1 %, bound 5 %", World.steady(95, 5, 0.01, 0.01), p95, runs);
    print("p95 5 % vs 5 %, tol 5 %", World.steady(95, 5, 0.05, 0.05), p95Margin, runs);
    print("p95 20 % vs 5 %, tol 5 %", World.steady(95, 5, 0.05, 0.2), p95Margin, runs);
    print("5 % vs 1 % in shared bursts", World.bursty(95, 5, 0.01, 0.05, 0.5, true), plain, runs);
    print("5 % vs 1 % in own bursts", World.bursty(95, 5, 0.01, 0.05, 0.5, false), plain, runs);
    print(
        "5 % vs 1 %, tol 1 %, shared bursts",
        World.bursty(95, 5, 0.01, 0.05, 0.5, true), margin, runs);
    print(
        "1 % vs 1 %, tol 1 %, shared bursts",
        World.bursty(95, 5, 0.01, 0.01, 0.5, true), margin, runs);
    print("5 % vs 1 %, tol 1 %", World.steady(95, 5, 0.01, 0.05), margin, runs);
    print("all fail", World.steady(19, 1, 0, 1), bound, runs);
  }

  private static void print(String name, World world, Metric metric, long runs) {
    var outcome = Trials.run(world, metric, 0.01, StrictMath.min(runs, 300), 3000, true);
    System.out.printf(
        Locale.ROOT,
        "  %-44s %.3f %6s %6s%n",
        name,
        outcome.abortShare(),
        text(outcome.medianAbort()),
        text(outcome.medianPromotion()));
  }

  private static String text(long requests) {
    return requests == Long.MAX_VALUE ? "-" : String.valueOf(requests);
  }

  record Scenario(String name, World world) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Scenario> harmless() {
    return List.of(
        new Scenario("steady 2 %, 80:20", World.steady(80, 20, 0.02, 0.02)),
        new Scenario("steady 20 %, 20:20", World.steady(20, 20, 0.2, 0.2)),
        new Scenario("steady 0.1 %, 1900:100", World.steady(1900, 100, 0.001, 0.001)),
        new Scenario("one request per block, 2 %", World.oneByOne(0.2, 0.02, 0.02)),
        new Scenario("one request per block, 30 %, half", World.oneByOne(0.5, 0.3, 0.3)),
        new Scenario("shared bursts, shape 0.2", World.bursty(80, 20, 0.02, 0.02, 0.2, true)),
        new Scenario("shared bursts, large blocks", World.bursty(1900, 100, 0.02, 0.02, 0.2, true)),
        new Scenario("own bursts, shape 1", World.bursty(80, 20, 0.02, 0.02, 1, false)),
        new Scenario("own bursts, shape 0.2", World.bursty(80, 20, 0.02, 0.02, 0.2, false)),
        new Scenario(
            "own bursts, shape 0.2, large blocks", World.bursty(950, 50, 0.02, 0.02, 0.2, false)),
        new Scenario("shared drift, rho 0.8", World.drifting(80, 20, 0.02, 0.8, true)),
        new Scenario("own drift, rho 0.8", World.drifting(80, 20, 0.02, 0.8, false)));
  }
}
