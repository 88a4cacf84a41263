package dev.curtain.migration.run;

import dev.curtain.migration.plan.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What somebody else changed about a table that a migration is at work on: its columns,
 * constraints, indexes and triggers.
 */
final class Drift {
  /** {@code kind name|what it is}, one line for each thing that a table has. */
  private static final String DESCRIBED =
      "SELECT coalesce((SELECT array_agg(line ORDER BY line) FROM (SELECT 'column ' ||"
          + " quote_ident(a.attname) || '|' || format_type(a.atttypid, a.atttypmod) || CASE WHEN"
          + " a.attnotnull THEN ' NOT NULL' ELSE '' END || coalesce(' DEFAULT ' ||"
          + " pg_get_expr(d.adbin, d.adrelid), '') FROM pg_attribute a LEFT JOIN pg_attrdef d ON"
          + " d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE a.attrelid = t.oid AND a.attnum >"
          + " 0 AND NOT a.attisdropped UNION ALL SELECT 'constraint ' || quote_ident(conname) ||"
          + " '|' || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = t.oid AND"
          + " contype <> 'n' UNION ALL SELECT 'index ' || i.indexrelid::regclass || '|' ||"
          + " pg_get_indexdef(i.indexrelid) || CASE WHEN i.indisvalid THEN '' ELSE ', invalid' END"
          + " FROM pg_index i WHERE i.indrelid = t.oid UNION ALL SELECT 'trigger ' ||"
          + " quote_ident(tgname) || '|' || pg_get_triggerdef(oid) || CASE WHEN tgenabled = 'D'"
          + " THEN ', disabled' ELSE '' END FROM pg_trigger WHERE tgrelid = t.oid AND NOT"
          + " tgisinternal) lines (line)), '{}') FROM (SELECT to_regclass(?) AS oid) t";

  private Drift() {}

  /** Remembers tables as they are, in the caller's transaction. */
  static void remember(Connection connection, String migration, List<String> tables)
      throws SQLException {
    for (String table : tables) {
      Jdbc.update(
          connection,
          "INSERT INTO curtain.relation (migration, name, described) SELECT ?, ?, ("
              + DESCRIBED
              + ") ON CONFLICT (migration, name) DO UPDATE SET described = EXCLUDED.described",
          migration,
          table,
          Sql.table(table));
    }
  }

  private record Remembered(String table, List<String> described) {}

  /** How tables differ from how they were left, a sentence for each difference. */
  static List<String> found(Connection connection, String migration) throws SQLException {
    List<String> found = new ArrayList<>();
    for (Remembered each :
        Jdbc.list(
            connection,
            row -> new Remembered(row.getString(1), texts(row.getArray(2).getArray())),
            "SELECT name, described FROM curtain.relation WHERE migration = ? ORDER BY name",
            migration)) {
      List<String> now =
          Jdbc.first(
                  connection,
                  row -> texts(row.getArray(1).getArray()),
                  DESCRIBED,
                  Sql.table(each.table()))
              .orElse(List.of());
      String table = each.table().replace("\"", "");
      if (now.isEmpty() && !each.described().isEmpty()) {
        found.add(table + " is gone");
      } else {
        differences(each.described(), now).forEach(one -> found.add(table + ": " + one));
      }
    }
    return found;
  }

  private static List<String> texts(Object array) {
    return List.of((String[]) array);
  }

  private static List<String> differences(List<String> before, List<String> now) {
    Map<String, String> was = byName(before);
    Map<String, String> is = byName(now);
    TreeSet<String> names = new TreeSet<>(was.keySet());
    names.addAll(is.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      Optional<String> old = Optional.ofNullable(was.get(name));
      Optional<String> fresh = Optional.ofNullable(is.get(name));
      if (old.isEmpty()) {
        differences.add(name + " is new (" + fresh.orElseThrow() + ")");
      } else if (fresh.isEmpty()) {
        differences.add(name + " is gone (it was " + old.get() + ")");
      } else if (!old.equals(fresh)) {
        differences.add(name + " is " + fresh.get() + " (it was " + old.get() + ")");
      }
    }
    return differences;
  }

  private static Map<String, String> byName(List<String> lines) {
    Map<String, String> all = new TreeMap<>();
    for (String line : lines) {
      int bar = line.indexOf('|');
      all.put(line.substring(0, bar), line.substring(bar + 1));
    }
    return all;
  }
}
