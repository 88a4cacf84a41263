package dev.curtain.migration.lint;

import dev.curtain.migration.sql.Action;
import dev.curtain.migration.sql.Statement;
import java.util.Optional;

/**
 * Whether a file that failed half-way can be run again: one statement, a transaction, or guards.
 */
final class RobustnessCheck implements Check {
  @Override
  public void check(Subject subject, Report report) {
    Session session = subject.session();
    if (session.singleStatement()) {
      return;
    }
    int line = subject.source().line();
    switch (subject.statement()) {
      case Statement.AlterTable it -> {
        for (Action action : it.actions()) {
          if (!session.inTransaction() && !guarded(session, action)) {
            say(report, action.line(), "ALTER TABLE " + it.table());
          }
        }
      }
      case Statement.CreateIndex it -> {
        boolean unguarded =
            it.name().isPresent()
                && !it.ifNotExists()
                && session.dropped("index " + it.name().get()).isEmpty();
        if (unguarded && (it.concurrently() || !session.inTransaction())) {
          say(report, line, "CREATE INDEX " + it.name().get());
        }
      }
      case Statement.CreateTable it -> {
        if (!it.ifNotExists() && !it.dropsOnCommit() && !session.inTransaction()) {
          say(report, line, "CREATE TABLE " + it.table());
        }
      }
      case Statement.Drop it -> {
        boolean counts = it.kind().matches("table|index|type");
        if (counts && !it.ifExists() && (it.concurrently() || !session.inTransaction())) {
          say(report, line, "DROP " + it.names());
        }
      }
      default -> {}
    }
  }

  private static boolean guarded(Session session, Action action) {
    return switch (action) {
      case Action.AddColumn it -> it.ifNotExists();
      case Action.DropColumn it -> it.ifExists();
      case Action.DropConstraint it -> it.ifExists();
      case Action.AddConstraint it ->
          it.constraint()
              .name()
              .flatMap(name -> session.dropped("constraint " + name))
              .equals(Optional.of(true));
      case Action.ValidateConstraint it -> session.dropped("constraint " + it.name()).isPresent();
      default -> false;
    };
  }

  private static void say(Report report, int line, String what) {
    report.because(Rule.PREFER_ROBUST_STMTS, line, what + " fails when it is run again");
  }
}
