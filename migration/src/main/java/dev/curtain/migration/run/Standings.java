package dev.curtain.migration.run;

import dev.curtain.migration.plan.InvalidMigration;
import dev.curtain.migration.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads how migrations stand. */
final class Standings {
  private final Connection connection;
  private final Ledger ledger;
  private final Runner runner;

  Standings(Connection connection, Ledger ledger, Runner runner) {
    this.connection = connection;
    this.ledger = ledger;
    this.runner = runner;
  }

  List<Standing> all() throws SQLException {
    List<Standing> all = new ArrayList<>();
    for (Ledger.Entry entry : ledger.all()) {
      Set<String> done = ledger.done(entry.name());
      all.add(
          new Standing(
              entry.name(),
              entry.state(),
              entry.wanted().equals("pause"),
              entry.began(),
              entry.changed(),
              steps(entry, done),
              passes(entry.name()),
              ledger.events(entry.name())));
    }
    return all;
  }

  /**
   * Of a migration that is over the tables are no longer there to plan it: what was done is told.
   */
  private List<Standing.StepState> steps(Ledger.Entry entry, Set<String> done) throws SQLException {
    try {
      Plan plan = runner.recorded(entry);
      return plan.steps().stream()
          .map(step ->
              new Standing.StepState(
                  step.id(), step.phase().word(), step.says(), done.contains(step.id())))
          .toList();
    } catch (InvalidMigration noLonger) {
      return done.stream()
          .sorted()
          .map(id -> new Standing.StepState(id, "", noLonger.problems().getFirst(), true))
          .toList();
    }
  }

  private List<Standing.Pass> passes(String migration) throws SQLException {
    return Jdbc.list(
        connection,
        row ->
            new Standing.Pass(
                row.getString(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                Optional.of(row.getString(5)).filter(held -> !held.isEmpty())),
        "SELECT step, rows, estimate, wrong, held FROM curtain.cursor WHERE migration = ? ORDER BY"
            + " step",
        migration);
  }
}
