package dev.curtain.migration.run;

import dev.curtain.migration.plan.Filling;
import dev.curtain.migration.plan.Sql;
import dev.curtain.migration.plan.TableShape;
import dev.curtain.migration.run.Watcher.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Goes through a table by its key, batch by batch. The place is committed with each batch, so that
 * a pass that was killed goes on exactly where it was.
 */
final class Passes {
  private static final Set<String> AGAIN = Set.of("55P03", "40P01", "57014", "40001");
  private static final Duration HELD = Duration.ofMillis(500);

  /**
   * A batch is not waited for until it is on disk, so that the disk is not made to be waited for by
   * everybody else: a server that crashes loses whole batches, together with their places.
   */
  private static final String SETTINGS =
      "SET LOCAL lock_timeout = 500; SET LOCAL statement_timeout = '60s'; SET LOCAL"
          + " synchronous_commit = off";

  private final Connection connection;
  private final Ledger ledger;
  private final Pace pace;
  private final Throttle throttle;
  private final Watcher watcher;
  private final AtomicLong retries;

  Passes(
      Connection connection,
      Ledger ledger,
      Pace pace,
      Throttle throttle,
      Watcher watcher,
      AtomicLong retries) {
    this.connection = connection;
    this.ledger = ledger;
    this.pace = pace;
    this.throttle = throttle;
    this.watcher = watcher;
    this.retries = retries;
  }

  /** What is done with the rows of a batch; says how many were wrong. */
  @FunctionalInterface
  private interface Batch {
    long run(String range, List<Object> bounds) throws SQLException;
  }

  /** Fills rows that have not got their new values. */
  void fill(String migration, String step, Filling filling) throws SQLException {
    pass(
        migration,
        step,
        filling,
        (range, bounds) -> {
          // Triggers must not take what the backfill writes for what a new version says.
          Jdbc.execute(connection, "SET LOCAL curtain.filling = 'on'");
          Jdbc.update(
              connection,
              "UPDATE "
                  + filling.table()
                  + " SET "
                  + filling.assignments()
                  + " WHERE "
                  + range
                  + " AND "
                  + filling.missing(),
              bounds.toArray());
          return 0;
        });
  }

  /** Counts the rows of which old and new shape say different things. */
  long compare(String migration, String step, Filling filling) throws SQLException {
    return pass(
        migration,
        step,
        filling,
        (range, bounds) ->
            Jdbc.first(
                    connection,
                    row -> row.getLong(1),
                    "SELECT count(*) FROM "
                        + filling.table()
                        + " WHERE "
                        + range
                        + " AND ("
                        + filling.wrong()
                        + ")",
                    bounds.toArray())
                .orElse(0L));
  }

  private long pass(String migration, String step, Filling filling, Batch batch)
      throws SQLException {
    Ledger.Cursor cursor =
        ledger
            .cursor(migration, step)
            .orElse(new Ledger.Cursor(List.of(), 0, 0, estimate(filling), 0, Optional.empty()));
    int size = Pace.FIRST;
    long began = System.nanoTime();
    long rowsAtBegin = cursor.rows();
    while (true) {
      held(migration, step, cursor, began, rowsAtBegin);
      long start = System.nanoTime();
      Optional<Ledger.Cursor> next;
      connection.setAutoCommit(false);
      try {
        Jdbc.execute(connection, SETTINGS);
        wanted(migration);
        next = batch(migration, step, filling, cursor, size, batch, start);
        connection.commit();
      } catch (RuntimeException e) {
        connection.rollback();
        throw e;
      } catch (SQLException e) {
        connection.rollback();
        retries.incrementAndGet();
        if (!AGAIN.contains(e.getSQLState())) {
          throw e;
        }
        size = pace.halved(size);
        sleep(pace.rest(pace.batch()));
        continue;
      } finally {
        connection.setAutoCommit(true);
      }
      if (next.isEmpty()) {
        return cursor.wrong();
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      size = pace.next(size, took);
      cursor = next.get();
      watcher.progress(progress(step, cursor, began, rowsAtBegin, Optional.empty()));
      sleep(pace.rest(took));
    }
  }

  /** One batch; empty when there was nothing behind the cursor. */
  private Optional<Ledger.Cursor> batch(
      String migration,
      String step,
      Filling filling,
      Ledger.Cursor cursor,
      int size,
      Batch batch,
      long start)
      throws SQLException {
    Optional<List<String>> to = bound(filling, cursor.key(), size);
    if (to.isEmpty()) {
      return Optional.empty();
    }
    List<Object> bounds = new ArrayList<>(cursor.key());
    bounds.addAll(to.get().subList(1, to.get().size()));
    String range = (cursor.key().isEmpty() ? "" : key(filling, ">") + " AND ") + key(filling, "<=");
    long wrong = batch.run(range, bounds);
    Ledger.Cursor next =
        new Ledger.Cursor(
            to.get().subList(1, to.get().size()),
            cursor.rows() + Long.parseLong(to.get().getFirst()),
            cursor.wrong() + wrong,
            cursor.estimate(),
            cursor.millis() + (System.nanoTime() - start) / 1_000_000,
            Optional.empty());
    ledger.cursor(migration, step, next);
    return Optional.of(next);
  }

  /** How many rows the next batch has, and the key of its last one. */
  private Optional<List<String>> bound(Filling filling, List<String> after, int size)
      throws SQLException {
    List<String> names =
        filling.key().stream().map(TableShape.KeyColumn::name).map(Sql::name).toList();
    String columns = String.join(", ", names);
    // By the key itself: without its table a name here is the text that is selected.
    String backwards =
        names.stream().map(name -> "batch." + name + " DESC").collect(Collectors.joining(", "));
    String texts = names.stream().map(name -> name + "::text").collect(Collectors.joining(", "));
    return Jdbc.first(
        connection,
        row -> {
          List<String> found = new ArrayList<>();
          for (int i = 1; i <= names.size() + 1; i++) {
            found.add(row.getString(i));
          }
          return found;
        },
        "WITH batch AS (SELECT "
            + columns
            + " FROM "
            + filling.table()
            + (after.isEmpty() ? "" : " WHERE " + key(filling, ">"))
            + " ORDER BY "
            + columns
            + " LIMIT "
            + size
            + ") SELECT (SELECT count(*) FROM batch)::text, "
            + texts
            + " FROM batch ORDER BY "
            + backwards
            + " LIMIT 1",
        after.toArray());
  }

  private static String key(Filling filling, String operator) {
    return filling.key().stream()
            .map(column -> Sql.name(column.name()))
            .collect(Collectors.joining(", ", "(", ")"))
        + " "
        + operator
        + filling.key().stream()
            .map(column -> "CAST(? AS " + column.type() + ")")
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private long estimate(Filling filling) throws SQLException {
    return Jdbc.first(
            connection,
            row -> row.getLong(1),
            "SELECT greatest(c.reltuples::bigint, coalesce(s.n_live_tup, 0)) FROM pg_class c LEFT"
                + " JOIN pg_stat_user_tables s ON s.relid = c.oid WHERE c.oid = to_regclass(?)",
            filling.table())
        .orElse(0L);
  }

  /** Stops here, between two batches, if a person wants that. */
  private void wanted(String migration) throws SQLException {
    String wanted = ledger.wanted(migration);
    if (!wanted.equals("run")) {
      throw Stopped.asWanted(migration, wanted);
    }
  }

  private void held(
      String migration, String step, Ledger.Cursor cursor, long began, long rowsAtBegin)
      throws SQLException {
    Optional<String> reason = throttle.hold(connection);
    String told = "";
    while (reason.isPresent()) {
      wanted(migration);
      if (!reason.get().equals(told)) {
        told = reason.get();
        watcher.says("held: " + told);
        ledger.cursor(
            migration,
            step,
            new Ledger.Cursor(
                cursor.key(),
                cursor.rows(),
                cursor.wrong(),
                cursor.estimate(),
                cursor.millis(),
                reason));
      }
      watcher.progress(progress(step, cursor, began, rowsAtBegin, reason));
      sleep(HELD);
      reason = throttle.hold(connection);
    }
    if (!told.isEmpty()) {
      watcher.says("goes on");
    }
  }

  /** Holds before a step that is no pass, as before a batch. */
  void held(String migration) throws SQLException {
    String told = "";
    wanted(migration);
    for (Optional<String> reason = throttle.hold(connection);
        reason.isPresent();
        reason = throttle.hold(connection)) {
      if (!reason.get().equals(told)) {
        told = reason.get();
        watcher.says("held: " + told);
      }
      sleep(HELD);
      wanted(migration);
    }
    if (!told.isEmpty()) {
      watcher.says("goes on");
    }
  }

  /** Time that was held counts: what comes is taken to be like what was. */
  private static Progress progress(
      String step, Ledger.Cursor cursor, long began, long rowsAtBegin, Optional<String> held) {
    long rows = cursor.rows() - rowsAtBegin;
    double seconds = (System.nanoTime() - began) / 1e9;
    long left = cursor.estimate() - cursor.rows();
    Optional<Duration> remaining =
        rows == 0 || seconds < 2 || left <= 0
            ? Optional.empty()
            : Optional.of(Duration.ofSeconds((long) Math.ceil(left * seconds / rows)));
    return new Progress(step, cursor.rows(), cursor.estimate(), remaining, held);
  }

  private static void sleep(Duration time) {
    if (time.isZero()) {
      return;
    }
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped("interrupted between two batches");
    }
  }
}
