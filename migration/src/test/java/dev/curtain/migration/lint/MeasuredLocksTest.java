package dev.curtain.migration.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.migration.Database;
import dev.curtain.migration.sql.LockMode;
import dev.curtain.migration.sql.Script;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The lock table against PostgreSQL: against the locks, rewrites and scans measured on 15, and
 * against the locks that the server of the tests takes now.
 */
class MeasuredLocksTest {
  private static final Map<String, String> REASONS = Map.of();

  private static final String[] WORLD = {
    "CREATE TYPE mood AS ENUM ('a', 'b')",
    "CREATE DOMAIN posint AS int",
    "CREATE TABLE parent (id bigint PRIMARY KEY)",
    "INSERT INTO parent SELECT generate_series(1, 100)",
    "CREATE TABLE t (id bigint PRIMARY KEY, a int, b text, c varchar(50), n"
        + " numeric(10,2), nn int NOT NULL DEFAULT 1, ts timestamp, j jsonb, parent_id bigint, p"
        + " posint, CONSTRAINT t_a_chk CHECK (a > 0))",
    "INSERT INTO t SELECT i, i, 'b' || i, 'c', 1, 1, now(), '{}', 1 + i % 100, 1 FROM"
        + " generate_series(1, 2000) i",
    "CREATE INDEX t_a_idx ON t (a)",
    "CREATE UNIQUE INDEX t_b_uq ON t (b)",
    "ALTER TABLE t ADD CONSTRAINT t_nn_chk CHECK (a IS NOT NULL) NOT VALID",
    "CREATE FUNCTION trg() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end'",
    "CREATE TRIGGER t_trg BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION trg()",
    "CREATE VIEW v AS SELECT id, a FROM t",
    "CREATE MATERIALIZED VIEW mv AS SELECT id, a FROM t",
    "CREATE UNIQUE INDEX mv_u ON mv (id)",
    "CREATE TABLE pt (k int NOT NULL) PARTITION BY RANGE (k)",
    "CREATE TABLE pt1 PARTITION OF pt FOR VALUES FROM (0) TO (10)",
    "CREATE TABLE pt2 (k int NOT NULL)",
    "INSERT INTO pt2 SELECT 10 + i % 10 FROM generate_series(1, 1000) i",
    "ANALYZE"
  };

  @Test
  void locks_rewrites_and_scans_are_those_measured() throws Exception {
    OutsideCases.Tally tally = new OutsideCases.Tally();
    try (Database database = Database.fresh()) {
      database.execute(WORLD);
      for (JsonNode each : OutsideCases.read("ddl-locks-pg15.json").get("cases")) {
        Impact impact = predicted(database, each);
        tally.add(each.get("case").asString(), difference(each, impact));
      }
    }
    System.out.println(tally.summary("locks measured on PostgreSQL 15"));
    assertThat(tally.agreement()).isGreaterThanOrEqualTo(98);
    assertThat(tally.differences().keySet()).isEqualTo(REASONS.keySet());
  }

  @Test
  void locks_are_those_that_this_server_takes() throws Exception {
    OutsideCases.Tally tally = new OutsideCases.Tally();
    try (Database database = Database.fresh()) {
      database.execute(WORLD);
      for (JsonNode each : OutsideCases.read("ddl-locks-pg15.json").get("cases")) {
        Map<String, LockMode> actual = traced(database, each);
        Map<String, LockMode> predicted = new TreeMap<>(predicted(database, each).locks());
        predicted.keySet().retainAll(Set.of("t", "parent", "pt", "pt1", "pt2", "mv", "v"));
        tally.add(
            each.get("case").asString(),
            actual.equals(predicted)
                ? Optional.empty()
                : Optional.of(predicted + " and the server " + actual));
      }
    }
    System.out.println(tally.summary("locks of this server"));
    assertThat(tally.differences()).isEmpty();
  }

  /** {@code pre} and the statement together, as they were measured: in one transaction. */
  private static Impact predicted(Database database, JsonNode each)
      throws SQLException, IOException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      String pre = each.get("pre").isNull() ? "" : each.get("pre").asString();
      if (pre.startsWith("SET ")) {
        statement.execute(pre);
      }
      Script script =
          Script.read("case.sql", pre + each.get("sql").asString(), OutsideCases.GRAMMAR);
      Facts catalog = new CatalogFacts(connection);
      connection.setAutoCommit(false);
      if (!pre.isEmpty()) {
        statement.execute(pre);
      }
      Lint.Result result = Lint.check(List.of(script), new Lint.Setting(15, true, catalog));
      connection.rollback();
      Impact own = result.effects().getLast().impact();
      Impact locks =
          result.effects().stream()
              .skip(pre.startsWith("ALTER TABLE pt2") ? 1 : 0)
              .map(Lint.Effect::impact)
              .reduce(Impact.NONE, Impact::and);
      return new Impact(locks.locks(), own.rewritten(), own.scanned(), true);
    }
  }

  private static Map<String, LockMode> traced(Database database, JsonNode each)
      throws SQLException {
    Map<String, LockMode> locks = new TreeMap<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      if (!each.get("pre").isNull()) {
        statement.execute(each.get("pre").asString());
      }
      return trace(each, statement, locks);
    }
  }

  private static Map<String, LockMode> trace(
      JsonNode each, Statement statement, Map<String, LockMode> locks) throws SQLException {
    Map<Long, String> names = new TreeMap<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT oid, relname FROM pg_class WHERE relname IN ('t', 'parent',"
                + " 'pt', 'pt1', 'pt2', 'mv', 'v')")) {
      while (rows.next()) {
        names.put(rows.getLong(1), rows.getString(2));
      }
    }
    statement.execute(each.get("sql").asString());
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT relation, mode FROM pg_locks WHERE pid = pg_backend_pid() AND"
                + " locktype = 'relation' AND mode <> 'AccessShareLock'")) {
      while (rows.next()) {
        String name = names.get(rows.getLong(1));
        if (name != null) {
          locks.merge(name, LockMode.ofCatalog(rows.getString(2)), LockMode::strongest);
        }
      }
    }
    statement.getConnection().rollback();
    return locks;
  }

  private static Optional<String> difference(JsonNode each, Impact impact) {
    Map<String, LockMode> locks = new TreeMap<>();
    each.get("locks")
        .properties()
        .forEach(lock ->
            locks.put(
                lock.getKey(),
                Arrays.stream(lock.getValue().asString().split(","))
                    .map(LockMode::ofCatalog)
                    .reduce(LockMode.ACCESS_SHARE, LockMode::strongest)));
    Map<String, LockMode> predicted = new TreeMap<>(impact.locks());
    predicted.keySet().retainAll(Set.of("t", "parent", "pt", "pt1", "pt2", "mv", "v"));
    Set<String> rewritten = new TreeSet<>();
    each.get("rewrite").forEach(table -> rewritten.add(table.asString()));
    Set<String> scanned = new TreeSet<>();
    each.get("seq_tup").properties().forEach(table -> scanned.add(table.getKey()));
    boolean sameScans =
        impact.scanned().containsAll(scanned) && scanned.containsAll(impact.scanned())
            || (scanned.contains("mv") && impact.scanned().contains("mv"));
    boolean same =
        predicted.equals(locks) && Set.copyOf(impact.rewritten()).equals(rewritten) && sameScans;
    return same
        ? Optional.empty()
        : Optional.of(
            "predicted "
                + predicted
                + impact.rewritten()
                + impact.scanned()
                + ", measured "
                + locks
                + rewritten
                + scanned);
  }
}
