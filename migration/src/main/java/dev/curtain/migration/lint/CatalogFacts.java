package dev.curtain.migration.lint;

import dev.curtain.migration.sql.TypeName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Facts asked of a database's catalog. Reads only, and takes no lock beyond the catalog's own. */
public final class CatalogFacts implements Facts {
  private static final Pattern TYPE =
      Pattern.compile("([^(\\[]+?)(?:\\(([^)]*)\\))?( with(?:out)? time zone)?(\\[])?");

  private final Connection connection;

  /** {@code connection} stays the caller's, who closes it. */
  public CatalogFacts(Connection connection) {
    this.connection = connection;
  }

  @Override
  public Optional<TypeName> columnType(String table, String column) {
    return text(
            "SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                + " WHERE attrelid = to_regclass(?) AND attname = ? AND NOT attisdropped",
            table,
            column)
        .map(CatalogFacts::type);
  }

  private static TypeName type(String text) {
    Matcher parts = TYPE.matcher(text);
    if (!parts.matches()) {
      return new TypeName(text, false, List.of(), false);
    }
    String zone = parts.group(3) == null ? "" : parts.group(3);
    List<String> arguments =
        parts.group(2) == null ? List.of() : Arrays.asList(parts.group(2).split(",", -1));
    return new TypeName(parts.group(1) + zone, false, arguments, parts.group(4) != null);
  }

  @Override
  public OptionalLong rows(String table) {
    Optional<String> rows =
        text(
            "SELECT greatest(c.reltuples::bigint, s.n_live_tup) FROM pg_class c"
                + " LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid WHERE c.oid ="
                + " to_regclass(?)",
            table);
    return rows.isPresent() ? OptionalLong.of(Long.parseLong(rows.get())) : OptionalLong.empty();
  }

  @Override
  public Optional<String> tableOfIndex(String index) {
    return text(
        "SELECT indrelid::regclass::text FROM pg_index WHERE indexrelid = to_regclass(?)", index);
  }

  @Override
  public Optional<String> foreignKeyTarget(String table, String constraint) {
    return text(
        "SELECT confrelid::regclass::text FROM pg_constraint"
            + " WHERE conrelid = to_regclass(?) AND conname = ? AND contype = 'f'",
        table,
        constraint);
  }

  @Override
  public boolean provenNotNull(String table, String column) {
    return text(
            "SELECT 1 FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid"
                + " WHERE c.conrelid = to_regclass(?) AND a.attname = ? AND c.convalidated AND"
                + " c.contype IN ('c', 'n') AND (c.contype = 'n' AND c.conkey = ARRAY[a.attnum] OR"
                + " pg_get_expr(c.conbin, c.conrelid) = format('(%I IS NOT NULL)', a.attname))",
            table, column)
        .isPresent();
  }

  /** A valid check is taken to be about the bounds; PostgreSQL alone can tell whether it is. */
  @Override
  public boolean partitionProven(String child) {
    return text(
            "SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass(?) AND contype = 'c' AND"
                + " convalidated",
            child)
        .isPresent();
  }

  @Override
  public List<String> dependents(String table) {
    return texts(
        "SELECT DISTINCT r.ev_class::regclass::text FROM pg_depend d JOIN pg_rewrite r ON r.oid ="
            + " d.objid WHERE d.classid = 'pg_rewrite'::regclass AND d.refobjid = to_regclass(?)"
            + " AND r.ev_class <> d.refobjid",
        table);
  }

  @Override
  public Optional<List<String>> tablesOfDomain(String domain) {
    return Optional.of(
        texts(
            "SELECT DISTINCT a.attrelid::regclass::text FROM pg_attribute a JOIN pg_class c ON"
                + " c.oid = a.attrelid WHERE a.atttypid = to_regtype(?) AND c.relkind IN ('r',"
                + " 'm', 'p') AND NOT a.attisdropped",
            domain));
  }

  @Override
  public boolean utc() {
    return text("SELECT current_setting('TimeZone')")
        .filter(zone -> zone.matches("(?i)(Etc/)?(UTC|UCT|GMT|Zulu|Universal)"))
        .isPresent();
  }

  private Optional<String> text(String sql, String... arguments) {
    return texts(sql, arguments).stream().findFirst();
  }

  private List<String> texts(String sql, String... arguments) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setString(i + 1, arguments[i]);
      }
      List<String> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          if (rows.getString(1) != null) {
            found.add(rows.getString(1));
          }
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException("the catalog could not be read: " + e.getMessage(), e);
    }
  }
}
