package dev.curtain.migration.lint;

import dev.curtain.migration.sql.Statement;
import dev.curtain.migration.sql.Token;

/** Transactions, timeouts, and what is done while a lock is held. */
final class TransactionChecks implements Check {
  @Override
  public void check(Subject subject, Report report) {
    int line = subject.source().line();
    Session session = subject.session();
    if (subject.statement() instanceof Statement.Transaction transaction) {
      nesting(session, report, transaction, line);
      return;
    }
    if (locks(subject)) {
      if (!session.lockTimeout()) {
        report.because(Rule.REQUIRE_LOCK_TIMEOUT, line, "no lock_timeout is set");
      }
      if (!session.statementTimeout()) {
        report.because(Rule.REQUIRE_STATEMENT_TIMEOUT, line, "no statement_timeout is set");
      }
    }
    whileHeld(subject, report, line);
    if (subject.statement() instanceof Statement.Dml dml) {
      dml(subject, report, dml, line);
    }
    enumValue(subject, report, line);
  }

  private static void nesting(
      Session session, Report report, Statement.Transaction transaction, int line) {
    boolean wrong =
        switch (transaction.kind()) {
          case BEGIN -> session.inTransaction();
          case COMMIT, ROLLBACK -> session.assumed() || !session.begun();
          case SAVEPOINT -> false;
        };
    if (wrong) {
      report.because(
          Rule.TRANSACTION_NESTING,
          line,
          transaction.kind()
              + (session.inTransaction() ? " inside a" : " outside any")
              + " transaction");
    }
  }

  private static boolean locks(Subject subject) {
    return switch (subject.statement()) {
      case Statement.Dml _, Statement.Transaction _, Statement.SetVariable _, Statement.Other _ ->
          false;
      // A table nobody knows yet is waited for by nobody.
      case Statement.CreateTable _ -> !subject.impact().locks().isEmpty();
      default -> true;
    };
  }

  private static void whileHeld(Subject subject, Report report, int line) {
    Session session = subject.session();
    if (!session.inTransaction() || session.exclusive().isEmpty()) {
      return;
    }
    Impact impact = subject.impact();
    String held = String.join(", ", session.exclusive());
    boolean reads =
        subject.statement() instanceof Statement.Dml
            || !impact.scanned().stream().filter(subject::inUse).toList().isEmpty();
    if (impact.rewritten().stream().anyMatch(subject::inUse)) {
      report.because(Rule.REWRITE_AFTER_EXCLUSIVE_LOCK, line, held + " is held");
    }
    if (reads || !impact.known()) {
      report.because(Rule.STATEMENT_AFTER_EXCLUSIVE_LOCK, line, held + " is held");
    }
  }

  private static void dml(Subject subject, Report report, Statement.Dml dml, int line) {
    boolean all =
        !dml.where()
            && (dml.kind() == Statement.Dml.Kind.UPDATE || dml.kind() == Statement.Dml.Kind.DELETE);
    if (all && dml.table().isPresent() && subject.inUse(dml.table().get().key())) {
      String table = dml.table().get().key();
      String rows =
          subject.facts().rows(table).isPresent()
              ? " (about " + subject.facts().rows(table).getAsLong() + " rows)"
              : "";
      report.because(Rule.FULL_TABLE_DML, line, dml.kind() + " of every row of " + table + rows);
    }
  }

  private static void enumValue(Subject subject, Report report, int line) {
    Session session = subject.session();
    if (!session.inTransaction() || !session.enumValueAdded()) {
      return;
    }
    boolean used =
        subject.source().tokens().stream()
            .filter(token -> token.kind() == Token.Kind.STRING)
            .anyMatch(token -> session.enumValues().contains(token.value()));
    if (used) {
      report.because(
          Rule.ENUM_VALUE_USED_IN_TRANSACTION, line, "uses a value that was added just before");
    }
  }
}
