package dev.curtain.bench.judge;

import dev.curtain.bench.Rows;
import dev.curtain.bench.flags.OwnTime;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * {@link Recording} and {@link Verdicts}: by the thread's own processor time, which other work on
 * the machine counts for little in, and by JMH, which goes by the wall.
 */
final class Cost {
  private Cost() {}

  static void ownTime(Rows rows) {
    Recording recording = new Recording();
    rows.add(
        "curtain",
        "request, own time",
        OwnTime.of(
            () -> {
              recording.request();
              return true;
            },
            2_000_000));
    Verdicts verdicts = new Verdicts();
    verdicts.setup();
    rows.add(
        "curtain",
        "next verdict after an hour, own time",
        OwnTime.of(() -> verdicts.next().blocks() > 0, 5_000));
    rows.add(
        "curtain",
        "the whole hour, own time",
        OwnTime.of(() -> verdicts.replay().verdict().blocks() > 0, 5));
  }

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
