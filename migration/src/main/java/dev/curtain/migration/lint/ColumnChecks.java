package dev.curtain.migration.lint;

import dev.curtain.migration.sql.Action;
import dev.curtain.migration.sql.Column;
import dev.curtain.migration.sql.Statement;

/** New columns, changed columns, and columns that go. */
final class ColumnChecks implements Check {
  /** From here on a steady default is kept in the catalog. */
  private static final int DEFAULT_IN_CATALOG = 11;

  /** From here on SET NOT NULL believes a valid check. */
  private static final int BELIEVES_CHECK = 12;

  @Override
  public void check(Subject subject, Report report) {
    if (!(subject.statement() instanceof Statement.AlterTable alter)
        || !subject.inUse(alter.table().key())) {
      return;
    }
    String table = alter.table().toString();
    for (Action action : alter.actions()) {
      switch (action) {
        case Action.AddColumn it -> added(subject, report, table, it.column());
        case Action.DropColumn it ->
            report.because(
                Rule.BAN_DROP_COLUMN,
                it.line(),
                "drops " + table + "." + it.column(),
                "column",
                it.column());
        case Action.AlterType it -> type(subject, report, alter.table().key(), it);
        case Action.SetNotNull it -> {
          boolean proven =
              subject.version() >= BELIEVES_CHECK
                  && subject.facts().provenNotNull(alter.table().key(), it.column());
          if (!proven) {
            report.because(
                Rule.ADDING_NOT_NULL_FIELD,
                it.line(),
                "sets " + table + "." + it.column() + " NOT NULL",
                "column",
                it.column());
          }
        }
        case Action.DropNotNull it ->
            report.because(
                Rule.BAN_DROP_NOT_NULL,
                it.line(),
                table + "." + it.column() + " may be null from now on");
        case Action.Rewrite it ->
            report.because(Rule.TABLE_REWRITE, it.line(), it.what() + " on " + table);
        default -> {}
      }
    }
  }

  private static void added(Subject subject, Report report, String table, Column column) {
    String[] names = {"table", table, "column", column.name()};
    String what = "adds " + table + "." + column.name() + " " + column.type();
    if (column.type().isSerial() || column.identity()) {
      report.because(Rule.ADDING_SERIAL_COLUMN, column.line(), what, names);
    }
    boolean rewrites =
        column.stored() || (column.hasDefault() && !Expressions.steady(column.defaults()));
    if (rewrites || (column.hasDefault() && subject.version() < DEFAULT_IN_CATALOG)) {
      report.because(Rule.ADDING_FIELD_WITH_DEFAULT, column.line(), what, names);
    }
    if (column.notNull() && !column.fillsItself()) {
      report.because(Rule.ADDING_REQUIRED_FIELD, column.line(), what + " NOT NULL", names);
    }
    if (column.primaryKey()) {
      report.because(Rule.ADDING_SERIAL_PRIMARY_KEY_FIELD, column.line(), what, names);
    }
    if (column.unique()) {
      report.because(Rule.DISALLOWED_UNIQUE_CONSTRAINT, column.line(), what + " UNIQUE", names);
    }
    if (!column.check().isEmpty()) {
      report.because(
          Rule.CONSTRAINT_MISSING_NOT_VALID, column.line(), what + " with a check", names);
    }
    if (column.references().isPresent()) {
      report.because(
          Rule.ADDING_FOREIGN_KEY_CONSTRAINT,
          column.line(),
          what + " that refers to " + column.references().get(),
          names);
    }
  }

  private static void type(Subject subject, Report report, String table, Action.AlterType it) {
    Known facts = subject.facts();
    boolean free =
        facts
            .columnType(table, it.column())
            .filter(from -> Types.free(from, it.type(), it.using(), facts.utc()))
            .isPresent();
    if (!free) {
      String from = facts.columnType(table, it.column()).map(each -> " from " + each).orElse("");
      report.because(
          Rule.CHANGING_COLUMN_TYPE,
          it.line(),
          "changes " + table + "." + it.column() + from + " to " + it.type());
    }
  }
}
