package dev.curtain.server.log;

import dev.curtain.server.world.Entry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The append-only log: one table in one SQLite file. What {@link #append} returned from is on disk.
 * One controller at a time holds the file; a second one is told so.
 */
public final class EventLog implements AutoCloseable {
  private static final String SCHEMA =
      """
      CREATE TABLE IF NOT EXISTS event (
        seq     INTEGER PRIMARY KEY AUTOINCREMENT,
        at      TEXT NOT NULL,
        subject TEXT NOT NULL,
        kind    TEXT NOT NULL,
        body    TEXT NOT NULL
      ) STRICT
      """;

  private final Connection connection;
  private final boolean mayForce;
  private final Json json = new Json();
  private boolean forcing;

  private EventLog(Connection connection, boolean mayForce) {
    this.connection = connection;
    this.mayForce = mayForce;
  }

  /** What an entry has to survive before {@link #append} returns. */
  public enum Durability {
    /** The end of this process, however sudden. */
    PROCESS,
    /** The end of the machine's power as well. */
    POWER
  }

  /**
   * Opens or creates the log.
   *
   * @param most a log that is thrown away afterwards need not survive a loss of power
   * @throws LogFailure if the file cannot be used or another controller holds it
   */
  public static EventLog open(Path file, Durability most) {
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA busy_timeout = 200");
        statement.execute("PRAGMA locking_mode = EXCLUSIVE");
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = NORMAL");
        statement.execute(SCHEMA);
        statement.execute("CREATE INDEX IF NOT EXISTS event_subject ON event (subject, seq)");
      }
      return new EventLog(connection, most == Durability.POWER);
    } catch (SQLException e) {
      throw new LogFailure(
          file
              + ": the event log cannot be opened ("
              + e.getMessage()
              + "). Another curtain may be using this home; choose another with --home DIR",
          e);
    }
  }

  /** Writes entries, all or none; they survive what {@code durability} says when this returns. */
  public synchronized void append(List<Entry> entries, Durability durability) {
    try {
      force(mayForce && durability == Durability.POWER);
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO event (at, subject, kind, body) VALUES (?, ?, ?, ?)")) {
        for (Entry entry : entries) {
          insert.setString(1, entry.at().toString());
          insert.setString(2, entry.subject());
          insert.setString(3, entry.getClass().getSimpleName());
          insert.setString(4, json.write(entry));
          insert.addBatch();
        }
        insert.executeBatch();
      }
      connection.commit();
    } catch (SQLException e) {
      throw new LogFailure("the event log cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * What has no decision in it need not wait for the disk: in WAL mode it survives the process all
   * the same.
   */
  private void force(boolean wanted) throws SQLException {
    if (wanted != forcing) {
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA synchronous = " + (wanted ? "FULL" : "NORMAL"));
      }
      forcing = wanted;
    }
  }

  /** Gives every entry with its number, oldest first. */
  public synchronized void replay(BiConsumer<Long, Entry> reader) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT seq, body FROM event ORDER BY seq")) {
      while (rows.next()) {
        reader.accept(rows.getLong(1), json.read(rows.getString(2), Entry.class));
      }
    } catch (SQLException e) {
      throw new LogFailure("the event log cannot be read: " + e.getMessage(), e);
    }
  }

  /** An entry and its number. */
  public record Numbered(long seq, Entry entry) {}

  /** The next {@code limit} entries after number {@code seq}, oldest first. */
  public synchronized List<Numbered> after(long seq, int limit) {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT seq, body FROM event WHERE seq > ? ORDER BY seq LIMIT ?")) {
      select.setLong(1, seq);
      select.setInt(2, limit);
      List<Numbered> entries = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          entries.add(new Numbered(rows.getLong(1), json.read(rows.getString(2), Entry.class)));
        }
      }
      return entries;
    } catch (SQLException e) {
      throw new LogFailure("the event log cannot be read: " + e.getMessage(), e);
    }
  }

  /** The entries about one subject, oldest first. */
  public List<Entry> about(String subject) {
    return about(subject, Long.MAX_VALUE);
  }

  /** The entries about one subject up to and with number {@code seq}, oldest first. */
  public synchronized List<Entry> about(String subject, long seq) {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT body FROM event WHERE subject = ? AND seq <= ? ORDER BY seq")) {
      select.setString(1, subject);
      select.setLong(2, seq);
      List<Entry> entries = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          entries.add(json.read(rows.getString(1), Entry.class));
        }
      }
      return entries;
    } catch (SQLException e) {
      throw new LogFailure("the event log cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new LogFailure("the event log cannot be closed: " + e.getMessage(), e);
    }
  }
}
