package dev.curtain.migration.plan;

import dev.curtain.migration.lint.Lint;
import dev.curtain.migration.sql.Grammar;
import dev.curtain.migration.sql.Script;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Triggers that keep two shapes of a row equal. They decide by what a write changed and never by
 * who wrote, so that any pool, mapper or version works; a write that says both is believed in both.
 */
final class Rows {
  /** Where the functions live. */
  static final String SCHEMA = "curtain";

  /** The backfill says nothing of its own, so nothing of what it writes goes the way back. */
  private static final String FILLING =
      " AND current_setting('curtain.filling', true) IS DISTINCT FROM 'on'";

  private Rows() {}

  static SequencedMap<String, String> one(String key, String value) {
    SequencedMap<String, String> one = new LinkedHashMap<>();
    one.put(key, value);
    return one;
  }

  static String function(String name) {
    return Sql.name(SCHEMA) + "." + Sql.name(name);
  }

  static List<String> dropFunctions(String tag) {
    return List.of(
        "DROP FUNCTION IF EXISTS " + function(tag + "_up") + "() CASCADE",
        "DROP FUNCTION IF EXISTS " + function(tag + "_down") + "() CASCADE");
  }

  /** {@code extra}: columns that the table gets in the same transaction. */
  static String create(
      String function,
      Map<String, String> assignments,
      TableShape shape,
      Collection<String> extra) {
    Set<String> columns = new LinkedHashSet<>(shape.columnNames());
    columns.addAll(extra);
    String body =
        assignments.entrySet().stream()
            .map(each ->
                "NEW."
                    + Sql.name(each.getKey())
                    + " := ("
                    + Sql.of("NEW", each.getValue(), columns)
                    + ");")
            .collect(Collectors.joining(" "));
    return "CREATE OR REPLACE FUNCTION "
        + function
        + "() RETURNS trigger LANGUAGE plpgsql AS"
        + " $curtain$ BEGIN "
        + body
        + " RETURN NEW; END $curtain$";
  }

  static String trigger(String name, String event, String table, String when, String function) {
    return "CREATE TRIGGER "
        + Sql.name(name)
        + " BEFORE "
        + event
        + " ON "
        + table
        + " FOR EACH ROW WHEN ("
        + when
        + ") EXECUTE FUNCTION "
        + function
        + "()";
  }

  static List<String> syncTriggers(
      Operation.Replace it, TableShape shape, List<String> old, String tag, String table) {
    Collection<String> fresh = it.types().keySet();
    String up = function(tag + "_up");
    List<String> sql = new ArrayList<>();
    sql.add(create(up, it.up(), shape, fresh));
    sql.add(trigger(tag + "_up_insert", "INSERT", table, allNull(fresh), up));
    String changed = changed(old, shape, it) + " AND NOT " + changed(fresh, shape, it);
    // The check binds every row that is written, so a row that is not filled yet is filled by
    // whatever touches it first.
    sql.add(
        it.notNull()
            ? trigger(
                tag + "_up_update", "UPDATE", table, allNull(fresh) + " OR (" + changed + ")", up)
            : trigger(tag + "_up_update", "UPDATE OF " + Sql.names(old), table, changed, up));
    if (!it.down().isEmpty()) {
      Collection<String> back = it.down().keySet();
      String down = function(tag + "_down");
      sql.add(create(down, it.down(), shape, fresh));
      sql.add(
          trigger(
              tag + "_down_insert",
              "INSERT",
              table,
              allNull(back) + " AND NOT " + allNull(fresh),
              down));
      sql.add(
          trigger(
              tag + "_down_update",
              "UPDATE OF " + Sql.names(fresh),
              table,
              changed(fresh, shape, it) + " AND NOT " + changed(back, shape, it) + FILLING,
              down));
    }
    return sql;
  }

  private static String allNull(Collection<String> columns) {
    return columns.stream()
        .map(column -> "NEW." + Sql.name(column) + " IS NULL")
        .collect(Collectors.joining(" AND ", "(", ")"));
  }

  private static String changed(
      Collection<String> columns, TableShape shape, Operation.Replace it) {
    return columns.stream()
        .map(column -> {
          String type =
              shape
                  .column(column)
                  .map(TableShape.ColumnShape::type)
                  .orElse(it.types().getOrDefault(column, ""));
          String cast = comparable(type) ? "" : "::text";
          return "OLD."
              + Sql.name(column)
              + cast
              + " IS DISTINCT FROM NEW."
              + Sql.name(column)
              + cast;
        })
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  private static boolean comparable(String type) {
    return !type.matches("(?i)json|xml|point|polygon|box|path|lseg|circle");
  }

  /** A row is right when either direction says so: each writer is the truth of what it wrote. */
  static Filling filling(Operation.Replace it, TableShape shape, String table) {
    String assignments =
        it.up().entrySet().stream()
            .map(each -> Sql.name(each.getKey()) + " = (" + each.getValue() + ")")
            .collect(Collectors.joining(", "));
    String missing =
        it.types().keySet().stream()
            .map(column -> Sql.name(column) + " IS NULL")
            .collect(Collectors.joining(" AND ", "(", ")"));
    SequencedMap<String, String> types = new LinkedHashMap<>(it.types());
    String wrong = differs(it.up(), types);
    if (!it.down().isEmpty()) {
      SequencedMap<String, String> old = new LinkedHashMap<>();
      it.down()
          .keySet()
          .forEach(
              column -> shape.column(column).ifPresent(shaped -> old.put(column, shaped.type())));
      wrong = wrong + " AND (" + missing + " OR " + differs(it.down(), old) + ")";
    }
    return new Filling(table, shape.key(), assignments, missing, wrong);
  }

  private static String differs(Map<String, String> said, Map<String, String> types) {
    return said.entrySet().stream()
        .map(each -> {
          String type = types.getOrDefault(each.getKey(), "text");
          String cast = comparable(type) ? "" : "::text";
          return Sql.name(each.getKey())
              + cast
              + " IS DISTINCT FROM ("
              + each.getValue()
              + ")::"
              + type
              + cast;
        })
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  static boolean names(String expression, String column) {
    return Script.read("", expression, _ -> Optional.empty()).statements().stream()
        .flatMap(statement -> statement.source().tokens().stream())
        .anyMatch(token -> token.isName() && token.name().equals(column));
  }

  /** Whether a default is one value for all rows, as lint sees it. */
  static boolean steady(String expression) {
    String sql = "ALTER TABLE t ADD COLUMN c text DEFAULT " + expression;
    Script script = Script.read("", sql, Grammar.postgres());
    return Lint.check(List.of(script), Lint.Setting.PLAIN)
        .effects()
        .getFirst()
        .impact()
        .rewritten()
        .isEmpty();
  }
}
