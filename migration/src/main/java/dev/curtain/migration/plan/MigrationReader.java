package dev.curtain.migration.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a migration from JSON; comments are allowed. docs/migrations.md has the format. */
public final class MigrationReader {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();
  private static final Set<String> TOP = Set.of("migration", "operations", "without_old");
  private static final Set<String> CODE =
      Set.of("release", "version", "image", "deploy", "rollout", "service", "services", "artifact");

  private final String file;
  private final List<String> problems = new ArrayList<>();

  private MigrationReader(String file) {
    this.file = file;
  }

  /**
   * @throws InvalidMigration if it cannot be understood, with every reason
   */
  public static Migration read(String file, String text) {
    return new MigrationReader(file).migration(text);
  }

  private Migration migration(String text) {
    JsonNode root;
    try {
      root = MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new InvalidMigration(
          file
              + ":"
              + e.getLocation().getLineNr()
              + ":"
              + e.getLocation().getColumnNr()
              + ": "
              + e.getOriginalMessage());
    }
    if (!root.isObject()) {
      throw new InvalidMigration(
          file + ": not a JSON object (expected: {\"migration\": NAME, \"operations\": [...]})");
    }
    root.propertyNames()
        .forEach(name -> {
          if (CODE.contains(name)) {
            problems.add(
                file
                    + ": \""
                    + name
                    + "\": a plan that changes the schema and the code at once is refused"
                    + " (coupled-plan). Two plans: this migration first, then the code by its own"
                    + " rollout; rolling the code back then never touches the schema");
          } else if (!TOP.contains(name)) {
            problems.add(file + ": \"" + name + "\" is not known (expected: " + TOP + ")");
          }
        });
    String name = text(root, "migration", "");
    if (!name.matches("[a-z0-9][a-z0-9_.-]{0,60}")) {
      problems.add(
          file
              + ": migration: \""
              + name
              + "\" (expected: a name of small letters, digits, - and _, 61 at the most)");
    }
    List<Operation> operations = new ArrayList<>();
    if (root.path("operations").isEmpty()) {
      problems.add(file + ": operations: none (expected: at least one)");
    }
    int index = 0;
    for (JsonNode each : root.path("operations")) {
      operation(each, "operations[" + index++ + "]").ifPresent(operations::add);
    }
    Map<String, Set<String>> withoutOld = new TreeMap<>();
    root.path("without_old")
        .properties()
        .forEach(entry -> {
          Set<String> versions = new HashSet<>();
          entry.getValue().forEach(version -> versions.add(version.asString()));
          withoutOld.put(entry.getKey(), versions);
        });
    if (!problems.isEmpty()) {
      throw new InvalidMigration(problems);
    }
    return new Migration(name, operations, withoutOld, text);
  }

  private Optional<Operation> operation(JsonNode it, String where) {
    int before = problems.size();
    String op = text(it, "op", where);
    Operation operation = known(op, it, where + " " + op);
    return problems.size() == before ? Optional.of(operation) : Optional.empty();
  }

  private Operation known(String op, JsonNode it, String where) {
    return switch (op) {
      case "add_column" ->
          new Operation.AddColumn(
              text(it, "table", where),
              text(it, "column", where),
              text(it, "type", where),
              it.path("not_null").asBoolean(false),
              maybe(it, "default"),
              maybe(it, "up"),
              expressions(it.path("down")));
      case "drop_column" ->
          new Operation.DropColumn(
              text(it, "table", where), text(it, "column", where), maybe(it, "down"));
      case "rename_column" -> rename(it, where);
      case "change_type" -> changeType(it, where);
      case "split_column", "merge_columns" -> reshape(op, it, where);
      case "set_not_null" ->
          new Operation.SetNotNull(
              text(it, "table", where), text(it, "column", where), text(it, "up", where));
      case "set_default" ->
          new Operation.SetDefault(
              text(it, "table", where), text(it, "column", where), text(it, "default", where));
      case "add_check" ->
          new Operation.AddCheck(
              text(it, "table", where), text(it, "name", where), text(it, "check", where));
      case "add_foreign_key" ->
          new Operation.AddForeignKey(
              text(it, "table", where),
              text(it, "name", where),
              texts(it, "columns", where),
              text(it, "references", where),
              texts(it, "referenced", where),
              maybe(it, "on_delete"));
      case "add_unique" ->
          new Operation.AddUnique(
              text(it, "table", where), text(it, "name", where), texts(it, "columns", where));
      case "add_index" ->
          new Operation.AddIndex(
              text(it, "table", where),
              text(it, "name", where),
              texts(it, "columns", where),
              it.path("unique").asBoolean(false),
              maybe(it, "where"));
      case "drop_index" -> new Operation.DropIndex(text(it, "name", where));
      case "rename_table" ->
          new Operation.RenameTable(text(it, "from", where), text(it, "to", where));
      case "drop_table" -> new Operation.DropTable(text(it, "table", where));
      case "add_enum_value" ->
          new Operation.AddEnumValue(
              text(it, "type", where), text(it, "value", where), maybe(it, "place"));
      case "attach_partition" ->
          new Operation.AttachPartition(
              text(it, "table", where),
              text(it, "partition", where),
              text(it, "bounds", where),
              text(it, "check", where));
      case "sql" -> sql(it, where);
      default -> {
        problems.add(
            file
                + ": "
                + where
                + ": not an operation (expected: add_column, drop_column, rename_column,"
                + " change_type, split_column, merge_columns, set_not_null, set_default, add_check,"
                + " add_foreign_key, add_unique, add_index, drop_index, rename_table, drop_table,"
                + " add_enum_value, attach_partition or sql)");
        yield new Operation.DropIndex("");
      }
    };
  }

  private Operation rename(JsonNode it, String where) {
    String from = text(it, "from", where);
    String to = text(it, "to", where);
    return new Operation.Replace(
        "rename " + from + " to " + to,
        text(it, "table", where),
        one(to, text(it, "type", where)),
        one(to, Sql.name(from)),
        one(from, Sql.name(to)),
        it.path("not_null").asBoolean(false));
  }

  private Operation changeType(JsonNode it, String where) {
    String column = text(it, "column", where);
    String to = text(it, "to", where);
    return new Operation.Replace(
        "change " + column + " into " + to,
        text(it, "table", where),
        one(to, text(it, "type", where)),
        one(to, text(it, "up", where)),
        one(column, text(it, "down", where)),
        it.path("not_null").asBoolean(false));
  }

  private Operation reshape(String op, JsonNode it, String where) {
    SequencedMap<String, String> up = expressions(it.path("up"));
    SequencedMap<String, String> types = expressions(it.path("types"));
    SequencedMap<String, String> down = expressions(it.path("down"));
    if (up.isEmpty() || down.isEmpty() || !types.keySet().equals(up.keySet())) {
      problems.add(
          file
              + ": "
              + where
              + ": expected \"types\" and \"up\" with the same new columns, and \"down\" with the"
              + " old ones");
    }
    return new Operation.Replace(
        op.replace('_', ' '),
        text(it, "table", where),
        types,
        up,
        down,
        it.path("not_null").asBoolean(false));
  }

  private Operation sql(JsonNode it, String where) {
    String phase = text(it, "phase", where);
    if (!phase.equals("expand") && !phase.equals("contract")) {
      problems.add(file + ": " + where + ": phase: " + phase + " (expected: expand or contract)");
    }
    return new Operation.Sql(
        phase.equals("contract") ? Phase.CONTRACT : Phase.EXPAND,
        text(it, "sql", where),
        maybe(it, "undo"));
  }

  private String text(JsonNode it, String name, String where) {
    JsonNode value = it.path(name);
    if (!value.isString() || value.asString().isBlank()) {
      problems.add(
          file
              + ": "
              + (where.isEmpty() ? "" : where + ": ")
              + name
              + ": missing (expected: text)");
      return "";
    }
    return value.asString();
  }

  private List<String> texts(JsonNode it, String name, String where) {
    List<String> all = new ArrayList<>();
    it.path(name).forEach(each -> all.add(each.asString()));
    if (all.isEmpty()) {
      problems.add(file + ": " + where + ": " + name + ": missing (expected: a list of names)");
    }
    return all;
  }

  private static Optional<String> maybe(JsonNode it, String name) {
    return it.path(name).isString() ? Optional.of(it.path(name).asString()) : Optional.empty();
  }

  private static SequencedMap<String, String> expressions(JsonNode it) {
    SequencedMap<String, String> all = new LinkedHashMap<>();
    it.properties().forEach(entry -> all.put(entry.getKey(), entry.getValue().asString()));
    return all;
  }

  private static SequencedMap<String, String> one(String key, String value) {
    SequencedMap<String, String> one = new LinkedHashMap<>();
    one.put(key, value);
    return one;
  }
}
