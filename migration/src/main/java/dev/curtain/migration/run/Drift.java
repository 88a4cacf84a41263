package dev.curtain.migration.run;

import dev.curtain.migration.plan.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether somebody else changed a table that a migration is at work on. */
final class Drift {
  private static final String DIGEST =
      "SELECT md5(coalesce((SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod) ||"
          + " attnotnull, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = t.oid AND attnum"
          + " > 0 AND NOT attisdropped), '') || coalesce((SELECT string_agg(conname ||"
          + " pg_get_constraintdef(oid), ',' ORDER BY conname) FROM pg_constraint WHERE conrelid ="
          + " t.oid), '') || coalesce((SELECT string_agg(indexrelid::regclass::text || indisvalid,"
          + " ',' ORDER BY indexrelid) FROM pg_index WHERE indrelid = t.oid), '') ||"
          + " coalesce((SELECT string_agg(pg_get_triggerdef(oid) || tgenabled::text, ',' ORDER BY"
          + " tgname) FROM pg_trigger WHERE tgrelid = t.oid AND NOT tgisinternal), '')) FROM"
          + " (SELECT to_regclass(?) AS oid) t";

  private Drift() {}

  /** Remembers tables as they are, in the caller's transaction. */
  static void remember(Connection connection, String migration, List<String> tables)
      throws SQLException {
    for (String table : tables) {
      Jdbc.update(
          connection,
          "INSERT INTO curtain.shape (migration, relation, digest) SELECT ?, ?, ("
              + DIGEST
              + ") ON CONFLICT (migration, relation) DO UPDATE SET digest = EXCLUDED.digest",
          migration,
          table,
          Sql.table(table));
    }
  }

  /** Tables that are no longer as they were left. */
  static List<String> found(Connection connection, String migration) throws SQLException {
    List<String> found = new ArrayList<>();
    for (String[] each :
        Jdbc.list(
            connection,
            row -> new String[] {row.getString(1), row.getString(2)},
            "SELECT relation, digest FROM curtain.shape WHERE migration = ?",
            migration)) {
      Optional<String> now =
          Jdbc.first(connection, row -> row.getString(1), DIGEST, Sql.table(each[0]));
      if (!now.equals(Optional.of(each[1]))) {
        found.add(each[0].replace("\"", ""));
      }
    }
    return found;
  }
}
