package dev.curtain.bench.judge;

import dev.curtain.bench.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * {@code JudgeBench [--json] [--quick] [--runs N] [--plots DIR] [--only SECTION] [--own-time]}:
 * false aborts, detection, forecasts, costs; of costs by the thread's own time alone.
 */
public final class JudgeBench {
  private JudgeBench() {}

  public static void main(String[] arguments) throws IOException {
    List<String> options = Arrays.asList(arguments);
    boolean quick = options.contains("--quick");
    boolean json = options.contains("--json");
    int plots = options.indexOf("--plots");
    Rows all = new Rows("judge");
    Section[] sections = {
      new Section(
          "false-aborts", rows -> FalseAborts.measure(rows, runs(options, quick ? 200 : 20_000))),
      new Section("detection", rows -> Detection.measure(rows, runs(options, quick ? 60 : 1_000))),
      new Section("forecast", rows -> Foreseen.measure(rows, runs(options, quick ? 60 : 500))),
    };
    int only = options.indexOf("--only");
    for (Section section : sections) {
      if (only >= 0 && !options.get(only + 1).equals(section.name())) {
        continue;
      }
      Rows rows = json ? all : new Rows(section.name());
      Plot plot = section.measure().into(rows);
      if (plots >= 0) {
        Path directory = Path.of(options.get(plots + 1));
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("judge-" + section.name() + ".svg"), plot.svg());
      }
      if (!json) {
        System.out.println(section.name());
        System.out.println(rows.table());
        System.out.flush();
      }
    }
    if (only >= 0 && !options.get(only + 1).equals("cost")) {
      all.print(json);
      return;
    }
    Rows costs = json ? all : new Rows("cost");
    Cost.ownTime(costs);
    if (!options.contains("--own-time")) {
      Cost.measure(costs, quick);
    }
    if (json) {
      all.print(true);
    } else {
      System.out.println("cost");
      System.out.println(costs.table());
    }
  }

  private static int runs(List<String> options, int usual) {
    int at = options.indexOf("--runs");
    return at < 0 ? usual : Math.max(40, Integer.parseInt(options.get(at + 1)));
  }

  private record Section(String name, Measure measure) {}

  private interface Measure {
    Plot into(Rows rows);
  }
}
