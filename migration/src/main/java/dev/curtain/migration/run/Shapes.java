package dev.curtain.migration.run;

import dev.curtain.migration.plan.Sql;
import dev.curtain.migration.plan.TableShape;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Tables as the catalog has them. */
public final class Shapes {
  private Shapes() {}

  /** A table by the name that a migration uses; empty where there is none. */
  public static Optional<TableShape> of(Connection connection, String name) throws SQLException {
    Optional<Long> oid =
        Jdbc.first(
            connection,
            row -> row.getLong(1),
            "SELECT to_regclass(?)::oid WHERE to_regclass(?) IS" + " NOT NULL",
            Sql.table(name),
            Sql.table(name));
    if (oid.isEmpty()) {
      return Optional.empty();
    }
    List<TableShape.ColumnShape> columns =
        Jdbc.list(
            connection,
            row ->
                new TableShape.ColumnShape(
                    row.getString(1),
                    row.getString(2),
                    row.getBoolean(3),
                    Optional.ofNullable(row.getString(4))),
            "SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,"
                + " CASE WHEN a.attidentity <> '' THEN 'identity' ELSE pg_get_expr(d.adbin,"
                + " d.adrelid) END FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid ="
                + " a.attrelid AND d.adnum = a.attnum WHERE a.attrelid = ? AND a.attnum > 0 AND NOT"
                + " a.attisdropped ORDER BY a.attnum",
            oid.get());
    return Optional.of(new TableShape(name, columns, key(connection, oid.get())));
  }

  private static List<TableShape.KeyColumn> key(Connection connection, long oid)
      throws SQLException {
    return Jdbc.list(
        connection,
        row -> new TableShape.KeyColumn(row.getString(1), row.getString(2)),
        "SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM (SELECT i.indkey, i.indrelid,"
            + " i.indnkeyatts FROM pg_index i WHERE i.indrelid = ? AND i.indisunique AND"
            + " i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND NOT EXISTS (SELECT 1"
            + " FROM unnest(i.indkey::int2[]) k JOIN pg_attribute n ON n.attrelid = i.indrelid AND"
            + " n.attnum = k WHERE NOT n.attnotnull) ORDER BY i.indisprimary DESC, i.indexrelid"
            + " LIMIT 1) best CROSS JOIN LATERAL unnest(best.indkey::int2[]) WITH ORDINALITY k(num,"
            + " place) JOIN pg_attribute a ON a.attrelid = best.indrelid AND a.attnum = k.num WHERE"
            + " k.place <= best.indnkeyatts ORDER BY k.place",
        oid);
  }
}
