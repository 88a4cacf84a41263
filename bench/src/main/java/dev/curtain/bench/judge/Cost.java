package dev.curtain.bench.judge;

import dev.curtain.bench.Rows;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** JMH over {@link Recording} and {@link Verdicts}. */
final class Cost {
  private Cost() {}

  static void measure(Rows rows, boolean quick) {
    var options =
        new OptionsBuilder()
            .include("\\." + Recording.class.getSimpleName() + "\\.")
            .include("\\." + Verdicts.class.getSimpleName() + "\\.")
            .verbosity(VerboseMode.SILENT)
            .forks(quick ? 1 : 3)
            .warmupIterations(quick ? 2 : 5)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(quick ? 3 : 5)
            .measurementTime(TimeValue.seconds(1))
            .build();
    try {
      for (RunResult result : new Runner(options).run()) {
        var primary = result.getPrimaryResult();
        rows.add(
            "curtain",
            result.getParams().getBenchmark().replaceFirst(".*\\.(\\w+\\.\\w+)$", "$1"),
            Map.of("nanosPerOp", primary.getScore(), "errorNanos", primary.getScoreError()));
      }
    } catch (RunnerException e) {
      throw new IllegalStateException("JMH: " + e.getMessage(), e);
    }
  }
}
