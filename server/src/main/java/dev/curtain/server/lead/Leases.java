package dev.curtain.server.lead;

import dev.curtain.server.log.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The one row that says who leads, for how long, in which term. All times are the database's, so
 * that clocks of controllers need not agree. Its methods throw {@link SQLException} where the
 * database cannot be asked; nothing is known then.
 */
final class Leases {
  private static final String SCHEMA =
      """
      CREATE TABLE IF NOT EXISTS lease (
        name   TEXT PRIMARY KEY,
        holder TEXT NOT NULL,
        term   BIGINT NOT NULL,
        until  TIMESTAMPTZ NOT NULL
      )
      """;
  private static final String NAME = "controller";

  private final Database database;

  Leases(Database database) {
    this.database = database;
  }

  void create() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(SCHEMA);
    }
  }

  /** Takes the lease if nobody holds it. Gives the new term, higher than any before. */
  OptionalLong take(String holder, Duration lasting) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement take =
            connection.prepareStatement(
                """
                INSERT INTO lease (name, holder, term, until)
                VALUES (?, ?, 1, clock_timestamp() + ? * INTERVAL '1 millisecond')
                ON CONFLICT (name) DO UPDATE
                  SET holder = excluded.holder, term = lease.term + 1, until = excluded.until
                  WHERE lease.until < clock_timestamp()
                RETURNING term
                """)) {
      take.setString(1, NAME);
      take.setString(2, holder);
      take.setLong(3, lasting.toMillis());
      try (ResultSet row = take.executeQuery()) {
        return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  /** Prolongs a term. False: somebody else leads by now. */
  boolean renew(String holder, long term, Duration lasting) throws SQLException {
    return update(
        holder, term, "clock_timestamp() + " + lasting.toMillis() + " * INTERVAL '1 millisecond'");
  }

  /** Ends a term, so that the next need not wait for its end. */
  void release(String holder, long term) throws SQLException {
    update(holder, term, "clock_timestamp() - INTERVAL '1 second'");
  }

  private boolean update(String holder, long term, String until) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE lease SET until = "
                    + until
                    + " WHERE name = ? AND holder = ? AND term = ?")) {
      update.setString(1, NAME);
      update.setString(2, holder);
      update.setLong(3, term);
      return update.executeUpdate() == 1;
    }
  }

  /** Who leads now, if anybody does. */
  Optional<String> holder() throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT holder FROM lease WHERE name = ? AND until >= clock_timestamp()")) {
      select.setString(1, NAME);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }
}
