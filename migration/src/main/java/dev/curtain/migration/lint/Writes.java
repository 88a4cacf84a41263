package dev.curtain.migration.lint;

import dev.curtain.migration.sql.Column;

/** Which new columns have to be written into every row there is. */
final class Writes {
  private Writes() {}

  static boolean everyRow(Column column) {
    return column.stored()
        || column.identity()
        || column.type().isSerial()
        || (column.hasDefault() && !Expressions.steady(column.defaults()));
  }
}
