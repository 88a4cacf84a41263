package dev.curtain.analysis;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints forecast beside simulation: {@code main RUNS}. */
final class ForecastRuns {
  private ForecastRuns() {}

  record Setting(String name, Metric metric, Traffic traffic, double rate) {
    @Override
    public String toString() {
      return name;
    }

    JudgePolicy policy() {
      return new JudgePolicy(0.01, List.of(metric), 0);
    }

    double forecast() {
      return Fluid.abort(policy(), metric, traffic, 40_000, rate).orElse(Double.NaN);
    }

    /** Mean seconds to the abort. */
    double simulated(long runs) {
      var sum = 0.0;
      var blocks = traffic.requestsPerSecond() * traffic.blockSeconds();
      var world =
          World.arriving(
              blocks * (1 - traffic.share()),
              blocks * traffic.share(),
              traffic.baselineRate(),
              rate);
      for (var run = 0L; run < runs; run++) {
        var source = world.start(new Draws(run));
        var judge = SequentialJudge.of(policy());
        var looks = 0L;
        while (!judge.aborted() && looks < 40_000) {
          judge = judge.observe(new Block(java.util.Map.of(metric.name(), source.get())));
          looks++;
        }
        sum += looks * traffic.blockSeconds();
      }
      return sum / runs;
    }
  }

  static List<Setting> settings() {
    var bound = new Metric("error_rate", Optional.of(0.01), 0, "failed");
    var margin = new Metric("error_rate", Optional.empty(), 0.01, "failed");
    var plain = new Metric("error_rate", Optional.empty(), 0, "failed");
    var slow = new Metric("latency_p95", Optional.of(0.05), 0, "slower than 500 ms");
    return List.of(
        new Setting(
            "5 % vs 0.1 %, bound 1 %, 5 % of 100/s", bound, traffic(100, 0.05, 0.001), 0.05),
        new Setting("3 % vs 0 %, bound 1 %, 10 % of 200/s", bound, traffic(200, 0.1, 0), 0.03),
        new Setting(
            "2 % vs 0.5 %, bound 1 %, 5 % of 500/s", bound, traffic(500, 0.05, 0.005), 0.02),
        new Setting("2x of 1 %, tolerance 0, 10 % of 100/s", plain, traffic(100, 0.1, 0.01), 0.02),
        new Setting(
            "5x of 0.5 %, tolerance 0, 5 % of 100/s", plain, traffic(100, 0.05, 0.005), 0.025),
        new Setting(
            "5x of 0.5 %, tolerance 0, half of 20/s", plain, traffic(20, 0.5, 0.005), 0.025),
        new Setting("+4 %, tolerance 1 %, 5 % of 100/s", margin, traffic(100, 0.05, 0.002), 0.042),
        new Setting(
            "20 % slow vs 4 %, bound 5 %, 5 % of 100/s", slow, traffic(100, 0.05, 0.04), 0.2),
        new Setting("10 % vs 1 %, tolerance 0, 10 % of 3/s", plain, traffic(3, 0.1, 0.01), 0.1));
  }

  private static Traffic traffic(double perSecond, double share, double baselineRate) {
    return new Traffic(perSecond, share, baselineRate, 1, 1);
  }

  public static void main(String[] args) {
    for (var setting : settings()) {
      var simulated = setting.simulated(Long.parseLong(args[0]));
      System.out.printf(
          Locale.ROOT,
          "%-46s forecast %7.1f s, simulated mean %7.1f s, ratio %.2f%n",
          setting.name(),
          setting.forecast(),
          simulated,
          setting.forecast() / simulated);
    }
  }
}
