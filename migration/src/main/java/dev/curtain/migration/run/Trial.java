package dev.curtain.migration.run;

import dev.curtain.migration.plan.Sql;
import dev.curtain.migration.plan.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the right to the old shape away, so that who still uses it fails loudly and is helped at
 * once: the way back is a GRANT. No table is locked. PostgreSQL asks superusers for no right, so
 * they are not tried.
 */
final class Trial {
  private final Connection connection;

  Trial(Connection connection) {
    this.connection = connection;
  }

  /** Statements, and the statements that undo them. */
  record Rights(List<String> revoke, List<String> restore, List<String> untried) {
    Rights {
      revoke = List.copyOf(revoke);
      restore = List.copyOf(restore);
      untried = List.copyOf(untried);
    }
  }

  private record Right(String role, String privilege, boolean superuser, boolean grantable) {}

  /** What has to be revoked, as rights are now. */
  Rights rights(List<Step.Disused> disused) throws SQLException {
    List<String> revoke = new ArrayList<>();
    List<String> restore = new ArrayList<>();
    List<String> untried = new ArrayList<>();
    for (String table : disused.stream().map(Step.Disused::table).distinct().toList()) {
      List<String> columns =
          disused.stream()
              .filter(each -> each.table().equals(table))
              .flatMap(each -> each.column().stream())
              .toList();
      for (Right right : ofTable(table)) {
        if (right.superuser()) {
          untried.add(right.role() + " on " + table);
        } else {
          take(table, columns, right, revoke, restore);
        }
      }
      for (String column : columns) {
        ofColumn(table, column, revoke, restore);
      }
    }
    return new Rights(revoke, restore, untried.stream().distinct().toList());
  }

  private void take(
      String table, List<String> columns, Right right, List<String> revoke, List<String> restore)
      throws SQLException {
    String on = " ON " + Sql.table(table);
    revoke.add("REVOKE " + right.privilege() + on + " FROM " + right.role() + " CASCADE");
    restore.add(
        "GRANT "
            + right.privilege()
            + on
            + " TO "
            + right.role()
            + (right.grantable() ? " WITH GRANT OPTION" : ""));
    boolean byColumn = List.of("SELECT", "INSERT", "UPDATE").contains(right.privilege());
    if (columns.isEmpty() || !byColumn) {
      return;
    }
    List<String> others =
        Shapes.of(connection, table).orElseThrow().columns().stream()
            .map(column -> column.name())
            .filter(column -> !columns.contains(column))
            .toList();
    String some = right.privilege() + " (" + Sql.names(others) + ")" + on;
    revoke.add("GRANT " + some + " TO " + right.role());
    restore.add("REVOKE " + some + " FROM " + right.role());
  }

  /** DELETE and the rest stay where only columns are tried. */
  private List<Right> ofTable(String table) throws SQLException {
    return Jdbc.list(
        connection,
        row -> new Right(row.getString(1), row.getString(2), row.getBoolean(3), row.getBoolean(4)),
        "SELECT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(r.rolname) END,"
            + " a.privilege_type, coalesce(r.rolsuper, false), a.is_grantable FROM pg_class c,"
            + " aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a LEFT JOIN pg_roles r"
            + " ON r.oid = a.grantee WHERE c.oid = to_regclass(?) AND a.privilege_type IN"
            + " ('SELECT', 'INSERT', 'UPDATE')",
        Sql.table(table));
  }

  private void ofColumn(String table, String column, List<String> revoke, List<String> restore)
      throws SQLException {
    for (Right right :
        Jdbc.list(
            connection,
            row ->
                new Right(row.getString(1), row.getString(2), row.getBoolean(3), row.getBoolean(4)),
            "SELECT CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(r.rolname) END,"
                + " x.privilege_type, coalesce(r.rolsuper, false), x.is_grantable FROM pg_attribute"
                + " a, aclexplode(a.attacl) x LEFT JOIN pg_roles r ON r.oid = x.grantee WHERE"
                + " a.attrelid = to_regclass(?) AND a.attname = ?",
            Sql.table(table),
            column)) {
      String some = right.privilege() + " (" + Sql.name(column) + ") ON " + Sql.table(table);
      revoke.add("REVOKE " + some + " FROM " + right.role());
      restore.add("GRANT " + some + " TO " + right.role());
    }
  }
}
