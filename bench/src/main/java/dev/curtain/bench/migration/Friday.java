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
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** {@code bench/run migration}: the Friday story, refused, forced, and done the other ways. */
public final class Friday {
  private static final String SMALL_MIGRATION =
      """
      ALTER TABLE orders ADD COLUMN cents bigint;
      UPDATE orders SET cents = round(amount * 100);
      ALTER TABLE orders ALTER COLUMN cents SET NOT NULL;
      """;

  private final boolean json;
  private final long rows;
  private final Duration quiet;
  private final Duration reader;
  private final int perSecond;
  private final StringBuilder document = new StringBuilder();
  private String separator = "";

  private Friday(boolean json, boolean quick) {
    this.json = json;
    this.rows = quick ? 300_000 : 5_000_000;
    this.quiet = Duration.ofSeconds(quick ? 6 : 20);
    this.reader = Duration.ofSeconds(quick ? 5 : 15);
    this.perSecond = 400;
  }

  /** Prints a table, or with {@code --json} one document. */
  public static void main(String[] args) throws Exception {
    List<String> options = List.of(args);
    new Friday(options.contains("--json"), options.contains("--quick")).run();
  }

  private void run() throws IOException, SQLException, InterruptedException {
    refused();
    try (Server server = new Server(rows)) {
      server.fresh("warm");
      measure(server, "warm", Contender.NONE, false);
      say(
          "%-16s %-12s %9s %7s %8s %9s %9s %10s %7s %9s",
          "contender",
          "case",
          "requests",
          "failed",
          "over 1 s",
          "p50 ms",
          "p99 ms",
          "max ms",
          "wrong",
          "took s");
      for (Contender contender :
          List.of(
              Contender.NONE,
              Contender.CURTAIN,
              Contender.PGROLL_REPLAYED,
              Contender.NAIVE,
              Contender.NONE)) {
        String name = "copy_" + System.nanoTime();
        server.fresh(name);
        measure(server, name, contender, true);
        server.drop(name);
      }
      slowReader(server, false);
      slowReader(server, true);
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

  private void measure(Server server, String database, Contender contender, boolean told)
      throws SQLException, InterruptedException {
    Load load = new Load(server, database, perSecond, rows);
    try (load) {
      pause(Duration.ofSeconds(2));
      long began = System.nanoTime();
      contender.migrate(server, database);
      double took = (System.nanoTime() - began) / 1e9;
      if (contender.mixes()) {
        load.mix();
      }
      pause(contender == Contender.NONE ? quiet : Duration.ofSeconds(5));
      Load.Outcome outcome = load.end();
      long wrong =
          contender == Contender.NONE
              ? 0
              : server.ask(
                  database,
                  "SELECT count(*) FROM orders WHERE cents IS DISTINCT FROM round(amount * 100)");
      if (told) {
        row(contender, "friday", outcome, wrong, took);
      }
    }
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
      row(ours ? Contender.CURTAIN : Contender.NAIVE, "slow-reader", load.end(), 0, took);
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

  private void row(Contender contender, String story, Load.Outcome it, long wrong, double took) {
    String name = contender.name().toLowerCase(Locale.ROOT).replace('_', '-');
    say(
        "%-16s %-12s %9d %7d %8d %9.1f %9.1f %10.1f %7d %9.1f %s",
        name,
        story,
        it.requests(),
        it.failed(),
        it.overOneSecond(),
        it.p50Millis(),
        it.p99Millis(),
        it.maxMillis(),
        wrong,
        took,
        it.states().isEmpty() ? "" : it.states());
    document
        .append(separator)
        .append(
            String.format(
                Locale.ROOT,
                "{\"contender\":\"%s\",\"case\":\"%s\",\"tableRows\":%d,\"requests\":%d,"
                    + "\"failedRequests\":%d,\"requestsOverOneSecond\":%d,\"p50Millis\":%.2f,"
                    + "\"p99Millis\":%.2f,\"maxMillis\":%.2f,\"wrongRows\":%d,"
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
                wrong,
                took));
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
