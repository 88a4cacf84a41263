package dev.curtain.migration.plan;

import java.util.List;

/**
 * How old rows get their new values.
 *
 * @param table quoted
 * @param assignments what stands behind SET
 * @param missing a condition: the row has not got them yet
 * @param wrong a condition: old and new say different things of the row
 */
public record Filling(
    String table,
    List<TableShape.KeyColumn> key,
    String assignments,
    String missing,
    String wrong) {
  public Filling {
    key = List.copyOf(key);
  }
}
