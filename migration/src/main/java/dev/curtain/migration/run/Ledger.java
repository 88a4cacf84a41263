package dev.curtain.migration.run;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What was done, in the database that it was done to and in the transaction that did it: after a
 * crash the database and its ledger cannot disagree.
 */
final class Ledger {
  /** Chosen once for all: who holds it is the one runner of this database. */
  private static final long LOCK = 0x6375727461696eL;

  private static final List<String> TABLES =
      List.of(
          "CREATE SCHEMA IF NOT EXISTS curtain",
          "CREATE TABLE IF NOT EXISTS curtain.migration (name text PRIMARY KEY, document text NOT"
              + " NULL, state text NOT NULL, wanted text NOT NULL DEFAULT 'run', began timestamptz"
              + " NOT NULL DEFAULT now(), changed timestamptz NOT NULL DEFAULT now(), trial"
              + " timestamptz, trial_calls bigint)",
          "CREATE TABLE IF NOT EXISTS curtain.step (migration text REFERENCES curtain.migration,"
              + " id text, began timestamptz NOT NULL DEFAULT clock_timestamp(), done timestamptz,"
              + " undo text[] NOT NULL DEFAULT '{}', PRIMARY KEY (migration, id))",
          "CREATE TABLE IF NOT EXISTS curtain.cursor (migration text REFERENCES curtain.migration,"
              + " step text, key text[], rows bigint NOT NULL DEFAULT 0, wrong bigint NOT NULL"
              + " DEFAULT 0, estimate bigint NOT NULL DEFAULT 0, millis bigint NOT NULL DEFAULT 0,"
              + " held text NOT NULL DEFAULT '', changed timestamptz NOT NULL DEFAULT"
              + " clock_timestamp(), PRIMARY KEY (migration, step))",
          "CREATE TABLE IF NOT EXISTS curtain.undo (migration text REFERENCES curtain.migration,"
              + " place int, sql text NOT NULL, PRIMARY KEY (migration, place))",
          "CREATE TABLE IF NOT EXISTS curtain.relation (migration text REFERENCES"
              + " curtain.migration, name text, described text[] NOT NULL, PRIMARY KEY (migration,"
              + " name))",
          "CREATE TABLE IF NOT EXISTS curtain.event (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY"
              + " KEY, migration text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp(),"
              + " says text NOT NULL, who text, why text)",
          "CREATE TABLE IF NOT EXISTS curtain.baseline (source text, version text, description"
              + " text, PRIMARY KEY (source, version))");

  private static final int LATEST = 50;

  private final Connection connection;

  Ledger(Connection connection) {
    this.connection = connection;
  }

  /** A migration in the ledger. */
  record Entry(
      String name,
      String document,
      State state,
      String wanted,
      Instant began,
      Instant changed,
      Optional<Instant> trial,
      long trialCalls) {}

  /** How far a pass over rows is; {@code key} is empty before the first batch. */
  record Cursor(
      List<String> key, long rows, long wrong, long estimate, long millis, Optional<String> held) {
    Cursor {
      key = List.copyOf(key);
    }
  }

  boolean exists() throws SQLException {
    return Jdbc.first(
            connection,
            row -> row.getBoolean(1),
            "SELECT to_regclass('curtain.baseline') IS NOT NULL")
        .orElse(false);
  }

  /** Makes the ledger where there is none; only under {@link #hold}. */
  void create() throws SQLException {
    for (String each : TABLES) {
      Jdbc.execute(connection, each);
    }
    if (!column("event", "who")) {
      // A ledger from before anybody was asked for a name.
      Jdbc.execute(
          connection, "ALTER TABLE curtain.event ADD COLUMN who text, ADD COLUMN why text");
    }
  }

  private boolean column(String table, String column) throws SQLException {
    return Jdbc.first(
            connection,
            row -> row.getBoolean(1),
            "SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass(?) AND attname ="
                + " ?)",
            "curtain." + table,
            column)
        .orElse(false);
  }

  /** Becomes the one runner of this database until the connection ends; false if there is one. */
  boolean hold() throws SQLException {
    return Jdbc.first(
            connection, row -> row.getBoolean(1), "SELECT pg_try_advisory_lock(" + LOCK + ")")
        .orElse(false);
  }

  /** Lets somebody else be the one. */
  void release() throws SQLException {
    Jdbc.execute(connection, "SELECT pg_advisory_unlock_all()");
  }

  /** The runner that there is. */
  Optional<String> holder() throws SQLException {
    return Jdbc.first(
        connection,
        row ->
            "session " + row.getInt(1) + " of " + row.getString(2) + " since " + row.getString(3),
        "SELECT a.pid, coalesce(a.client_addr::text, 'this host'), a.backend_start::text FROM"
            + " pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory' AND"
            + " l.classid = ("
            + LOCK
            + " >> 32)::oid AND l.objid = ("
            + LOCK
            + " & 4294967295)::oid AND l.granted AND l.database = (SELECT oid FROM pg_database"
            + " WHERE datname = current_database())");
  }

  Optional<Entry> find(String name) throws SQLException {
    return exists() ? entries("WHERE name = ?", name).stream().findFirst() : Optional.empty();
  }

  List<Entry> all() throws SQLException {
    return exists() ? entries("ORDER BY began") : List.of();
  }

  private List<Entry> entries(String where, Object... arguments) throws SQLException {
    return Jdbc.list(
        connection,
        row ->
            new Entry(
                row.getString(1),
                row.getString(2),
                State.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                row.getString(4),
                row.getObject(5, OffsetDateTime.class).toInstant(),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getObject(7, OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant),
                row.getLong(8)),
        "SELECT name, document, state, wanted, began, changed, trial, coalesce(trial_calls, 0) FROM"
            + " curtain.migration "
            + where,
        arguments);
  }

  void begin(String name, String document) throws SQLException {
    Jdbc.update(
        connection,
        "INSERT INTO curtain.migration (name, document, state) VALUES (?, ?, 'running')",
        name,
        document);
  }

  /** Forgets what was taken back, so that it can be started anew. */
  void forget(String name) throws SQLException {
    for (String table : List.of("step", "cursor", "undo", "relation")) {
      Jdbc.update(connection, "DELETE FROM curtain." + table + " WHERE migration = ?", name);
    }
    Jdbc.update(connection, "DELETE FROM curtain.migration WHERE name = ?", name);
  }

  void state(String name, State state) throws SQLException {
    Jdbc.update(
        connection,
        "UPDATE curtain.migration SET state = ?, changed = clock_timestamp() WHERE name = ?",
        state.word(),
        name);
  }

  void trial(String name, long calls) throws SQLException {
    Jdbc.update(
        connection,
        "UPDATE curtain.migration SET state = 'trial', trial = clock_timestamp(), trial_calls = ?,"
            + " changed = clock_timestamp() WHERE name = ?",
        calls,
        name);
  }

  /** Something happened; kept also of a migration that was taken back. */
  void event(String name, String says) throws SQLException {
    Jdbc.update(
        connection, "INSERT INTO curtain.event (migration, says) VALUES (?, ?)", name, says);
  }

  /** Somebody asked for something. */
  void event(String name, String says, By by) throws SQLException {
    Jdbc.update(
        connection,
        "INSERT INTO curtain.event (migration, says, who, why) VALUES (?, ?, nullif(?, ''),"
            + " nullif(?, ''))",
        name,
        says,
        by.who(),
        by.why());
  }

  /** The latest of what happened, oldest first. */
  List<Standing.Event> events(String name) throws SQLException {
    return Jdbc.list(
            connection,
            row ->
                new Standing.Event(
                    row.getObject(1, OffsetDateTime.class).toInstant(),
                    row.getString(2),
                    Optional.ofNullable(row.getString(3)),
                    Optional.ofNullable(row.getString(4))),
            // An older ledger has no such columns, and nobody who only looks changes it.
            "SELECT at, says, to_jsonb(e) ->> 'who', to_jsonb(e) ->> 'why' FROM curtain.event e"
                + " WHERE migration = ? ORDER BY id DESC LIMIT "
                + LATEST,
            name)
        .reversed();
  }

  /** {@code run}, {@code pause} or {@code stop}: what a person wants of whoever runs it. */
  void want(String name, String wanted) throws SQLException {
    Jdbc.update(connection, "UPDATE curtain.migration SET wanted = ? WHERE name = ?", wanted, name);
  }

  String wanted(String name) throws SQLException {
    return Jdbc.first(
            connection,
            row -> row.getString(1),
            "SELECT wanted FROM curtain.migration WHERE name = ?",
            name)
        .orElse("stop");
  }

  Set<String> done(String name) throws SQLException {
    return new HashSet<>(
        Jdbc.list(
            connection,
            row -> row.getString(1),
            "SELECT id FROM curtain.step WHERE migration = ? AND done IS NOT NULL",
            name));
  }

  /** {@code undo} is kept, since later the tables no longer say how they were. */
  void done(String name, String step, List<String> undo) throws SQLException {
    Jdbc.update(
        connection,
        "INSERT INTO curtain.step (migration, id, done, undo) VALUES (?, ?, clock_timestamp(), ?)"
            + " ON CONFLICT (migration, id) DO UPDATE SET done = EXCLUDED.done, undo ="
            + " EXCLUDED.undo",
        name,
        step,
        undo);
  }

  /** A step that cannot be done in one transaction was begun. */
  void begun(String name, String step) throws SQLException {
    Jdbc.update(
        connection,
        "INSERT INTO curtain.step (migration, id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        name,
        step);
  }

  boolean isBegun(String name, String step) throws SQLException {
    return undoOf(name, step).isPresent();
  }

  /** What takes a step back that was begun; empty for one that was not. */
  Optional<List<String>> undoOf(String name, String step) throws SQLException {
    return Jdbc.first(
        connection,
        row -> List.of((String[]) row.getArray(1).getArray()),
        "SELECT undo FROM curtain.step WHERE migration = ? AND id = ?",
        name,
        step);
  }

  void undone(String name, String step) throws SQLException {
    Jdbc.update(connection, "DELETE FROM curtain.step WHERE migration = ? AND id = ?", name, step);
  }

  Optional<Cursor> cursor(String name, String step) throws SQLException {
    return Jdbc.first(
        connection,
        row -> {
          Array key = row.getArray(1);
          return new Cursor(
              key == null ? List.of() : List.of((String[]) key.getArray()),
              row.getLong(2),
              row.getLong(3),
              row.getLong(4),
              row.getLong(5),
              Optional.of(row.getString(6)).filter(held -> !held.isEmpty()));
        },
        "SELECT key, rows, wrong, estimate, millis, held FROM curtain.cursor WHERE migration = ?"
            + " AND step = ?",
        name,
        step);
  }

  void cursor(String name, String step, Cursor cursor) throws SQLException {
    Jdbc.update(
        connection,
        "INSERT INTO curtain.cursor (migration, step, key, rows, wrong, estimate, millis, held)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (migration, step) DO UPDATE SET key ="
            + " EXCLUDED.key, rows = EXCLUDED.rows, wrong = EXCLUDED.wrong, estimate ="
            + " EXCLUDED.estimate, millis = EXCLUDED.millis, held = EXCLUDED.held, changed ="
            + " clock_timestamp()",
        name,
        step,
        cursor.key(),
        cursor.rows(),
        cursor.wrong(),
        cursor.estimate(),
        cursor.millis(),
        cursor.held().orElse(""));
  }

  void resetCursor(String name, String step) throws SQLException {
    Jdbc.update(
        connection, "DELETE FROM curtain.cursor WHERE migration = ? AND step = ?", name, step);
  }

  List<String> undo(String name) throws SQLException {
    return Jdbc.list(
        connection,
        row -> row.getString(1),
        "SELECT sql FROM curtain.undo WHERE migration = ? ORDER BY place DESC",
        name);
  }

  void undo(String name, List<String> statements) throws SQLException {
    Jdbc.update(connection, "DELETE FROM curtain.undo WHERE migration = ?", name);
    for (int i = 0; i < statements.size(); i++) {
      Jdbc.update(
          connection,
          "INSERT INTO curtain.undo (migration, place, sql) VALUES (?, ?, ?)",
          name,
          i,
          statements.get(i));
    }
  }
}
