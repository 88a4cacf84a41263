package dev.curtain.server.migration;

import dev.curtain.analysis.Tally;
import dev.curtain.migration.run.DatabaseAddress;
import dev.curtain.router.LatencyCounts;
import dev.curtain.router.Measures;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Counts what users meet: by the database's own statistics, and by the router where there is one.
 */
final class Witness implements AutoCloseable {
  private static final String TRANSACTIONS =
      "SELECT xact_commit, xact_rollback FROM pg_stat_database WHERE datname = current_database()";

  private static final String SESSIONS =
      "SELECT count(*), count(*) FILTER (WHERE EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid"
          + " AND NOT l.granted AND l.waitstart < clock_timestamp() - ? * interval '1"
          + " millisecond')) FROM pg_stat_activity a WHERE datname = current_database() AND"
          + " backend_type = 'client backend' AND state = 'active' AND application_name <>"
          + " 'curtain migrate' AND pid <> pg_backend_pid()";

  /** A shorter wait for a lock is everyday life, milliseconds. */
  private static final long PATIENCE = 250;

  private final DatabaseAddress address;
  private final Supplier<Optional<Measures>> router;
  private Optional<Connection> connection = Optional.empty();
  private LongSupplier own = () -> 0;
  private Tally sessions = Tally.NONE;

  /**
   * @param router empty where nobody routes, or the router does not answer
   */
  Witness(DatabaseAddress address, Supplier<Optional<Measures>> router) {
    this.address = address;
    this.router = router;
  }

  /**
   * @param rolledBack transactions that the migration rolled back itself
   */
  void leaveOut(LongSupplier rolledBack) {
    own = rolledBack;
  }

  /** Everything up to now; after an error it connects anew. */
  Counts read() throws SQLException {
    try {
      return count();
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  private Counts count() throws SQLException {
    long[] atWork = ask(SESSIONS, PATIENCE);
    sessions = sessions.plus(new Tally(atWork[0], atWork[1]));
    long[] ended = ask(TRANSACTIONS, 0);
    long rolledBack = Math.max(0, ended[1] - own.getAsLong());
    Tally transactions = new Tally(ended[0] + rolledBack, rolledBack);
    Tally requests = Tally.NONE;
    LatencyCounts latency = LatencyCounts.NONE;
    Optional<Measures> measures = router.get();
    if (measures.isPresent()) {
      for (Measures.TrackMeasures track : measures.get().tracks().values()) {
        requests = requests.plus(new Tally(track.judged(), track.failed()));
        latency = latency.plus(track.latency());
      }
    }
    return new Counts(requests, latency, transactions, sessions);
  }

  private long[] ask(String query, long argument) throws SQLException {
    if (connection.isEmpty()) {
      connection = Optional.of(address.connect());
    }
    try (PreparedStatement statement = connection.get().prepareStatement(query)) {
      if (argument > 0) {
        statement.setLong(1, argument);
      }
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return new long[] {rows.getLong(1), rows.getLong(2)};
      }
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
