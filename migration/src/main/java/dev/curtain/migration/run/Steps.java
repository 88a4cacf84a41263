package dev.curtain.migration.run;

import dev.curtain.migration.plan.Sql;
import dev.curtain.migration.plan.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** How each kind of step is done and taken back. Doing one twice does it once. */
final class Steps {
  private final Connection connection;
  private final Ledger ledger;
  private final Ladder ladder;
  private final Guard guard;
  private final Passes passes;
  private final Watcher watcher;
  private final AtomicLong retries = new AtomicLong();

  Steps(Connection connection, Ledger ledger, Runner.Manner manner, Watcher watcher) {
    this.connection = connection;
    this.ledger = ledger;
    this.ladder = manner.ladder();
    this.watcher = watcher;
    this.guard = new Guard(ladder, watcher, retries);
    this.passes =
        new Passes(connection, ledger, manner.pace(), manner.throttle(), watcher, retries);
  }

  long retries() {
    return retries.get();
  }

  /** Waits before a step while the throttle says so; passes over rows ask by themselves. */
  void hold(String migration, Step step) throws SQLException {
    switch (step) {
      case Step.Together _, Step.Validate _, Step.Build _, Step.Unbuild _ -> passes.held(migration);
      case Step.Fill _, Step.Compare _ -> {}
    }
  }

  /** {@code touched}: tables to remember as they are after the step. */
  void apply(String migration, Step step, List<String> touched) throws SQLException {
    switch (step) {
      case Step.Together it ->
          guard.transaction(
              connection,
              it.says(),
              locks(it),
              within -> {
                for (String statement : it.sql()) {
                  Jdbc.execute(within, statement);
                }
                finish(migration, it, touched);
              });
      case Step.Validate it ->
          guard.transaction(
              connection,
              it.says(),
              new Guard.Locks(List.of(it.table()), "SHARE UPDATE EXCLUSIVE", ladder.scan()),
              within -> {
                Jdbc.execute(within, it.sql());
                finish(migration, it, touched);
              });
      case Step.Build it -> {
        build(migration, it);
        finish(migration, it, touched);
      }
      case Step.Unbuild it -> {
        alone("DROP INDEX CONCURRENTLY IF EXISTS " + Sql.table(it.index()));
        finish(migration, it, touched);
      }
      case Step.Fill it -> {
        passes.fill(migration, it.id(), it.filling());
        finish(migration, it, touched);
      }
      case Step.Compare it -> {
        long wrong = passes.compare(migration, it.id(), it.filling());
        if (wrong > 0) {
          ledger.resetCursor(migration, it.id());
          throw new Stopped(
              wrong
                  + " rows say different things in the two shapes: "
                  + it.filling().wrong()
                  + ". Roll back, or correct them and start again");
        }
        finish(migration, it, touched);
      }
    }
  }

  private void finish(String migration, Step step, List<String> touched) throws SQLException {
    ledger.done(migration, step.id(), step instanceof Step.Together it ? it.undo() : List.of());
    Drift.remember(connection, migration, touched);
  }

  private Guard.Locks locks(Step.Together it) {
    boolean foreignKey = it.sql().stream().anyMatch(sql -> sql.contains(" FOREIGN KEY ("));
    return new Guard.Locks(
        it.relations(), foreignKey ? "SHARE ROW EXCLUSIVE" : "ACCESS EXCLUSIVE", ladder.hold());
  }

  long compareAnew(String migration, Step.Compare step) throws SQLException {
    String again = step.id() + "_again";
    ledger.resetCursor(migration, again);
    return passes.compare(migration, again, step.filling());
  }

  /** An index lives in its table's schema. */
  private static String index(Step.Build it) {
    String table = it.table();
    return table.substring(0, table.lastIndexOf('.') + 1) + Sql.name(it.index());
  }

  /** An index that a build left invalid goes first; one that is valid was built before a crash. */
  private void build(String migration, Step.Build it) throws SQLException {
    String index = index(it);
    Optional<Boolean> valid = valid(index);
    if (valid.isPresent() && !ledger.isBegun(migration, it.id())) {
      throw new Stopped(
          it.says() + ": there is an index " + index + " that this migration did not build");
    }
    ledger.begun(migration, it.id());
    if (valid.equals(Optional.of(true))) {
      return;
    }
    if (valid.isPresent()) {
      watcher.says("index " + it.index() + " is invalid after a build that failed: built again");
      alone("DROP INDEX CONCURRENTLY IF EXISTS " + index);
    }
    alone(it.sql());
    if (!valid(index).equals(Optional.of(true))) {
      throw new Stopped(it.says() + ": the index is not valid; start again builds it anew");
    }
  }

  private Optional<Boolean> valid(String index) throws SQLException {
    return Jdbc.first(
        connection,
        row -> row.getBoolean(1),
        "SELECT indisvalid AND indisready FROM pg_index WHERE indexrelid = to_regclass(?)",
        index);
  }

  /** Outside any transaction, as CONCURRENTLY has to be; it waits for others and blocks nobody. */
  private void alone(String sql) throws SQLException {
    Jdbc.execute(connection, "SET lock_timeout = 0");
    Jdbc.execute(connection, "SET statement_timeout = " + ladder.scan().toMillis());
    try {
      Jdbc.execute(connection, sql);
    } finally {
      Jdbc.execute(connection, "RESET lock_timeout");
      Jdbc.execute(connection, "RESET statement_timeout");
    }
  }

  /** Takes back what was begun; the rest is left alone. */
  void undo(String migration, Step step) throws SQLException {
    Optional<List<String>> undo = ledger.undoOf(migration, step.id());
    if (step instanceof Step.Fill || step instanceof Step.Compare) {
      ledger.resetCursor(migration, step.id());
    }
    if (undo.isEmpty()) {
      return;
    }
    switch (step) {
      case Step.Together it ->
          guard.transaction(
              connection,
              "take back: " + it.says(),
              locks(it),
              within -> {
                for (String statement : undo.get()) {
                  Jdbc.execute(within, statement);
                }
                ledger.undone(migration, it.id());
              });
      case Step.Build it -> {
        alone("DROP INDEX CONCURRENTLY IF EXISTS " + index(it));
        ledger.undone(migration, it.id());
      }
      case Step.Fill _, Step.Compare _, Step.Validate _, Step.Unbuild _ ->
          ledger.undone(migration, step.id());
    }
  }

  /** The old shape goes, all of it in one transaction with the ledger. */
  void contract(String migration, List<Step> steps, List<String> touched) throws SQLException {
    List<String> relations = new ArrayList<>();
    List<String> sql = new ArrayList<>();
    for (Step step : steps) {
      switch (step) {
        case Step.Together it -> {
          it.relations().stream().filter(each -> !relations.contains(each)).forEach(relations::add);
          sql.addAll(it.sql());
        }
        default -> apply(migration, step, List.of());
      }
    }
    Guard.Locks locks = new Guard.Locks(relations, "ACCESS EXCLUSIVE", ladder.hold());
    guard.transaction(
        connection,
        "contract " + migration,
        locks,
        within -> {
          for (String statement : sql) {
            Jdbc.execute(within, statement);
          }
          for (Step step : steps) {
            ledger.done(migration, step.id(), List.of());
          }
          Drift.remember(within, migration, touched);
          ledger.state(migration, State.CONTRACTED);
        });
  }
}
