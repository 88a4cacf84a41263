package dev.curtain.migration.plan;

import dev.curtain.migration.lint.Facts;
import dev.curtain.migration.lint.Finding;
import dev.curtain.migration.lint.Lint;
import dev.curtain.migration.lint.Rule;
import dev.curtain.migration.lint.Severity;
import dev.curtain.migration.sql.Grammar;
import dev.curtain.migration.sql.Script;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Turns what a migration declares into steps that hurt nobody. */
public final class Planner {
  /** Rules whose demand the runner fulfils by itself. */
  private static final Set<Rule> RUNNER_DOES =
      Set.of(Rule.REQUIRE_LOCK_TIMEOUT, Rule.REQUIRE_STATEMENT_TIMEOUT, Rule.PREFER_ROBUST_STMTS);

  /** What a contract is for. */
  private static final Set<Rule> CONTRACT_MAY =
      Set.of(Rule.BAN_DROP_COLUMN, Rule.BAN_DROP_TABLE, Rule.BAN_DROP_NOT_NULL);

  private final Function<String, Optional<TableShape>> shapes;
  private final List<Step> steps = new ArrayList<>();
  private final List<Step.Disused> disused = new ArrayList<>();
  private final List<String> counters = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private Planner(Function<String, Optional<TableShape>> shapes) {
    this.shapes = shapes;
  }

  /**
   * @param shapes the tables as they are, by the names that the migration uses
   * @throws InvalidMigration if it cannot be done, with every reason
   */
  public static Plan plan(Migration migration, Function<String, Optional<TableShape>> shapes) {
    Planner planner = new Planner(shapes);
    for (int i = 0; i < migration.operations().size(); i++) {
      String tag = "curtain_" + Integer.toHexString(migration.name().hashCode()) + "_" + (i + 1);
      planner.operation(migration.operations().get(i), tag, (i + 1) + ".");
    }
    if (!planner.problems.isEmpty()) {
      throw new InvalidMigration(planner.problems);
    }
    planner.steps.sort(Comparator.comparing(Step::phase));
    return new Plan(migration, planner.steps, planner.disused, planner.counters, planner.notes);
  }

  private void operation(Operation operation, String tag, String id) {
    switch (operation) {
      case Operation.AddColumn it -> with(it.table(), shape -> columns().add(it, shape, tag, id));
      case Operation.DropColumn it -> with(it.table(), shape -> columns().drop(it, shape, tag, id));
      case Operation.Replace it -> with(it.table(), shape -> columns().replace(it, shape, tag, id));
      case Operation.SetNotNull it ->
          with(it.table(), shape -> columns().notNull(it, shape, tag, id));
      case Operation.SetDefault it -> with(it.table(), shape -> setDefault(it, shape, id));
      case Operation.AddCheck it -> with(it.table(), _ -> check(it, id));
      case Operation.AddForeignKey it -> with(it.table(), _ -> foreignKey(it, tag, id));
      case Operation.AddUnique it -> with(it.table(), _ -> unique(it, tag, id));
      case Operation.AddIndex it -> with(it.table(), _ -> index(it, id));
      case Operation.DropIndex it ->
          steps.add(
              new Step.Unbuild(
                  id + "drop_index", Phase.CONTRACT, "drop index " + it.name(), it.name()));
      case Operation.RenameTable it -> with(it.from(), _ -> renameTable(it, id));
      case Operation.DropTable it -> with(it.table(), _ -> dropTable(it, id));
      case Operation.AddEnumValue it -> enumValue(it, id);
      case Operation.AttachPartition it -> partition(it, tag, id);
      case Operation.Sql it -> sql(it, id);
    }
  }

  private ColumnPlans columns() {
    return new ColumnPlans(steps, disused, counters, problems);
  }

  private void with(String table, Consumer<TableShape> use) {
    shapes
        .apply(table)
        .ifPresentOrElse(use, () -> problems.add("table " + table + " is not there"));
  }

  private void together(
      String id,
      Phase phase,
      String says,
      List<String> relations,
      List<String> sql,
      List<String> undo) {
    steps.add(new Step.Together(id, phase, says, relations, sql, undo));
  }

  private void setDefault(Operation.SetDefault it, TableShape shape, String id) {
    String table = Sql.table(it.table());
    String alter = "ALTER TABLE " + table + " ALTER COLUMN " + Sql.name(it.column());
    String before =
        shape
            .column(it.column())
            .flatMap(TableShape.ColumnShape::defaults)
            .map(text -> " SET DEFAULT " + text)
            .orElse(" DROP DEFAULT");
    together(
        id + "default",
        Phase.EXPAND,
        "set the default of " + it.table() + "." + it.column(),
        List.of(table),
        List.of(alter + " SET DEFAULT " + it.defaults()),
        List.of(alter + before));
  }

  private void check(Operation.AddCheck it, String id) {
    String table = Sql.table(it.table());
    String alter = "ALTER TABLE " + table;
    together(
        id + "check",
        Phase.EXPAND,
        "demand " + it.name() + " of new rows of " + it.table(),
        List.of(table),
        List.of(
            alter
                + " ADD CONSTRAINT "
                + Sql.name(it.name())
                + " CHECK ("
                + it.check()
                + ") NOT VALID"),
        List.of(alter + " DROP CONSTRAINT IF EXISTS " + Sql.name(it.name())));
    validate(id, it.table(), it.name());
    notes.add(
        it.name()
            + " binds the version before, too, and every row that is written: rows that fail it"
            + " already cannot be updated meanwhile");
  }

  private void validate(String id, String table, String constraint) {
    steps.add(
        new Step.Validate(
            id + "validate",
            Phase.VERIFY,
            "check every row of " + table + " against " + constraint,
            Sql.table(table),
            "ALTER TABLE " + Sql.table(table) + " VALIDATE CONSTRAINT " + Sql.name(constraint)));
  }

  private void foreignKey(Operation.AddForeignKey it, String tag, String id) {
    String table = Sql.table(it.table());
    build(id + "index", it.table(), tag + "_fk", it.columns(), false, Optional.empty());
    together(
        id + "foreign_key",
        Phase.EXPAND,
        "demand " + it.name() + " of new rows of " + it.table(),
        List.of(Sql.table(it.references()), table),
        List.of(
            "ALTER TABLE "
                + table
                + " ADD CONSTRAINT "
                + Sql.name(it.name())
                + " FOREIGN KEY ("
                + Sql.names(it.columns())
                + ") REFERENCES "
                + Sql.table(it.references())
                + " ("
                + Sql.names(it.referenced())
                + ")"
                + it.onDelete().map(rule -> " ON DELETE " + rule).orElse("")
                + " NOT VALID"),
        List.of("ALTER TABLE " + table + " DROP CONSTRAINT IF EXISTS " + Sql.name(it.name())));
    validate(id, it.table(), it.name());
  }

  private void unique(Operation.AddUnique it, String tag, String id) {
    String table = Sql.table(it.table());
    build(id + "index", it.table(), tag + "_uq", it.columns(), true, Optional.empty());
    together(
        id + "unique",
        Phase.EXPAND,
        "make the index the constraint " + it.name(),
        List.of(table),
        List.of(
            "ALTER TABLE "
                + table
                + " ADD CONSTRAINT "
                + Sql.name(it.name())
                + " UNIQUE USING INDEX "
                + Sql.name(tag + "_uq")),
        List.of("ALTER TABLE " + table + " DROP CONSTRAINT IF EXISTS " + Sql.name(it.name())));
  }

  private void index(Operation.AddIndex it, String id) {
    build(id + "index", it.table(), it.name(), it.columns(), it.unique(), it.where());
  }

  private void build(
      String id,
      String table,
      String name,
      List<String> columns,
      boolean unique,
      Optional<String> where) {
    steps.add(
        new Step.Build(
            id,
            Phase.EXPAND,
            "build index " + name + " on " + table,
            Sql.table(table),
            name,
            "CREATE "
                + (unique ? "UNIQUE " : "")
                + "INDEX CONCURRENTLY "
                + Sql.name(name)
                + " ON "
                + Sql.table(table)
                + " ("
                + Sql.names(columns)
                + ")"
                + where.map(condition -> " WHERE " + condition).orElse("")));
  }

  private void renameTable(Operation.RenameTable it, String id) {
    String from = Sql.table(it.from());
    String to = Sql.table(it.to());
    String local = it.to().substring(it.to().lastIndexOf('.') + 1);
    together(
        id + "view",
        Phase.EXPAND,
        "show " + it.from() + " as " + it.to(),
        List.of(),
        List.of("CREATE VIEW " + to + " AS SELECT * FROM " + from, rights(from, to)),
        List.of("DROP VIEW IF EXISTS " + to));
    together(
        id + "rename",
        Phase.CONTRACT,
        "rename " + it.from() + " to " + it.to(),
        List.of(from),
        List.of("DROP VIEW " + to, "ALTER TABLE " + from + " RENAME TO " + Sql.name(local)),
        List.of());
    notes.add(
        "a view is not a table: COPY, TRUNCATE, MERGE (before PostgreSQL 17) and CREATE INDEX do"
            + " not work on "
            + it.to()
            + " before the contract");
  }

  /** Who may use the table may use the view. */
  private static String rights(String from, String to) {
    return "DO $curtain$ DECLARE r record; BEGIN FOR r IN SELECT grantee::regrole AS role,"
        + " privilege_type AS privilege FROM pg_class, aclexplode(relacl) WHERE oid = "
        + Sql.literal(from)
        + "::regclass AND grantee <> 0 AND grantee <> relowner AND"
        + " privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE') LOOP EXECUTE format('GRANT"
        + " %s ON "
        + to
        + " TO %s', r.privilege, r.role); END LOOP; END $curtain$";
  }

  private void dropTable(Operation.DropTable it, String id) {
    String table = Sql.table(it.table());
    disused.add(new Step.Disused(it.table(), Optional.empty()));
    together(
        id + "drop",
        Phase.CONTRACT,
        "drop table " + it.table(),
        List.of(table),
        List.of("DROP TABLE " + table),
        List.of());
  }

  private void enumValue(Operation.AddEnumValue it, String id) {
    together(
        id + "value",
        Phase.EXPAND,
        "add " + it.value() + " to " + it.type(),
        List.of(),
        List.of(
            "ALTER TYPE "
                + Sql.table(it.type())
                + " ADD VALUE IF NOT EXISTS "
                + Sql.literal(it.value())
                + it.place().map(place -> " " + place).orElse("")),
        List.of());
    notes.add("an enum's value cannot be taken back; a rollback leaves " + it.value());
  }

  private void partition(Operation.AttachPartition it, String tag, String id) {
    String parent = Sql.table(it.table());
    String child = Sql.table(it.partition());
    String check = Sql.name(tag + "_bounds");
    together(
        id + "bounds",
        Phase.EXPAND,
        "demand the bounds of new rows of " + it.partition(),
        List.of(child),
        List.of(
            "ALTER TABLE "
                + child
                + " ADD CONSTRAINT "
                + check
                + " CHECK ("
                + it.check()
                + ") NOT VALID"),
        List.of("ALTER TABLE " + child + " DROP CONSTRAINT IF EXISTS " + check));
    steps.add(
        new Step.Validate(
            id + "validate",
            Phase.EXPAND,
            "check every row of " + it.partition() + " against the bounds",
            child,
            "ALTER TABLE " + child + " VALIDATE CONSTRAINT " + check));
    together(
        id + "attach",
        Phase.EXPAND,
        "attach " + it.partition() + " to " + it.table(),
        List.of(child),
        List.of(
            "ALTER TABLE " + parent + " ATTACH PARTITION " + child + " FOR VALUES " + it.bounds(),
            "ALTER TABLE " + child + " DROP CONSTRAINT " + check),
        List.of("ALTER TABLE " + parent + " DETACH PARTITION " + child));
  }

  private void sql(Operation.Sql it, String id) {
    Script script = Script.read(id + "sql", it.sql(), Grammar.postgres());
    Lint.Result result = Lint.check(List.of(script), new Lint.Setting(14, true, Facts.NONE));
    for (Finding finding : result.findings()) {
      boolean allowed =
          finding.severity() == Severity.INFO
              || RUNNER_DOES.contains(finding.rule())
              || (it.phase() == Phase.CONTRACT && CONTRACT_MAY.contains(finding.rule()));
      boolean refused =
          finding.severity() == Severity.ERROR || finding.rule() == Rule.UNREADABLE_STATEMENT;
      if (!allowed && refused) {
        problems.add(
            finding.file()
                + ":"
                + finding.line()
                + ": "
                + finding.message()
                + " Instead: "
                + finding.recipe());
      } else if (!allowed) {
        notes.add(finding.message());
      }
    }
    together(
        id + "sql",
        it.phase(),
        "run the SQL given",
        List.of(),
        script.statements().stream().map(each -> each.source().text()).toList(),
        it.undo().map(List::of).orElse(List.of()));
    if (it.undo().isEmpty() && it.phase() == Phase.EXPAND) {
      notes.add("the SQL given has no \"undo\": a rollback leaves what it did");
    }
  }
}
