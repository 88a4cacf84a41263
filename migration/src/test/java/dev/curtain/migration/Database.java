package dev.curtain.migration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A PostgreSQL of the tests' own, with a fresh database for whoever asks. */
public final class Database implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static int made;

  private final EmbeddedPostgres server;
  private final String name;

  private Database(EmbeddedPostgres server, String name) {
    this.server = server;
    this.name = name;
  }

  private static final class Shared {
    private static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setPGStartupWait(Duration.ofMinutes(1))
            .setServerConfig("fsync", "off")
            .setServerConfig("max_connections", "60")
            .setServerConfig("timezone", "UTC")
            .setServerConfig("track_functions", "pl")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** An empty database on the one server that all tests share; it ends with the tests. */
  public static synchronized Database fresh() throws SQLException {
    String name = "db" + made++;
    try (Connection connection = Shared.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return new Database(Shared.SERVER, name);
  }

  public String url() {
    return server.getJdbcUrl("postgres", name);
  }

  public Connection connect() throws SQLException {
    return server.getDatabase("postgres", name).getConnection();
  }

  /** Runs statements that answer nothing. */
  public void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  /** The first column of the first row, as text; "null" where it is null. */
  public String ask(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "no row";
    }
  }

  /**
   * Returns once nobody else is connected. A session that was closed, or whose process was killed,
   * ends a little later: after its last statement, and after its counts are where all can see them.
   */
  public void alone() throws SQLException {
    String others =
        "SELECT string_agg(pid || ' ' || coalesce(state, '') || ' ' || query, '; ') FROM"
            + " pg_stat_activity WHERE datname = current_database() AND backend_type = 'client"
            + " backend' AND pid <> pg_backend_pid()";
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (String there = ask(others); !there.equals("null"); there = ask(others)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("still connected after " + PATIENCE + ": " + there);
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Override
  public void close() throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
    }
  }
}
