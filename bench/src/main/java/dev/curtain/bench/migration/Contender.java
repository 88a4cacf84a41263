package dev.curtain.bench.migration;

import dev.curtain.migration.plan.MigrationReader;
import dev.curtain.migration.run.By;
import dev.curtain.migration.run.Runner;
import dev.curtain.migration.run.Watcher;
import dev.curtain.server.migration.WatchedRun;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Ways to give {@code orders} a column {@code cents} that says what {@code amount} says. */
enum Contender {
  /** Nothing is migrated; what the others are compared with. */
  NONE {
    @Override
    void migrate(Server server, String database, Load load) {}
  },
  /** One file, one transaction: what Flyway and Liquibase run by default. */
  NAIVE {
    @Override
    void migrate(Server server, String database, Load load) throws SQLException {
      server.execute(
          database,
          "BEGIN; ALTER TABLE orders ADD COLUMN cents bigint; UPDATE orders SET cents ="
              + " round(amount * 100); ALTER TABLE orders ALTER COLUMN cents SET NOT NULL; COMMIT");
    }
  },
  /**
   * The statements of pgroll 0.16.2's start, replayed: views, check, then the trigger, backfill.
   */
  PGROLL_REPLAYED {
    @Override
    void migrate(Server server, String database, Load load) throws SQLException {
      try (Connection connection = server.connect(database);
          Statement statement = connection.createStatement()) {
        Pgroll.start(statement);
        Pgroll.backfill(connection);
        Pgroll.patient(statement, "ALTER TABLE orders VALIDATE CONSTRAINT cents_filled");
      }
    }
  },
  /** Under watch, with the clients' own latency where a router's would be. */
  CURTAIN {
    @Override
    void migrate(Server server, String database, Load load) throws SQLException {
      new WatchedRun(
              server.address(database),
              Runner.Manner.STANDARD,
              () -> Optional.of(load.measures()),
              LOOK)
          .start(MigrationReader.read("amounts", AMOUNTS), Watcher.NOBODY, By.NOBODY);
    }
  };

  /** As the controller looks before a migration, and after it. */
  private static final Duration LOOK = Duration.ofSeconds(3);

  private static final String AMOUNTS =
      """
      {"migration": "amounts",
       "operations": [{"op": "change_type", "table": "orders", "column": "amount", "to": "cents",
         "type": "bigint", "up": "round(amount * 100)", "down": "cents / 100.0",
         "not_null": true}]}
      """;

  abstract void migrate(Server server, String database, Load load) throws SQLException;

  /** Whether old and new writers work side by side afterwards. */
  boolean mixes() {
    return this == CURTAIN;
  }

  /** pgroll's way, as its source and its documentation describe it. */
  private static final class Pgroll {
    private static void start(Statement statement) throws SQLException {
      patient(statement, "ALTER TABLE orders ADD COLUMN cents bigint");
      patient(
          statement,
          "ALTER TABLE orders ADD CONSTRAINT cents_filled CHECK (cents IS NOT NULL) NOT VALID");
      statement.execute("CREATE SCHEMA public_02");
      for (int i = 0; i < 30; i++) {
        statement.execute(
            "BEGIN; DROP VIEW IF EXISTS public_02.other_"
                + i
                + "; CREATE VIEW"
                + " public_02.other_"
                + i
                + " AS SELECT * FROM other_"
                + i
                + "; COMMIT");
      }
      statement.execute(
          "CREATE VIEW public_02.orders AS SELECT id, customer, note, cents FROM orders");
      patient(
          statement, "ALTER TABLE orders ADD COLUMN _pgroll_needs_backfill boolean DEFAULT true");
      statement.execute(
          "CREATE FUNCTION _pgroll_trigger() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE id"
              + " orders.id%TYPE := NEW.id; amount orders.amount%TYPE := NEW.amount; customer"
              + " orders.customer%TYPE := NEW.customer; latest_schema text := 'public_02';"
              + " search_path text; BEGIN SELECT current_setting INTO search_path FROM"
              + " current_setting('search_path'); IF search_path != latest_schema THEN NEW.cents ="
              + " (round(amount * 100)); NEW._pgroll_needs_backfill = false; END IF; RETURN NEW;"
              + " END $$");
      patient(
          statement,
          "CREATE TRIGGER _pgroll_trigger_orders BEFORE INSERT OR UPDATE ON orders FOR EACH ROW"
              + " EXECUTE FUNCTION _pgroll_trigger()");
    }

    private static void backfill(Connection connection) throws SQLException {
      long last = 0;
      while (true) {
        try (PreparedStatement batch =
            connection.prepareStatement(
                "WITH batch AS (SELECT id FROM orders WHERE _pgroll_needs_backfill AND id > ? ORDER"
                    + " BY id LIMIT 1000 FOR NO KEY UPDATE), done AS (UPDATE orders SET id ="
                    + " orders.id FROM batch WHERE orders.id = batch.id RETURNING orders.id)"
                    + " SELECT max(id), count(*) FROM done")) {
          batch.setLong(1, last);
          try (ResultSet rows = batch.executeQuery()) {
            rows.next();
            if (rows.getLong(2) == 0) {
              return;
            }
            last = rows.getLong(1);
          } catch (SQLException e) {
            // Its session's lock_timeout is for rows, too; it tries again after a second.
            if (!String.valueOf(e.getSQLState()).equals("55P03")) {
              throw e;
            }
            LockSupport.parkNanos(1_000_000_000);
          }
        }
      }
    }

    /** 500 ms for the lock, then again after a second and more. */
    private static void patient(Statement statement, String sql) throws SQLException {
      statement.execute("SET lock_timeout = 500");
      for (long pause = 1_000; ; pause = Math.min(60_000, pause * 2)) {
        try {
          statement.execute(sql);
          return;
        } catch (SQLException e) {
          if (!List.of("55P03").contains(String.valueOf(e.getSQLState()))) {
            throw e;
          }
          LockSupport.parkNanos(pause * 1_000_000);
        }
      }
    }
  }
}
