package dev.curtain.migration.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.migration.Database;
import dev.curtain.migration.sql.LockMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Five ways to lock out others that neither Squawk 2.66.0 nor strong_migrations 2.8.0 has a rule
 * for. Each is reported with the lock that this server takes for it, and its safe way passes.
 */
class RulesOthersLackTest {
  enum Case {
    /** The partition is read through, locked, unless a check proves its bounds. */
    ATTACH_PARTITION(
        Rule.ATTACH_PARTITION_SCAN,
        "ALTER TABLE pt ATTACH PARTITION pt2 FOR VALUES FROM (10) TO (20)",
        Map.of("pt", LockMode.SHARE_UPDATE_EXCLUSIVE, "pt2", LockMode.ACCESS_EXCLUSIVE),
        "ALTER TABLE pt2 ADD CONSTRAINT bounds CHECK (k >= 10 AND k < 20) NOT VALID",
        "ALTER TABLE pt2 VALIDATE CONSTRAINT bounds",
        "ALTER TABLE pt ATTACH PARTITION pt2 FOR VALUES FROM (10) TO (20)"),
    /** The parent is locked, although nothing of it is read. */
    CREATE_PARTITION(
        Rule.CREATE_PARTITION_OF,
        "CREATE TABLE pt3 PARTITION OF pt FOR VALUES FROM (20) TO (30)",
        Map.of("pt", LockMode.ACCESS_EXCLUSIVE),
        "CREATE TABLE pt3 (LIKE pt INCLUDING ALL)",
        "ALTER TABLE pt3 ADD CONSTRAINT bounds CHECK (k >= 20 AND k < 30) NOT VALID",
        "ALTER TABLE pt3 VALIDATE CONSTRAINT bounds",
        "ALTER TABLE pt ATTACH PARTITION pt3 FOR VALUES FROM (20) TO (30)"),
    /** The table that is referred to is locked as strongly as the one that refers. */
    DROP_FOREIGN_KEY(
        Rule.DROP_FOREIGN_KEY,
        "ALTER TABLE t DROP CONSTRAINT t_parent",
        Map.of("t", LockMode.ACCESS_EXCLUSIVE, "parent", LockMode.ACCESS_EXCLUSIVE),
        "SET lock_timeout = '100ms'",
        "ALTER TABLE t VALIDATE CONSTRAINT t_parent"),
    /** The table is written anew. */
    SET_UNLOGGED(
        Rule.TABLE_REWRITE,
        "ALTER TABLE t SET UNLOGGED",
        Map.of("t", LockMode.ACCESS_EXCLUSIVE),
        "ALTER TABLE t SET (fillfactor = 90)"),
    /** Readers of the view wait until it is computed. */
    REFRESH(
        Rule.REFRESH_MATERIALIZED_VIEW,
        "REFRESH MATERIALIZED VIEW mv",
        Map.of("mv", LockMode.ACCESS_EXCLUSIVE),
        "REFRESH MATERIALIZED VIEW CONCURRENTLY mv");

    private final Rule rule;
    private final String bad;
    private final Map<String, LockMode> locks;
    private final List<String> good;

    Case(Rule rule, String bad, Map<String, LockMode> locks, String... good) {
      this.rule = rule;
      this.bad = bad;
      this.locks = locks;
      this.good = List.of(good);
    }
  }

  private static final String[] WORLD = {
    "CREATE TABLE parent (id bigint PRIMARY KEY)",
    "CREATE TABLE t (id bigint PRIMARY KEY, parent_id bigint CONSTRAINT t_parent REFERENCES"
        + " parent)",
    "CREATE MATERIALIZED VIEW mv AS SELECT id FROM t",
    "CREATE UNIQUE INDEX ON mv (id)",
    "CREATE TABLE pt (k int NOT NULL) PARTITION BY RANGE (k)",
    "CREATE TABLE pt2 (k int NOT NULL)"
  };

  @ParameterizedTest
  @EnumSource
  void it_is_reported_with_the_lock_that_the_server_takes_and_the_safe_way_passes(Case it)
      throws SQLException {
    try (Database database = Database.fresh()) {
      database.execute(WORLD);
      Lint.Result bad = lint(database, it.bad);
      assertThat(bad.findings())
          .filteredOn(finding -> finding.rule() == it.rule)
          .singleElement()
          .satisfies(finding -> assertThat(finding.recipe()).isNotBlank());
      assertThat(locks(database, it.bad)).isEqualTo(it.locks);
      assertThat(bad.effects().getFirst().impact().locks()).containsAllEntriesOf(it.locks);

      Lint.Result good = lint(database, String.join(";\n", it.good));
      assertThat(good.findings()).extracting(Finding::rule).doesNotContain(it.rule);
      database.execute(it.good.toArray(String[]::new));
    }
  }

  private static Lint.Result lint(Database database, String sql) throws SQLException {
    try (Connection connection = database.connect()) {
      return OutsideCases.lint(sql, new Lint.Setting(18, false, new CatalogFacts(connection)));
    }
  }

  private static Map<String, LockMode> locks(Database database, String sql) throws SQLException {
    Map<String, LockMode> locks = new TreeMap<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(sql);
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT relname, mode FROM pg_locks JOIN pg_class c ON c.oid = relation WHERE pid ="
                  + " pg_backend_pid() AND relname IN ('t', 'parent', 'pt', 'pt2', 'mv') AND mode"
                  + " <> 'AccessShareLock'")) {
        while (rows.next()) {
          locks.merge(
              rows.getString(1), LockMode.ofCatalog(rows.getString(2)), LockMode::strongest);
        }
      }
      connection.rollback();
    }
    return locks;
  }
}
