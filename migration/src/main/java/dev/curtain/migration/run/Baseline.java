package dev.curtain.migration.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What Flyway or Liquibase did before; taken over whenever a migration begins, so that the history
 * is in one place. Their tables are read and never written.
 */
final class Baseline {
  /**
   * The latest word on each version counts: what failed, was undone or deleted is not there. Flyway
   * notes its own schema, too, which is no migration.
   */
  private static final String FLYWAY =
      "INSERT INTO curtain.baseline SELECT 'flyway', version, description FROM (SELECT DISTINCT ON"
          + " (version) version, description, kind, success FROM (SELECT coalesce(j ->> 'version',"
          + " 'R ' || (j ->> 'description')) AS version, j ->> 'description' AS description,"
          + " coalesce(j ->> 'type', 'SQL') AS kind, (j ->> 'success')::boolean AS success, (j ->>"
          + " 'installed_rank')::bigint AS rank FROM (SELECT to_jsonb(h) AS j FROM %s h) rows)"
          + " all_of ORDER BY version, rank DESC NULLS LAST) latest WHERE success AND kind !~"
          + " '^(UNDO|DELETE|SCHEMA)' ON CONFLICT DO NOTHING";

  /**
   * A change set is named by its file, id and author. What was run, run again, or marked as run is
   * there; what was skipped or failed is not. Names are large where the objects are quoted.
   */
  private static final String LIQUIBASE =
      "INSERT INTO curtain.baseline SELECT DISTINCT ON (version) 'liquibase', version, description"
          + " FROM (SELECT concat_ws('::', nullif(j ->> 'filename', ''), j ->> 'id', j ->>"
          + " 'author') AS version, j ->> 'description' AS description, coalesce(j ->> 'exectype',"
          + " 'EXECUTED') AS ended FROM (SELECT (SELECT jsonb_object_agg(lower(key), value) FROM"
          + " jsonb_each(to_jsonb(h))) AS j FROM %s h) rows) all_of WHERE ended IN ('EXECUTED',"
          + " 'RERAN', 'MARK_RAN') ORDER BY version ON CONFLICT DO NOTHING";

  private Baseline() {}

  static void adopt(Connection connection) throws SQLException {
    adopt(connection, "flyway", named(connection, "flyway_schema_history"), FLYWAY);
    adopt(connection, "liquibase", named(connection, "databasechangelog"), LIQUIBASE);
  }

  /** As it is there now; what was taken over stays when the other tool's table has gone. */
  private static void adopt(
      Connection connection, String source, List<String> tables, String statement)
      throws SQLException {
    if (tables.isEmpty()) {
      return;
    }
    Jdbc.transaction(
        connection,
        () -> {
          Jdbc.update(connection, "DELETE FROM curtain.baseline WHERE source = ?", source);
          for (String table : tables) {
            Jdbc.execute(connection, statement.formatted(table));
          }
        });
  }

  /** How many versions of whom were taken over. */
  static List<Adopted> adopted(Connection connection) throws SQLException {
    return Jdbc.list(
        connection,
        row -> new Adopted(row.getString(1), row.getLong(2)),
        "SELECT source, count(*) FROM curtain.baseline GROUP BY source ORDER BY source");
  }

  /** In whatever schema it was told to use. */
  private static List<String> named(Connection connection, String name) throws SQLException {
    return Jdbc.list(
        connection,
        row -> row.getString(1),
        "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class c JOIN"
            + " pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND"
            + " lower(c.relname) = ? AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1",
        name);
  }
}
