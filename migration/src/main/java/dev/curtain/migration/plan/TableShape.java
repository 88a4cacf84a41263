package dev.curtain.migration.plan;

import java.util.List;
import java.util.Optional;

/**
 * A table as it is.
 *
 * @param key the columns of its primary key, or of a unique index without nulls; empty where it has
 *     none
 */
public record TableShape(String name, List<ColumnShape> columns, List<KeyColumn> key) {
  public TableShape {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /** A column as it is. */
  public record ColumnShape(String name, String type, boolean notNull, Optional<String> defaults) {}

  /** A column of a key. */
  public record KeyColumn(String name, String type) {}

  public Optional<ColumnShape> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  List<String> columnNames() {
    return columns.stream().map(ColumnShape::name).toList();
  }
}
