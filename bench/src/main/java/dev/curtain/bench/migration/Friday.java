package dev.curtain.bench.migration;

import dev.curtain.migration.lint.Facts;
import dev.curtain.migration.lint.Lint;
import dev.curtain.migration.lint.Severity;
import dev.curtain.migration.plan.MigrationReader;
import dev.curtain.migration.run.Runner;
import dev.curtain.migration.run.Watcher;
import dev.curtain.migration.sql.Grammar;
import dev.curtain.migration.sql.Script;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;

/**
 * {@code bench/run migration}: the Friday story, refused, forced, and done the other ways. Ends
 * with exit code 1 where ours did not keep what is promised.
 */
public final class Friday {
  private static final String SMALL_MIGRATION =
      """
      ALTER TABLE orders ADD COLUMN cents bigint;
      UPDATE orders SET cents = round(amount * 100);
      ALTER TABLE orders ALTER COLUMN cents SET NOT NULL;
      """;

  /** The p99 of requests may be so many times what it is without a migration. */
  private static final double MOST = 1.5;

  /** For a migration before those that count: the program that migrates runs for weeks. */
  private static final long WARMING_ROWS = 20_000;

  private final boolean json;
  private final long rows;
  private final Duration quiet;
  private final Duration after;
  private final Duration reader;
  private final int perSecond;
  private final List<String> broken = new ArrayList<>();
  private final StringBuilder document = new StringBuilder();
  private String separator = "";

  private Friday(boolean json, boolean quick) {
    this.json = json;
    this.rows = quick ? 100_000 : 5_000_000;
    this.quiet = Duration.ofSeconds(quick ? 5 : 20);
    this.after = Duration.ofSeconds(quick ? 3 : 5);
    this.reader = Duration.ofSeconds(quick ? 3 : 15);
    this.perSecond = 400;
  }

  /** Prints a table, or with {@code --json} one document. */
  public static void main(String[] args) throws Exception {
    List<String> options = List.of(args);
    boolean kept = new Friday(options.contains("--json"), options.contains("--quick")).run();
    System.exit(kept ? 0 : 1);
  }

  private boolean run() throws IOException, SQLException, InterruptedException {
    refused();
    try (Server small = new Server(WARMING_ROWS)) {
      once(small, Contender.CURTAIN);
    }
    try (Server server = new Server(rows)) {
      say(
          "%-16s %-12s %9s %7s %8s %9s %9s %10s %9s %7s %9s",
          "contender",
          "case",
          "requests",
          "failed",
          "over 1 s",
          "p50 ms",
          "p99 ms",
          "max ms",
          "p99 ratio",
          "wrong",
          "took s");
      Load.Outcome before = measure(server, Contender.NONE, Optional.empty());
      for (Contender contender :
          List.of(Contender.CURTAIN, Contender.PGROLL_REPLAYED, Contender.NAIVE)) {
        before = measure(server, contender, Optional.of(before));
      }
      slowReader(server, false);
      slowReader(server, true);
    }
    if (broken.isEmpty()) {
      say("");
      say("kept: 0 failed, 0 over 1 s, 0 wrong rows, p99 at most 1.5 times the usual");
    } else {
      say("");
      broken.forEach(each -> say("not kept: %s", each));
    }
    if (json) {
      System.out.println(
          "{\"name\":\"migration\",\"machine\":{\"cores\":"
              + Runtime.getRuntime().availableProcessors()
              + ",\"kernel\":\""
              + System.getProperty("os.version")
              + "\"},\"rows\":["
              + document
              + "]}");
    }
    return broken.isEmpty();
  }

  /** What lint says of it before anything runs. */
  private void refused() {
    Lint.Result result =
        Lint.check(
            List.of(Script.read("friday.sql", SMALL_MIGRATION, Grammar.postgres())),
            new Lint.Setting(18, true, Facts.NONE));
    if (!result.hasErrors()) {
      throw new IllegalStateException("the Friday migration was not refused");
    }
    say("The small migration of Friday 16:47 is refused before it starts:");
    result.findings().stream()
        .filter(finding -> finding.severity() == Severity.ERROR)
        .forEach(finding -> say("  %s:%d: %s", finding.file(), finding.line(), finding.message()));
    say("");
  }

  /**
   * One contender, and nothing at all after it: the ratio is to what the clients met just before
   * and just after.
   *
   * @param before what they met before; empty: measure that
   * @return what they met without any migration, the latest
   */
  private Load.Outcome measure(Server server, Contender contender, Optional<Load.Outcome> before)
      throws SQLException, InterruptedException {
    if (before.isEmpty()) {
      Told told = once(server, Contender.NONE);
      row(told, "friday", OptionalDouble.empty());
      return told.outcome();
    }
    Told told = once(server, contender);
    Told after = once(server, Contender.NONE);
    double usual = (before.get().p99Millis() + after.outcome().p99Millis()) / 2;
    double ratio = told.outcome().p99Millis() / usual;
    row(told, "friday", OptionalDouble.of(ratio));
    row(after, "friday", OptionalDouble.empty());
    if (contender == Contender.CURTAIN) {
      promise(told, ratio);
    }
    return after.outcome();
  }

  private void promise(Told told, double ratio) {
    Load.Outcome it = told.outcome();
    if (it.failed() > 0) {
      broken.add(it.failed() + " failed requests (promised: 0)");
    }
    if (it.overOneSecond() > 0) {
      broken.add(it.overOneSecond() + " requests over 1 s (promised: 0)");
    }
    if (told.wrong() > 0) {
      broken.add(told.wrong() + " wrong rows (promised: 0)");
    }
    if (ratio > MOST) {
      broken.add(String.format(Locale.ROOT, "p99 %.2f times the usual (promised: 1.5)", ratio));
    }
  }

  private record Told(Contender contender, Load.Outcome outcome, long wrong, double took) {}

  private Told once(Server server, Contender contender) throws SQLException, InterruptedException {
    String database = "copy_" + System.nanoTime();
    server.fresh(database);
    Told told;
    try (Load load = new Load(server, database, perSecond, rows)) {
      pause(Duration.ofSeconds(2));
      long began = System.nanoTime();
      contender.migrate(server, database, load);
      double took = (System.nanoTime() - began) / 1e9;
      if (contender.mixes()) {
        load.mix();
      }
      pause(contender == Contender.NONE ? quiet : after);
      Load.Outcome outcome = load.end();
      long wrong =
          contender == Contender.NONE
              ? 0
              : server.ask(
                  database,
                  "SELECT count(*) FROM orders WHERE cents IS DISTINCT FROM round(amount * 100)");
      told = new Told(contender, outcome, wrong, took);
    }
    server.drop(database);
    return told;
  }

  /** A report that keeps its transaction open, and one more column meanwhile. */
  private void slowReader(Server server, boolean ours) throws SQLException, InterruptedException {
    String name = "reader_" + ours;
    server.fresh(name);
    Load load = new Load(server, name, perSecond, rows);
    try (load;
        Connection report = server.connect(name);
        Statement reading = report.createStatement()) {
      report.setAutoCommit(false);
      reading.execute("SELECT count(*) FROM (SELECT 1 FROM orders LIMIT 10) few");
      CountDownLatch done = new CountDownLatch(1);
      long began = System.nanoTime();
      Thread migrator =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  addColumn(server, name, ours);
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
                done.countDown();
              });
      pause(reader);
      report.rollback();
      done.await();
      migrator.join();
      double took = (System.nanoTime() - began) / 1e9;
      pause(Duration.ofSeconds(1));
      Contender contender = ours ? Contender.CURTAIN : Contender.NAIVE;
      row(new Told(contender, load.end(), 0, took), "slow-reader", OptionalDouble.empty());
    }
    server.drop(name);
  }

  private static void addColumn(Server server, String database, boolean ours) throws SQLException {
    if (!ours) {
      server.execute(database, "ALTER TABLE orders ADD COLUMN extra int");
      return;
    }
    try (Connection connection = server.connect(database)) {
      new Runner(connection, Runner.Manner.STANDARD, Watcher.NOBODY)
          .start(
              MigrationReader.read(
                  "extra",
                  "{\"migration\": \"extra\", \"operations\": [{\"op\": \"add_column\", \"table\":"
                      + " \"orders\", \"column\": \"extra\", \"type\": \"int\"}]}"));
    }
  }

  private void row(Told told, String story, OptionalDouble ratio) {
    Load.Outcome it = told.outcome();
    String name = told.contender().name().toLowerCase(Locale.ROOT).replace('_', '-');
    say(
        "%-16s %-12s %9d %7d %8d %9.1f %9.1f %10.1f %9s %7d %9.1f %s",
        name,
        story,
        it.requests(),
        it.failed(),
        it.overOneSecond(),
        it.p50Millis(),
        it.p99Millis(),
        it.maxMillis(),
        ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : "-",
        told.wrong(),
        told.took(),
        it.states().isEmpty() ? "" : it.states());
    document
        .append(separator)
        .append(
            String.format(
                Locale.ROOT,
                "{\"contender\":\"%s\",\"case\":\"%s\",\"tableRows\":%d,\"requests\":%d,"
                    + "\"failedRequests\":%d,\"requestsOverOneSecond\":%d,\"p50Millis\":%.2f,"
                    + "\"p99Millis\":%.2f,\"maxMillis\":%.2f,\"p99Ratio\":%s,\"wrongRows\":%d,"
                    + "\"migrationSeconds\":%.2f}",
                name,
                story,
                rows,
                it.requests(),
                it.failed(),
                it.overOneSecond(),
                it.p50Millis(),
                it.p99Millis(),
                it.maxMillis(),
                ratio.isPresent()
                    ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble())
                    : "null",
                told.wrong(),
                told.took()));
    separator = ",";
  }

  private void say(String format, Object... arguments) {
    if (!json) {
      System.out.println(String.format(Locale.ROOT, format, arguments));
    }
  }

  private static void pause(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }
}
