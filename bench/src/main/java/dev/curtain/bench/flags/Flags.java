package dev.curtain.bench.flags;

import dev.curtain.bench.Rows;
import dev.curtain.flags.Answer;
import dev.curtain.flags.Context;
import dev.curtain.flags.FlagSet;
import dev.curtain.flags.Json;
import dev.curtain.flags.Value;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@code bench/run flags}. */
public final class Flags {
  private static final int MANY = 100_000;
  private static final double NANOS_PER_MILLI = 1e6;

  private Flags() {}

  public static void main(String[] arguments) throws Exception {
    List<String> options = Arrays.asList(arguments);
    boolean quick = options.contains("--quick");
    Rows rows = new Rows("flags");
    ownTime(rows, quick);
    // Before the providers: the web server forbids this process to read what JMH's forks send it.
    evaluation(rows, quick);
    providers(rows, quick);
    load(rows, quick ? 3 : 7);
    rows.add("curtain", "load-100k-cold", ColdLoad.of(many(), MANY, quick ? 5 : 15));
    change(rows);
    rows.add("curtain", "change-by-stream", StreamChange.of(quick ? 100 : 500));
    rows.print(options.contains("--json"));
    System.out.flush();
    // Some of the peers leave threads behind that would keep this process.
    System.exit(0);
  }

  /** Each contender in a turn of its own, by its thread's own time. */
  private static void ownTime(Rows rows, boolean quick) throws IOException {
    EvaluationBench bench = new EvaluationBench();
    bench.begin();
    int operations = quick ? 500_000 : 2_000_000;
    rows.add(
        "curtain", "percent own time", OwnTime.of(() -> on(bench.curtainPercent()), operations));
    rows.add("curtain", "share own time", OwnTime.of(() -> on(bench.curtainShare()), operations));
    rows.add(
        "curtain", "clauses own time", OwnTime.of(() -> on(bench.curtainClauses()), operations));
    rows.add(
        "launchdarkly", "percent own time", OwnTime.of(bench::launchdarklyPercent, operations));
    rows.add("togglz", "percent own time", OwnTime.of(bench::togglzPercent, operations));
    bench.end();
  }

  /** As an application asks: through a client, for whom hooks, contexts and defaults are, too. */
  private static void providers(Rows rows, boolean quick) throws Exception {
    ProviderBench bench = new ProviderBench();
    bench.begin();
    int operations = quick ? 200_000 : 1_000_000;
    rows.add("curtain", "provider own time", OwnTime.of(bench::curtainProvider, operations));
    rows.add("flagd", "provider own time", OwnTime.of(bench::flagdProvider, operations));
    rows.add("unleash", "client own time", OwnTime.of(bench::unleashClient, operations));
    bench.end();
  }

  private static boolean on(Answer answer) {
    return answer instanceof Answer.Resolved resolved && resolved.variant().equals("on");
  }

  private static void evaluation(Rows rows, boolean quick) throws RunnerException {
    var results =
        new Runner(
                new OptionsBuilder()
                    .include(EvaluationBench.class.getName())
                    .include(ProviderBench.class.getName())
                    .forks(1)
                    .warmupIterations(quick ? 2 : 3)
                    .warmupTime(TimeValue.milliseconds(quick ? 300 : 2_000))
                    .measurementIterations(quick ? 3 : 5)
                    .measurementTime(TimeValue.milliseconds(quick ? 300 : 2_000))
                    // Peers leave threads behind; what was measured is told by then.
                    .jvmArgsAppend("-Djmh.shutdownTimeout=1", "-Djmh.shutdownTimeout.step=1")
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .build())
            .run();
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark().replaceFirst(".*\\.", "");
      String contender = name.replaceFirst("[A-Z].*", "");
      Map<String, Double> figures = new LinkedHashMap<>();
      // The least disturbed iteration: the machine may have other work.
      figures.put(
          "nanosPerOp",
          result.getBenchmarkResults().stream()
              .flatMap(each -> each.getIterationResults().stream())
              .mapToDouble(each -> each.getPrimaryResult().getScore())
              .min()
              .orElse(Double.NaN));
      figures.put(
          "bytesPerOp",
          Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"))
              .getScore());
      rows.add(
          contender,
          name.substring(contender.length()).toLowerCase(java.util.Locale.ROOT),
          figures);
    }
  }

  private static String many() {
    Map<String, Value> flags = new LinkedHashMap<>();
    Value flag =
        Json.read(
            """
            {"state":"ENABLED","variants":{"on":true,"off":false},"defaultVariant":"off",
             "targeting":{"if":[{"==":[{"var":"tier"},"gold"]},"on",{"fractional":[["on",5],["off",95]]}]}}
            """);
    for (int i = 0; i < MANY; i++) {
      flags.put("flag-" + i, flag);
    }
    return Json.node(Map.of("flags", (Value) new Value.Fields(flags))).toString();
  }

  private static void load(Rows rows, int times) {
    String text = many();
    double[] millis = new double[times];
    double[] own = new double[times];
    var threads = ManagementFactory.getThreadMXBean();
    for (int i = 0; i < times; i++) {
      long begun = System.nanoTime();
      long cpu = threads.getCurrentThreadCpuTime();
      int size = FlagSet.read(text).flags().size();
      own[i] = (threads.getCurrentThreadCpuTime() - cpu) / NANOS_PER_MILLI;
      millis[i] = (System.nanoTime() - begun) / NANOS_PER_MILLI;
      if (size != MANY) {
        throw new IllegalStateException(size + " flags (expected: " + MANY + ")");
      }
    }
    double first = millis[0];
    double firstOwn = own[0];
    Arrays.sort(millis);
    Arrays.sort(own);
    rows.add(
        "curtain",
        "load-100k",
        Map.of(
            "firstMillis",
            first,
            "medianMillis",
            millis[times / 2],
            "firstCpuMillis",
            firstOwn,
            "medianCpuMillis",
            own[times / 2]));
  }

  /** From a flag's new definition to an answer by it, among a thousand others. */
  private static void change(Rows rows) {
    Value on =
        Json.read(
            "{\"state\":\"ENABLED\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"on\"}");
    FlagSet set = FlagSet.NONE;
    for (int i = 0; i < 1_000; i++) {
      set = set.with("flag-" + i, on);
    }
    double[] micros = new double[2_000];
    for (int i = 0; i < micros.length; i++) {
      long begun = System.nanoTime();
      set = set.with("flag-" + i % 1_000, on);
      Objects.requireNonNull(set.evaluate("flag-" + i % 1_000, Context.EMPTY, 0));
      micros[i] = (System.nanoTime() - begun) / 1_000.0;
    }
    Arrays.sort(micros);
    rows.add(
        "curtain",
        "change-in-process",
        Map.of("medianMicros", micros[1_000], "p99Micros", micros[1_980]));
  }
}
