package dev.curtain.migration.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * One change that a migration declares. Tables are names as SQL has them ({@code shop.orders});
 * expressions are SQL over the table's columns.
 */
public sealed interface Operation {
  /**
   * A new column; with {@code up} it is kept equal to what the old ones say.
   *
   * @param up from old columns
   * @param down from the new column back, per old column
   */
  record AddColumn(
      String table,
      String column,
      String type,
      boolean notNull,
      Optional<String> defaults,
      Optional<String> up,
      SequencedMap<String, String> down)
      implements Operation {
    public AddColumn {
      down = copy(down);
    }
  }

  /**
   * A column that goes at the end.
   *
   * @param down what the version after writes into it while it is still there
   */
  record DropColumn(String table, String column, Optional<String> down) implements Operation {}

  /**
   * Some columns become others: a new type, a new name, one split in several or several merged.
   * {@code up} has an expression per new column, {@code down} one per old column.
   *
   * @param types per new column
   */
  record Replace(
      String what,
      String table,
      SequencedMap<String, String> types,
      SequencedMap<String, String> up,
      SequencedMap<String, String> down,
      boolean notNull)
      implements Operation {
    public Replace {
      types = copy(types);
      up = copy(up);
      down = copy(down);
    }
  }

  /** {@code up} fills nulls, of old rows and of old writers. */
  record SetNotNull(String table, String column, String up) implements Operation {}

  record SetDefault(String table, String column, String defaults) implements Operation {}

  record AddCheck(String table, String name, String check) implements Operation {}

  record AddForeignKey(
      String table,
      String name,
      List<String> columns,
      String references,
      List<String> referenced,
      Optional<String> onDelete)
      implements Operation {
    public AddForeignKey {
      columns = List.copyOf(columns);
      referenced = List.copyOf(referenced);
    }
  }

  record AddUnique(String table, String name, List<String> columns) implements Operation {
    public AddUnique {
      columns = List.copyOf(columns);
    }
  }

  record AddIndex(
      String table, String name, List<String> columns, boolean unique, Optional<String> where)
      implements Operation {
    public AddIndex {
      columns = List.copyOf(columns);
    }
  }

  record DropIndex(String name) implements Operation {}

  record RenameTable(String from, String to) implements Operation {}

  record DropTable(String table) implements Operation {}

  /** {@code place} is {@code BEFORE 'x'} or {@code AFTER 'x'}. */
  record AddEnumValue(String type, String value, Optional<String> place) implements Operation {}

  /**
   * @param bounds {@code FROM (1) TO (10)}
   * @param check a condition that implies the bounds
   */
  record AttachPartition(String table, String partition, String bounds, String check)
      implements Operation {}

  /** Anything else, in one phase, as far as lint has no error for it. */
  record Sql(Phase phase, String sql, Optional<String> undo) implements Operation {}

  private static SequencedMap<String, String> copy(SequencedMap<String, String> map) {
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
  }
}
