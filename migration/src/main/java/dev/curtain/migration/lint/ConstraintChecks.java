package dev.curtain.migration.lint;

import dev.curtain.migration.sql.Action;
import dev.curtain.migration.sql.Constraint;
import dev.curtain.migration.sql.Statement;
import java.util.List;

/** Constraints of tables and of domains. */
final class ConstraintChecks implements Check {
  @Override
  public void check(Subject subject, Report report) {
    int line = subject.source().line();
    switch (subject.statement()) {
      case Statement.AlterTable it when subject.inUse(it.table().key()) -> {
        for (Action action : it.actions()) {
          alter(subject, report, it.table().key(), action);
        }
      }
      case Statement.AlterDomain it when it.addsConstraint() ->
          report.add(
              Rule.BAN_ALTER_DOMAIN_WITH_ADD_CONSTRAINT,
              it.notValid() ? Severity.WARNING : Severity.ERROR,
              line,
              "adds a constraint to domain "
                  + it.name()
                  + ". "
                  + Rule.BAN_ALTER_DOMAIN_WITH_ADD_CONSTRAINT.why()
                  + ".");
      case Statement.CreateDomain it when it.constrained() ->
          report.because(
              Rule.BAN_CREATE_DOMAIN_WITH_CONSTRAINT,
              line,
              "domain " + it.name() + " has a constraint");
      default -> {}
    }
  }

  private static void alter(Subject subject, Report report, String table, Action action) {
    switch (action) {
      case Action.AddConstraint it -> added(subject, report, table, it);
      case Action.ValidateConstraint it -> {
        if (subject.session().addedNotValidHere(table, it.name())) {
          report.add(
              Rule.CONSTRAINT_MISSING_NOT_VALID,
              it.line(),
              "validates "
                  + it.name()
                  + " in the transaction that adds it: the lock of the addition is held while"
                  + " every row is read.",
              "table",
              table,
              "name",
              it.name());
        }
      }
      case Action.DropConstraint it ->
          subject
              .facts()
              .foreignKeyTarget(table, it.name())
              .ifPresent(parent ->
                  report.because(
                      Rule.DROP_FOREIGN_KEY,
                      it.line(),
                      "drops foreign key " + it.name() + " of " + table + " to " + parent));
      default -> {}
    }
  }

  private static void added(
      Subject subject, Report report, String table, Action.AddConstraint action) {
    Constraint it = action.constraint();
    String[] names = {"table", table, "name", it.name().orElse("its name")};
    String what = "adds " + words(it.kind()) + " to " + table;
    switch (it.kind()) {
      case FOREIGN_KEY -> {
        if (!it.notValid()) {
          report.because(Rule.ADDING_FOREIGN_KEY_CONSTRAINT, action.line(), what, names);
          report.because(Rule.CONSTRAINT_MISSING_NOT_VALID, action.line(), what, names);
        }
        if (subject.session().inTransaction() && subject.session().foreignKeys() > 0) {
          report.because(Rule.TWO_FOREIGN_KEYS_IN_TRANSACTION, action.line(), what, names);
        }
      }
      case CHECK, NOT_NULL -> {
        if (!it.notValid()) {
          report.because(Rule.CONSTRAINT_MISSING_NOT_VALID, action.line(), what, names);
        }
      }
      case UNIQUE -> {
        if (it.usingIndex().isEmpty()) {
          report.because(Rule.DISALLOWED_UNIQUE_CONSTRAINT, action.line(), what, names);
        }
      }
      case PRIMARY_KEY -> primaryKey(subject, report, table, action, what);
      case EXCLUDE -> report.because(Rule.ADDING_EXCLUSION_CONSTRAINT, action.line(), what, names);
    }
  }

  private static void primaryKey(
      Subject subject, Report report, String table, Action.AddConstraint action, String what) {
    if (action.constraint().usingIndex().isEmpty()) {
      report.because(Rule.ADDING_SERIAL_PRIMARY_KEY_FIELD, action.line(), what);
      return;
    }
    List<String> columns = subject.facts().indexColumns(action.constraint().usingIndex().get());
    boolean nullable =
        columns.stream()
            .anyMatch(column ->
                subject.facts().notNull(table, column).filter(filled -> !filled).isPresent()
                    && !subject.facts().provenNotNull(table, column));
    if (nullable) {
      report.because(Rule.PRIMARY_KEY_USING_NULLABLE_INDEX, action.line(), what);
    }
  }

  private static String words(Constraint.Kind kind) {
    return switch (kind) {
      case CHECK -> "a check";
      case NOT_NULL -> "a NOT NULL constraint";
      case FOREIGN_KEY -> "a foreign key";
      case UNIQUE -> "a unique constraint";
      case PRIMARY_KEY -> "a primary key";
      case EXCLUDE -> "an exclusion constraint";
    };
  }
}
