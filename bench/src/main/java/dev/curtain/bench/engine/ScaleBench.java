package dev.curtain.bench.engine;

import dev.curtain.bench.Rows;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.world.Ledger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The engine at scale. CPU time is that of the whole process, so that a machine which others use as
 * well says the same.
 */
public final class ScaleBench {
  private static final double NANOS_PER_MICRO = 1_000;
  private static final double NANOS_PER_MILLI = 1_000_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private static final Size WHOLE = new Size(10_000, 1_000, Duration.ofSeconds(20), 30);
  private static final Size QUICK = new Size(1_000, 100, Duration.ofSeconds(10), 1);

  private ScaleBench() {}

  /**
   * @param atRest how long nothing happens while that is measured
   * @param watchSeconds what a rollout's watch is in the model: it waits for requests that never
   *     come for four times as long, 30 seconds at most
   */
  private record Size(int services, int rollouts, Duration atRest, int watchSeconds) {}

  /** {@code [--json] [--quick]}. */
  public static void main(String[] arguments) throws Exception {
    List<String> options = List.of(arguments);
    boolean quick = options.contains("--quick");
    Rows rows = new Rows("engine");
    Path home = Files.createTempDirectory("curtain-bench-");
    try {
      crowd(rows, home.resolve("crowd.db"), quick ? QUICK : WHOLE);
      start(rows, home.resolve("long.db"), quick ? 100_000 : 1_000_000);
    } finally {
      try (Stream<Path> files = Files.walk(home)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    rows.print(options.contains("--json"));
  }

  private static void crowd(Rows rows, Path file, Size size) throws Exception {
    int services = size.services();
    int rollouts = size.rollouts();
    long empty = Crowd.liveBytes();
    try (Crowd crowd = new Crowd(file, services, size.watchSeconds())) {
      long bytes = Crowd.liveBytes() - empty;
      Duration watched = size.atRest();
      long cpu = Crowd.cpuNanos();
      Thread.sleep(watched);
      long idle = Crowd.cpuNanos() - cpu;
      rows.add(
          "curtain",
          services + " services at rest",
          Map.of(
              "bytesPerService", bytes / services,
              "cpuMicrosPerServiceAndSecond",
                  idle / NANOS_PER_MICRO / services / watched.toSeconds()));
      long entries = crowd.entries();
      cpu = Crowd.cpuNanos();
      long begin = System.nanoTime();
      crowd.deploy(rollouts);
      crowd.settle();
      long written = crowd.entries() - entries;
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("events", written);
      figures.put("cpuMicrosPerEvent", (Crowd.cpuNanos() - cpu) / NANOS_PER_MICRO / written);
      figures.put("seconds", (System.nanoTime() - begin) / NANOS_PER_SECOND);
      figures.put(
          "ended",
          crowd.rollouts().stream()
              .collect(Collectors.groupingBy(each -> each.phase().words(), Collectors.counting()))
              .toString());
      rows.add("curtain", rollouts + " rollouts at once", figures);
    }
  }

  private static void start(Rows rows, Path file, long wanted) throws Exception {
    long entries;
    try (EventLog log = EventLog.open(file, EventLog.Durability.PROCESS)) {
      entries = LongLog.write(log, wanted);
    }
    for (String from : List.of("from the log alone", "from the snapshot")) {
      try (EventLog log = EventLog.open(file, EventLog.Durability.PROCESS)) {
        long begin = System.nanoTime();
        Ledger ledger = Ledger.over(log);
        rows.add(
            "curtain",
            "start over " + entries + " entries, " + from,
            Map.of(
                "millis",
                (System.nanoTime() - begin) / NANOS_PER_MILLI,
                "rollouts",
                ledger.world().rollouts().size()));
      }
    }
  }
}
