package dev.curtain.bench.judge;

import dev.curtain.analysis.Forecast;
import dev.curtain.analysis.JudgePolicy;
import dev.curtain.analysis.Metric;
import dev.curtain.analysis.Traffic;
import dev.curtain.bench.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is foreseen before a canary starts against what then happens. */
final class Foreseen {
  private static final double WINDOW = 4 * 3600;
  private static final int PAST = 600;

  private Foreseen() {}

  private record Setting(double rate, double share, double p0, int harm) {}

  static Plot measure(Rows rows, int runs) {
    Metric metric = new Metric("error_rate", Optional.empty(), 0, "failed");
    JudgePolicy policy = new JudgePolicy(FalseAborts.ALPHA, List.of(metric), 0);
    List<Plot.Row> plot = new ArrayList<>();
    for (Setting setting :
        List.of(
            new Setting(100, 0.05, 0.01, 0),
            new Setting(100, 0.05, 0.01, 1),
            new Setting(100, 0.05, 0.01, 2),
            new Setting(500, 0.02, 0.005, 0),
            new Setting(500, 0.02, 0.005, 1),
            new Setting(20, 0.25, 0.01, 1),
            new Setting(20, 0.5, 0.005, 1),
            new Setting(20, 0.1, 0.02, 2))) {
      Traffic traffic = new Traffic(setting.rate(), setting.share(), setting.p0(), 1, 1, PAST);
      Forecast.Detection harm =
          Forecast.of(policy, metric, traffic, WINDOW).harms().get(setting.harm());
      String name =
          "%s of %.1f %%, %.0f %% of %.0f/s"
              .formatted(harm.name(), setting.p0() * 100, setting.share() * 100, setting.rate());
      Stream stream =
          new Stream(
              name,
              new Stream.Weather.Steady(),
              1,
              PAST,
              (int) WINDOW,
              setting.rate(),
              setting.share(),
              setting.p0(),
              harm.rate());
      double simulated = Trial.of(stream, () -> Rule.curtain(FalseAborts.ALPHA), runs).mean();
      double forecast = harm.seconds().orElse(Double.NaN);
      rows.add(
          "forecast",
          name,
          Map.of(
              "forecastSeconds", forecast,
              "simulatedSeconds", simulated,
              "ratio", forecast / simulated,
              "runs", runs));
      plot.add(
          new Plot.Row(
              name,
              List.of(new Plot.Dot("forecast", forecast), new Plot.Dot("simulated", simulated))));
    }
    return new Plot(
        "Time to an abort: foreseen, and the mean of simulated runs",
        "seconds",
        plot,
        10,
        10_000,
        Double.NaN);
  }
}
