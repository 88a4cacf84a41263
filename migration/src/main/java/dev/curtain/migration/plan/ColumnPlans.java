package dev.curtain.migration.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Steps for columns: the ones that keep two shapes of a row equal. */
final class ColumnPlans {
  private final List<Step> steps;
  private final List<Step.Disused> disused;
  private final List<String> counters;
  private final List<String> problems;

  ColumnPlans(
      List<Step> steps, List<Step.Disused> disused, List<String> counters, List<String> problems) {
    this.steps = steps;
    this.disused = disused;
    this.counters = counters;
    this.problems = problems;
  }

  void add(Operation.AddColumn it, TableShape shape, String tag, String id) {
    if (it.up().isPresent()) {
      Operation.Replace replace =
          new Operation.Replace(
              "add " + it.column(),
              it.table(),
              Rows.one(it.column(), it.type()),
              Rows.one(it.column(), it.up().get()),
              it.down(),
              it.notNull());
      sync(replace, shape, tag, id, it.defaults());
      together(
          id + "settle",
          Phase.CONTRACT,
          "stop filling " + it.column() + " from the old columns",
          Sql.table(it.table()),
          Rows.dropFunctions(tag),
          List.of());
      return;
    }
    String table = Sql.table(it.table());
    boolean steady = it.defaults().isPresent() && Rows.steady(it.defaults().get());
    if (it.notNull() && !steady) {
      problems.add(
          it.table()
              + "."
              + it.column()
              + " NOT NULL needs \"up\", or a \"default\" that is one"
              + " value: the version before does not write it");
      return;
    }
    List<String> sql = new ArrayList<>();
    String definition = Sql.name(it.column()) + " " + it.type();
    String add = "ALTER TABLE " + table + " ADD COLUMN " + definition;
    if (steady) {
      sql.add(add + " DEFAULT " + it.defaults().get() + (it.notNull() ? " NOT NULL" : ""));
    } else {
      sql.add(add);
      it.defaults()
          .ifPresent(value ->
              sql.add(
                  "ALTER TABLE "
                      + table
                      + " ALTER COLUMN "
                      + Sql.name(it.column())
                      + " SET DEFAULT "
                      + value));
    }
    together(
        id + "add",
        Phase.EXPAND,
        "add " + it.table() + "." + it.column(),
        table,
        sql,
        List.of("ALTER TABLE " + table + " DROP COLUMN IF EXISTS " + Sql.name(it.column())));
    if (!steady && it.defaults().isPresent()) {
      String missing = Sql.name(it.column()) + " IS NULL";
      fill(
          shape,
          id,
          new Filling(
              table,
              shape.key(),
              Sql.name(it.column()) + " = " + it.defaults().get(),
              missing,
              missing));
    }
  }

  void drop(Operation.DropColumn it, TableShape shape, String tag, String id) {
    String table = Sql.table(it.table());
    String column = Sql.name(it.column());
    Optional<TableShape.ColumnShape> old = shape.column(it.column());
    if (old.isEmpty()) {
      problems.add(it.table() + "." + it.column() + " is not there");
      return;
    }
    disused.add(new Step.Disused(it.table(), Optional.of(it.column())));
    boolean mustBeFilled = old.get().notNull() && old.get().defaults().isEmpty();
    List<String> last = new ArrayList<>();
    if (mustBeFilled && it.down().isEmpty()) {
      problems.add(
          it.table()
              + "."
              + it.column()
              + " is NOT NULL without a default: the version that does"
              + " not know it could not insert while it is still there; give \"down\"");
    } else if (it.down().isPresent()) {
      String function = Rows.function(tag + "_down");
      together(
          id + "fill",
          Phase.EXPAND,
          "fill " + it.table() + "." + it.column() + " for who does not write it",
          table,
          List.of(
              Rows.create(function, Map.of(it.column(), it.down().get()), shape, List.of()),
              Rows.trigger(
                  tag + "_insert", "INSERT", table, "NEW." + column + " IS NULL", function)),
          List.of("DROP FUNCTION IF EXISTS " + function + " CASCADE"));
      last.add("DROP FUNCTION IF EXISTS " + function + " CASCADE");
    }
    last.add("ALTER TABLE " + table + " DROP COLUMN " + column);
    together(
        id + "drop",
        Phase.CONTRACT,
        "drop " + it.table() + "." + it.column(),
        table,
        last,
        List.of());
  }

  void replace(Operation.Replace it, TableShape shape, String tag, String id) {
    for (String column : it.down().keySet()) {
      disused.add(new Step.Disused(it.table(), Optional.of(column)));
    }
    sync(it, shape, tag, id, Optional.empty());
    String table = Sql.table(it.table());
    List<String> last = new ArrayList<>(Rows.dropFunctions(tag));
    it.down()
        .keySet()
        .forEach(column -> last.add("ALTER TABLE " + table + " DROP COLUMN " + Sql.name(column)));
    together(
        id + "drop",
        Phase.CONTRACT,
        "drop " + String.join(", ", it.down().keySet()) + " of " + it.table(),
        table,
        last,
        List.of());
  }

  private void sync(
      Operation.Replace it, TableShape shape, String tag, String id, Optional<String> defaults) {
    String table = Sql.table(it.table());
    it.down().keySet().stream()
        .filter(column -> shape.column(column).isEmpty())
        .forEach(column -> problems.add(it.table() + "." + column + " is not there"));
    List<String> known = shape.columnNames();
    List<String> old =
        known.stream()
            .filter(column -> !it.up().containsKey(column))
            .filter(column ->
                it.down().containsKey(column)
                    || it.up().values().stream()
                        .anyMatch(expression -> Rows.names(expression, column)))
            .toList();
    if (old.isEmpty()) {
      problems.add(id + " " + it.what() + ": \"up\" names no column of " + it.table());
      return;
    }
    List<String> sql = new ArrayList<>();
    it.types()
        .forEach((column, type) ->
            sql.add("ALTER TABLE " + table + " ADD COLUMN " + Sql.name(column) + " " + type));
    defaults.ifPresent(value ->
        sql.add(
            "ALTER TABLE "
                + table
                + " ALTER COLUMN "
                + Sql.name(it.types().firstEntry().getKey())
                + " SET DEFAULT "
                + value));
    sql.addAll(Rows.syncTriggers(it, shape, old, tag, table));
    List<String> undo = new ArrayList<>(Rows.dropFunctions(tag));
    for (String column : it.types().keySet()) {
      if (it.notNull()) {
        sql.add(
            "ALTER TABLE "
                + table
                + " ADD CONSTRAINT "
                + Sql.name(tag + "_" + column)
                + " CHECK ("
                + Sql.name(column)
                + " IS NOT NULL) NOT VALID");
      }
      undo.add("ALTER TABLE " + table + " DROP COLUMN IF EXISTS " + Sql.name(column));
    }
    counters.add(tag + "_up");
    together(
        id + "expand",
        Phase.EXPAND,
        it.what()
            + " of "
            + it.table()
            + ": columns, triggers in both directions"
            + (it.notNull() ? " and check" : "")
            + " in one transaction",
        table,
        sql,
        undo);
    fill(shape, id, Rows.filling(it, shape, table));
    if (it.notNull()) {
      it.types().keySet().forEach(column -> enforce(it.table(), column, tag, id));
    }
  }

  private void fill(TableShape shape, String id, Filling filling) {
    if (shape.key().isEmpty()) {
      problems.add(
          shape.name()
              + " has no primary key and no unique index without nulls: its rows cannot"
              + " be filled in batches");
      return;
    }
    steps.add(
        new Step.Fill(
            id + "backfill", Phase.BACKFILL, "fill the rows of " + shape.name(), filling));
    steps.add(
        new Step.Compare(
            id + "compare", Phase.VERIFY, "compare every row of " + shape.name(), filling));
  }

  /** NOT NULL by a check that was validated before, so that no row is read under a strong lock. */
  private void enforce(String name, String column, String tag, String id) {
    String table = Sql.table(name);
    String check = Sql.name(tag + "_" + column);
    steps.add(
        new Step.Validate(
            id + "validate_" + column,
            Phase.VERIFY,
            "check that every row of " + name + " has " + column,
            table,
            "ALTER TABLE " + table + " VALIDATE CONSTRAINT " + check));
    together(
        id + "not_null_" + column,
        Phase.VERIFY,
        "make " + name + "." + column + " NOT NULL",
        table,
        List.of(
            "ALTER TABLE " + table + " ALTER COLUMN " + Sql.name(column) + " SET NOT NULL",
            "ALTER TABLE " + table + " DROP CONSTRAINT " + check),
        List.of("ALTER TABLE " + table + " ALTER COLUMN " + Sql.name(column) + " DROP NOT NULL"));
  }

  void notNull(Operation.SetNotNull it, TableShape shape, String tag, String id) {
    String table = Sql.table(it.table());
    String column = Sql.name(it.column());
    if (shape.column(it.column()).isEmpty()) {
      problems.add(it.table() + "." + it.column() + " is not there");
      return;
    }
    String function = Rows.function(tag + "_up");
    String empty = "NEW." + column + " IS NULL";
    String check = Sql.name(tag + "_" + it.column());
    together(
        id + "check",
        Phase.EXPAND,
        "demand " + it.column() + " of every row that is written, and fill it where it is missing",
        table,
        List.of(
            Rows.create(function, Map.of(it.column(), it.up()), shape, List.of()),
            Rows.trigger(tag + "_insert", "INSERT", table, empty, function),
            Rows.trigger(tag + "_update", "UPDATE", table, empty, function),
            "ALTER TABLE "
                + table
                + " ADD CONSTRAINT "
                + check
                + " CHECK ("
                + column
                + " IS NOT NULL) NOT VALID"),
        List.of(
            "DROP FUNCTION IF EXISTS " + function + " CASCADE",
            "ALTER TABLE " + table + " DROP CONSTRAINT IF EXISTS " + check));
    String missing = column + " IS NULL";
    fill(
        shape,
        id,
        new Filling(table, shape.key(), column + " = (" + it.up() + ")", missing, missing));
    enforce(it.table(), it.column(), tag, id);
    together(
        id + "settle",
        Phase.CONTRACT,
        "stop filling " + it.column() + " for who writes nulls",
        table,
        Rows.dropFunctions(tag),
        List.of());
    counters.add(tag + "_up");
  }

  private void together(
      String id, Phase phase, String says, String table, List<String> sql, List<String> undo) {
    steps.add(new Step.Together(id, phase, says, List.of(table), sql, undo));
  }
}
