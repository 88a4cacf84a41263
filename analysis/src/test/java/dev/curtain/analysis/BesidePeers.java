package dev.curtain.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The judge beside other rules on the same streams: {@code main RUNS}. One hour per run, 100
 * requests per second, 5 % of them to the candidate.
 */
final class BesidePeers {
  private BesidePeers() {}

  private static final int SECONDS = 3600;
  private static final double ALPHA = 0.01;

  public static void main(String[] args) {
    var runs = Integer.parseInt(args[0]);
    System.out.println("share of harmless canaries aborted within an hour");
    print("steady 0.5 %", World.arriving(95, 5, 0.005, 0.005), 0.005, 0.01, runs);
    print("steady 2 %", World.arriving(95, 5, 0.02, 0.02), 0.02, 0.04, runs);
    print("bursts, both sides", World.bursty(95, 5, 0.01, 0.01, 0.2, true), 0.01, 0.02, runs);
    print(
        "bursts, each side its own", World.bursty(95, 5, 0.01, 0.01, 0.2, false), 0.01, 0.02, runs);
    print("drift, both sides", World.drifting(95, 5, 0.01, 0.8, true), 0.01, 0.02, runs);
    print(
        "1 request/min each, 2 %",
        World.arriving(1 / 60.0, 1 / 60.0, 0.02, 0.02), 0.02, 0.04, runs);
    System.out.println("harmful: share aborted, median and 95th percentile of seconds");
    print("1.5x of 1 %", World.arriving(95, 5, 0.01, 0.015), 0.01, 0.015, runs);
    print("2x of 1 %", World.arriving(95, 5, 0.01, 0.02), 0.01, 0.02, runs);
    print("5x of 1 %", World.arriving(95, 5, 0.01, 0.05), 0.01, 0.05, runs);
    print("0.1 % to 0.6 %", World.arriving(95, 5, 0.001, 0.006), 0.001, 0.006, runs);
    print("0.1 % to 3.1 %", World.arriving(95, 5, 0.001, 0.031), 0.001, 0.031, runs);
    print("everything fails", World.arriving(95, 5, 0.001, 1), 0.001, 0.999, runs);
  }

  private static void print(String name, World world, double p0, double p1, int runs) {
    var plain = new Metric("error_rate", Optional.empty(), 0, "failed");
    Map<String, Supplier<Rule>> rules = new LinkedHashMap<>();
    rules.put("curtain", () -> Rule.curtain(plain, ALPHA));
    rules.put("oracle", () -> Rule.oracle(p0, p1, ALPHA));
    rules.put("argo-like", Rule::argo);
    rules.put("flagger-like", Rule::flagger);
    rules.put("pipecd-like", Rule::pipecd);
    rules.put("fixed p<.05", Rule::fixed);
    rules.put("kayenta-like", Rule::kayenta);
    System.out.println(name);
    for (var rule : rules.entrySet()) {
      List<Integer> times = new ArrayList<>();
      for (var run = 0; run < runs; run++) {
        var source = world.start(new Draws(1000 + run));
        var judge = rule.getValue().get();
        for (var second = 1; second <= SECONDS; second++) {
          if (judge.test(source.get())) {
            times.add(second);
            break;
          }
        }
      }
      times.sort(null);
      System.out.printf(
          Locale.ROOT,
          "  %-14s %.4f %8s %8s%n",
          rule.getKey(),
          (double) times.size() / runs,
          at(times, 0.5, runs),
          at(times, 0.95, runs));
    }
  }

  private static String at(List<Integer> times, double part, int runs) {
    var index = (int) StrictMath.ceil(part * runs) - 1;
    return index < times.size() ? String.valueOf(times.get(index)) : "-";
  }
}
