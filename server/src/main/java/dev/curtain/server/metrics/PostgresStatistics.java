package dev.curtain.server.metrics;

import dev.curtain.migration.run.DatabaseAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Asks a PostgreSQL (14 and later) for what it counts of one database. Every role may read all of
 * it, but for how long somebody else's transaction has lasted. No text of a query is asked for:
 * there may be anything in it.
 */
final class PostgresStatistics implements AutoCloseable {
  private static final String COUNTS =
      "SELECT coalesce((extract(epoch FROM stats_reset) * 1000000)::bigint, 0), xact_commit,"
          + " xact_rollback, deadlocks, conflicts, sessions_fatal + sessions_abandoned +"
          + " sessions_killed, numbackends FROM pg_stat_database WHERE datname ="
          + " current_database()";

  /** A shorter wait for a lock is everyday life. */
  private static final String WAITING =
      "SELECT count(DISTINCT l.pid), coalesce(max((extract(epoch FROM clock_timestamp() -"
          + " l.waitstart) * 1000)::bigint), 0) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
          + " WHERE NOT l.granted AND a.datname = current_database() AND l.waitstart <"
          + " clock_timestamp() - interval '250 milliseconds'";

  private static final String BLOCKER =
      "SELECT b.pid, coalesce(nullif(b.application_name, ''), 'no application name'),"
          + " (extract(epoch FROM clock_timestamp() - b.xact_start) * 1000)::bigint FROM pg_locks l"
          + " JOIN pg_stat_activity a USING (pid), unnest(pg_blocking_pids(l.pid)) AS holds"
          + " JOIN pg_stat_activity b ON b.pid = holds WHERE NOT l.granted AND a.datname ="
          + " current_database() ORDER BY l.waitstart LIMIT 1";

  private final DatabaseAddress address;
  private Optional<Connection> connection = Optional.empty();

  PostgresStatistics(DatabaseAddress address) {
    this.address = address;
  }

  /** After an error it connects anew. */
  DatabaseLook look() throws SQLException {
    try {
      return ask();
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  private DatabaseLook ask() throws SQLException {
    if (connection.isEmpty()) {
      connection = Optional.of(address.connect());
    }
    try (Statement statement = connection.get().createStatement()) {
      int waiting;
      long longest;
      try (ResultSet rows = statement.executeQuery(WAITING)) {
        rows.next();
        waiting = rows.getInt(1);
        longest = rows.getLong(2);
      }
      Optional<String> blocker = waiting == 0 ? Optional.empty() : blocker(statement);
      try (ResultSet rows = statement.executeQuery(COUNTS)) {
        if (!rows.next()) {
          throw new SQLException("it has no row of itself in pg_stat_database");
        }
        return new DatabaseLook(
            rows.getLong(1),
            rows.getLong(2),
            rows.getLong(3),
            rows.getLong(4),
            rows.getLong(5),
            rows.getLong(6),
            rows.getInt(7),
            waiting,
            longest,
            blocker);
      }
    }
  }

  private static Optional<String> blocker(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery(BLOCKER)) {
      if (!rows.next()) {
        return Optional.empty();
      }
      String who = "process " + rows.getInt(1) + " (" + rows.getString(2) + ")";
      long millis = rows.getLong(3);
      return Optional.of(
          rows.wasNull() ? who : who + ", in a transaction for " + millis / 1000 + " s");
    }
  }

  @Override
  public void close() throws SQLException {
    if (connection.isPresent()) {
      Connection open = connection.get();
      connection = Optional.empty();
      open.close();
    }
  }
}
