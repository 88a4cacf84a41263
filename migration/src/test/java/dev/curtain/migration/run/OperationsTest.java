package dev.curtain.migration.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.migration.Database;
import dev.curtain.migration.plan.Migration;
import dev.curtain.migration.plan.MigrationReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation: expanded the old version and the new one both work; taken back the schema is as
 * it was; contracted the new version works alone.
 */
class OperationsTest {
  /**
   * An operation with what two versions of the code do.
   *
   * @param oldVersion statements of the version before; empty where any version may run
   * @param newVersion statements of the version after
   */
  private record Case(
      String name, String operation, List<String> oldVersion, List<String> newVersion) {}

  private static final List<Case> CASES =
      List.of(
          new Case(
              "add_column",
              "{'op': 'add_column', 'table': 'person', 'column': 'age', 'type': 'int'}",
              List.of("INSERT INTO person (first, last) VALUES ('A', 'B')"),
              List.of("INSERT INTO person (first, last, age) VALUES ('A', 'B', 3)")),
          new Case(
              "add_column with a volatile default",
              "{'op': 'add_column', 'table': 'person', 'column': 'token', 'type': 'uuid',"
                  + " 'default': 'gen_random_uuid()'}",
              List.of("INSERT INTO person (first, last) VALUES ('A', 'B')"),
              List.of("SELECT 1 / (count(token) = count(*))::int FROM person")),
          new Case(
              "add_column from others",
              "{'op': 'add_column', 'table': 'person', 'column': 'full_name', 'type': 'text', 'up':"
                  + " \"first || ' ' || last\", 'not_null': true}",
              List.of("INSERT INTO person (first, last) VALUES ('A', 'B')"),
              List.of(
                  "INSERT INTO person (first, last, full_name) VALUES ('A', 'B', 'A B')",
                  "SELECT 1 / (count(*) = 0)::int FROM person WHERE full_name IS NULL")),
          new Case(
              "drop_column",
              "{'op': 'drop_column', 'table': 'person', 'column': 'last', 'down': \"'-'\"}",
              List.of("INSERT INTO person (first, last) VALUES ('A', 'B')"),
              List.of("INSERT INTO person (first) VALUES ('A')")),
          new Case(
              "rename_column",
              "{'op': 'rename_column', 'table': 'person', 'from': 'first', 'to': 'given', 'type':"
                  + " 'text', 'not_null': true}",
              List.of("INSERT INTO person (first, last) VALUES ('A', 'B')"),
              List.of("INSERT INTO person (given, last) VALUES ('A', 'B')")),
          new Case(
              "merge_columns",
              "{'op': 'merge_columns', 'table': 'person', 'types': {'full_name': 'text'}, 'up':"
                  + " {'full_name': \"first || ' ' || last\"}, 'down': {'first':"
                  + " \"split_part(full_name, ' ', 1)\", 'last': \"split_part(full_name, ' ',"
                  + " 2)\"}}",
              List.of("INSERT INTO person (first, last) VALUES ('A', 'B')"),
              List.of("INSERT INTO person (full_name) VALUES ('C D')")),
          new Case(
              "split_column",
              "{'op': 'split_column', 'table': 'place', 'types': {'lat': 'text', 'lon': 'text'},"
                  + " 'up': {'lat': \"split_part(coordinates, ',', 1)\", 'lon':"
                  + " \"split_part(coordinates, ',', 2)\"}, 'down': {'coordinates': \"lat || ',' ||"
                  + " lon\"}}",
              List.of("INSERT INTO place (coordinates) VALUES ('1,2')"),
              List.of("INSERT INTO place (lat, lon) VALUES ('3', '4')")),
          new Case(
              "set_not_null",
              "{'op': 'set_not_null', 'table': 'place', 'column': 'name', 'up': \"'?'\"}",
              List.of("INSERT INTO place (coordinates) VALUES ('1,2')"),
              List.of("INSERT INTO place (coordinates, name) VALUES ('1,2', 'x')")),
          new Case(
              "set_default",
              "{'op': 'set_default', 'table': 'place', 'column': 'name', 'default': \"'new'\"}",
              List.of("INSERT INTO place (coordinates) VALUES ('1,2')"),
              List.of("INSERT INTO place (coordinates) VALUES ('1,2')")),
          new Case(
              "add_check",
              "{'op': 'add_check', 'table': 'person', 'name': 'named', 'check': \"first <> ''\"}",
              List.of("INSERT INTO person (first, last) VALUES ('A', 'B')"),
              List.of("INSERT INTO person (first, last) VALUES ('A', 'B')")),
          new Case(
              "add_foreign_key",
              "{'op': 'add_foreign_key', 'table': 'person', 'name': 'lives', 'columns':"
                  + " ['place_id'], 'references': 'place', 'referenced': ['id']}",
              List.of("INSERT INTO person (first, last) VALUES ('A', 'B')"),
              List.of("INSERT INTO person (first, last, place_id) VALUES ('A', 'B', 1)")),
          new Case(
              "add_unique",
              "{'op': 'add_unique', 'table': 'place', 'name': 'one_place', 'columns': ['id',"
                  + " 'coordinates']}",
              List.of("INSERT INTO place (coordinates) VALUES ('1,2')"),
              List.of("INSERT INTO place (coordinates) VALUES ('1,2')")),
          new Case(
              "add_index",
              "{'op': 'add_index', 'table': 'person', 'name': 'by_last', 'columns': ['last']}",
              List.of("INSERT INTO person (first, last) VALUES ('A', 'B')"),
              List.of("SELECT 1 / (to_regclass('by_last') IS NOT NULL)::int")),
          new Case(
              "drop_index",
              "{'op': 'drop_index', 'name': 'person_first'}",
              List.of("SELECT 1"),
              List.of("SELECT 1")),
          new Case(
              "rename_table",
              "{'op': 'rename_table', 'from': 'person', 'to': 'people'}",
              List.of("INSERT INTO person (first, last) VALUES ('A', 'B')"),
              List.of("INSERT INTO people (first, last) VALUES ('A', 'B')")),
          new Case(
              "drop_table",
              "{'op': 'drop_table', 'table': 'person'}",
              List.of("INSERT INTO person (first, last) VALUES ('A', 'B')"),
              List.of("SELECT 1")),
          new Case(
              "attach_partition",
              "{'op': 'attach_partition', 'table': 'event', 'partition': 'event_2', 'bounds': 'FROM"
                  + " (10) TO (20)', 'check': 'k >= 10 AND k < 20 AND k IS NOT NULL'}",
              List.of("INSERT INTO event_2 VALUES (11)"),
              List.of("INSERT INTO event VALUES (12)")),
          new Case(
              "sql",
              "{'op': 'sql', 'phase': 'expand', 'sql': 'CREATE TABLE audit (id bigint GENERATED"
                  + " ALWAYS AS IDENTITY PRIMARY KEY, what text)', 'undo': 'DROP TABLE audit'}",
              List.of("SELECT 1"),
              List.of("INSERT INTO audit (what) VALUES ('x')")));

  @TestFactory
  Stream<DynamicTest> an_operation_hurts_neither_version_and_can_be_taken_back() {
    return CASES.stream().map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each)));
  }

  private static void check(Case each) throws SQLException {
    try (Database database = Database.fresh();
        Connection connection = database.connect()) {
      database.execute(
          "CREATE TABLE place (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, coordinates"
              + " text, name text)",
          "CREATE TABLE person (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, first text"
              + " NOT NULL, last text NOT NULL, place_id bigint)",
          "CREATE INDEX person_first ON person (first)",
          "CREATE TABLE event (k int) PARTITION BY RANGE (k)",
          "CREATE TABLE event_2 (k int)",
          "INSERT INTO place (coordinates) SELECT i || ',' || i FROM generate_series(1, 50) i",
          "INSERT INTO person (first, last, place_id) SELECT 'F' || i, 'L' || i, 1 FROM"
              + " generate_series(1, 50) i");
      String text = "{'migration': 'm', 'operations': [" + each.operation() + "]}";
      Migration migration = MigrationReader.read(each.name(), quoted(text));
      Runner runner = new Runner(connection, Runner.Manner.STANDARD, Watcher.NOBODY);
      String before = schema(database);
      runner.start(migration);
      if (runner.status().getFirst().state() == State.READY) {
        database.execute(each.oldVersion().toArray(String[]::new));
        database.execute(each.newVersion().toArray(String[]::new));
      }
      if (runner.status().getFirst().state() != State.CONTRACTED) {
        runner.rollback("m");
        assertThat(schema(database)).isEqualTo(before);
        database.execute(each.oldVersion().toArray(String[]::new));
        runner.start(migration);
        runner.contract("m", Optional.of(List.of()), Duration.ZERO);
        assertThat(runner.contract("m", Optional.of(List.of()), Duration.ZERO))
            .isEqualTo(new Runner.Contraction(State.CONTRACTED, List.of()));
      }
      database.execute(each.newVersion().toArray(String[]::new));
    }
  }

  /** JSON with single quotes reads better in Java; what is quoted twice stays. */
  private static String quoted(String text) {
    StringBuilder json = new StringBuilder();
    boolean inside = false;
    for (char c : text.toCharArray()) {
      if (c == '"') {
        inside = !inside;
      }
      json.append(c == '\'' && !inside ? '"' : c);
    }
    return json.toString();
  }

  private static String schema(Database database) throws SQLException {
    return database.ask(
        "SELECT (SELECT string_agg(c.relname || '.' || attname || ' ' || atttypid || attnotnull ||"
            + " coalesce(pg_get_expr(d.adbin, d.adrelid), ''), ',' ORDER BY c.relname, attname)"
            + " FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid LEFT JOIN pg_attrdef d ON"
            + " d.adrelid = attrelid AND d.adnum = attnum WHERE c.relnamespace ="
            + " 'public'::regnamespace AND attnum > 0 AND NOT attisdropped) || (SELECT"
            + " string_agg(conname || pg_get_constraintdef(oid), ',' ORDER BY conname) FROM"
            + " pg_constraint WHERE connamespace = 'public'::regnamespace) || (SELECT count(*) FROM"
            + " pg_trigger WHERE NOT tgisinternal)");
  }
}
