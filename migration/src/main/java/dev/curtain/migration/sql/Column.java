package dev.curtain.migration.sql;

import java.util.List;
import java.util.Optional;

/**
 * A column's definition.
 *
 * @param defaults the expression after {@code DEFAULT}, empty where there is none
 * @param references the table a foreign key of the column leads to
 */
public record Column(
    String name,
    TypeName type,
    boolean notNull,
    List<Token> defaults,
    boolean stored,
    boolean identity,
    boolean primaryKey,
    boolean unique,
    List<Token> check,
    Optional<Name> references,
    int line) {
  public Column {
    defaults = List.copyOf(defaults);
    check = List.copyOf(check);
  }

  public boolean hasDefault() {
    return !defaults.isEmpty();
  }

  /** PostgreSQL fills it by itself in a new row. */
  public boolean fillsItself() {
    return hasDefault() || stored || identity || type.isSerial();
  }
}
