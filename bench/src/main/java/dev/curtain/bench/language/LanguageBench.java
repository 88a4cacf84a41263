package dev.curtain.bench.language;

import dev.curtain.bench.Rows;
import dev.curtain.language.Formatter;
import dev.curtain.language.SyntaxTree;
import dev.curtain.model.advice.Linter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses 10 000, 100 000 and 1 000 000 lines, formats 100 000, and validates 100 000 elements. Each
 * figure is the median of several runs after warming up, by the processor time of the thread that
 * reads (so that what else runs on the machine does not count, nor, with a collector of its own
 * thread, the collection of garbage) and beside it by the clock on the wall.
 */
public final class LanguageBench {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final boolean quick;
  private final Rows rows = new Rows("language");

  private LanguageBench(boolean quick) {
    this.quick = quick;
  }

  /**
   * @param arguments {@code --json}, {@code --quick}
   */
  public static void main(String[] arguments) {
    List<String> options = List.of(arguments);
    LanguageBench bench = new LanguageBench(options.contains("--quick"));
    bench.run();
    bench.rows.print(options.contains("--json"));
  }

  private void run() {
    String warm = BigModel.ofLines(100_000);
    for (int i = 0; i < (quick ? 5 : 15); i++) {
      SyntaxTree.parse(warm);
      Linter.lint(warm);
    }
    for (int lines : List.of(10_000, 100_000, 1_000_000)) {
      String text = BigModel.ofLines(lines);
      lines("parse", text, () -> SyntaxTree.parse(text).diagnostics().size());
    }
    lines("format", warm, () -> Formatter.format(warm).orElseThrow().length());
    String elements = BigModel.ofElements(100_000);
    lines("validate 100000 elements", elements, () -> Linter.lint(elements).diagnostics().size());
  }

  /** Something to measure; what it answers keeps it from being left out. */
  private interface Work {
    int run();
  }

  private void lines(String what, String text, Work work) {
    long lines = text.lines().count();
    int runs = quick ? 5 : 11;
    double[] processor = new double[runs];
    double[] wall = new double[runs];
    int answer = 0;
    for (int i = 0; i < runs; i++) {
      long cpu = THREADS.getCurrentThreadCpuTime();
      long begin = System.nanoTime();
      answer += work.run();
      wall[i] = (System.nanoTime() - begin) / 1e6;
      processor[i] = (THREADS.getCurrentThreadCpuTime() - cpu) / 1e6;
    }
    Arrays.sort(processor);
    Arrays.sort(wall);
    double median = processor[runs / 2];
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("lines", lines);
    figures.put("linesPerSecond", Math.round(lines / median * 1000));
    figures.put("nanosPerLine", median * 1e6 / lines);
    figures.put("processorMillis", median);
    figures.put("wallMillis", wall[runs / 2]);
    rows.add("curtain", what.equals("parse") ? "parse " + thousands(lines) : what, figures);
    if (answer < 0) {
      throw new IllegalStateException("a negative number of answers");
    }
  }

  private static String thousands(long lines) {
    return Math.round(lines / 1000.0) + "k lines";
  }
}
