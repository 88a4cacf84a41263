package dev.curtain.server.log;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** The little in which the databases differ; every statement that reads or writes is the same. */
sealed interface Dialect {
  /** A connection on which the tables exist. */
  Connection connect() throws SQLException;

  /** Sets what the next transaction has to survive. Called before it begins. */
  String durability(boolean power);

  /** Whether the row was there already. */
  boolean isConflict(SQLException failure);

  /** How long a connection that has gone is looked for again; zero: it cannot go. */
  Duration patience();

  /** What to do about a log that cannot be opened. */
  String advice();

  /** One file, held by one process. */
  record Sqlite(Path file) implements Dialect {
    private static final int CONSTRAINT = 19;

    @Override
    public Connection connect() throws SQLException {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      run(
          connection,
          List.of(
              "PRAGMA busy_timeout = 200",
              "PRAGMA locking_mode = EXCLUSIVE",
              "PRAGMA journal_mode = WAL",
              """
              CREATE TABLE IF NOT EXISTS event (
                seq     INTEGER PRIMARY KEY AUTOINCREMENT,
                at      TEXT NOT NULL,
                subject TEXT NOT NULL,
                kind    TEXT NOT NULL,
                body    TEXT NOT NULL
              ) STRICT
              """,
              "CREATE INDEX IF NOT EXISTS event_subject ON event (subject, seq)",
              """
              CREATE TABLE IF NOT EXISTS snapshot (
                seq  INTEGER PRIMARY KEY,
                form TEXT NOT NULL,
                body TEXT NOT NULL
              ) STRICT
              """));
      return connection;
    }

    @Override
    public String durability(boolean power) {
      return "PRAGMA synchronous = " + (power ? "FULL" : "NORMAL");
    }

    @Override
    public boolean isConflict(SQLException failure) {
      return (failure.getErrorCode() & 0xff) == CONSTRAINT;
    }

    @Override
    public Duration patience() {
      return Duration.ZERO;
    }

    @Override
    public String advice() {
      return "Another curtain may be using this home; choose another with --home DIR";
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }

  /** A database that several controllers share, one of which writes. */
  record Postgres(Database database) implements Dialect {
    private static final String UNIQUE_VIOLATION = "23505";

    @Override
    public Connection connect() throws SQLException {
      Connection connection = database.connect();
      run(
          connection,
          List.of(
              """
              CREATE TABLE IF NOT EXISTS event (
                seq     BIGINT PRIMARY KEY,
                at      TEXT NOT NULL,
                subject TEXT NOT NULL,
                kind    TEXT NOT NULL,
                body    TEXT NOT NULL
              )
              """,
              "CREATE INDEX IF NOT EXISTS event_subject ON event (subject, seq)",
              """
              CREATE TABLE IF NOT EXISTS snapshot (
                seq  BIGINT PRIMARY KEY,
                form TEXT NOT NULL,
                body TEXT NOT NULL
              )
              """));
      return connection;
    }

    @Override
    public String durability(boolean power) {
      return "SET synchronous_commit = " + (power ? "on" : "off");
    }

    @Override
    public boolean isConflict(SQLException failure) {
      return UNIQUE_VIOLATION.equals(failure.getSQLState());
    }

    @Override
    public Duration patience() {
      return Duration.ofSeconds(10);
    }

    @Override
    public String advice() {
      return "Is the database there, and may this user create tables in it?";
    }

    @Override
    public String toString() {
      return database.toString();
    }
  }

  private static void run(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
