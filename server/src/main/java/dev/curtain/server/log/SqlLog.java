package dev.curtain.server.log;

import dev.curtain.server.world.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The log over JDBC. The writer numbers its entries itself, so that of two writers who believe to
 * be the only one, the second finds its number taken and stops.
 */
final class SqlLog implements EventLog {
  private static final int FETCH = 1_000;
  private static final Duration RETRY = Duration.ofMillis(100);

  private final Dialect dialect;
  private final boolean mayForce;
  private final Json json = new Json();
  // Guarded by this.
  private Connection connection;
  private String durability = "";
  private long last;

  private SqlLog(Dialect dialect, Connection connection, boolean mayForce, long last) {
    this.dialect = dialect;
    this.connection = connection;
    this.mayForce = mayForce;
    this.last = last;
  }

  static SqlLog open(Dialect dialect, Durability most) {
    try {
      Connection connection = dialect.connect();
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT COALESCE(MAX(seq), 0) FROM event")) {
        row.next();
        return new SqlLog(dialect, connection, most == Durability.POWER, row.getLong(1));
      }
    } catch (SQLException e) {
      throw new LogFailure(
          dialect
              + ": the event log cannot be opened ("
              + e.getMessage()
              + "). "
              + dialect.advice(),
          e);
    }
  }

  @Override
  public synchronized void append(List<Entry> entries, Durability survives) {
    List<String> bodies = entries.stream().map(json::write).toList();
    long deadline = System.nanoTime() + dialect.patience().toNanos();
    boolean again = false;
    while (true) {
      try {
        write(entries, bodies, mayForce && survives == Durability.POWER);
        last += entries.size();
        return;
      } catch (SQLException e) {
        if (dialect.isConflict(e)) {
          rollback(e);
          // A commit whose answer was lost looks like somebody else's entry, but it is ours.
          if (again && isWritten(bodies)) {
            last += entries.size();
            return;
          }
          throw new LogFailure(
              dialect
                  + ": entry "
                  + (last + 1)
                  + " was written by another controller; this one leads no longer",
              e);
        }
        if (System.nanoTime() > deadline || isConnected()) {
          throw new LogFailure("the event log cannot be written: " + e.getMessage(), e);
        }
        again = true;
        reconnect(deadline);
      }
    }
  }

  private void write(List<Entry> entries, List<String> bodies, boolean power) throws SQLException {
    set(dialect.durability(power));
    connection.setAutoCommit(false);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO event (seq, at, subject, kind, body) VALUES (?, ?, ?, ?, ?)")) {
      for (int i = 0; i < entries.size(); i++) {
        Entry entry = entries.get(i);
        insert.setLong(1, last + 1 + i);
        insert.setString(2, entry.at().toString());
        insert.setString(3, entry.subject());
        insert.setString(4, entry.getClass().getSimpleName());
        insert.setString(5, bodies.get(i));
        insert.addBatch();
      }
      insert.executeBatch();
    }
    connection.commit();
  }

  /**
   * What has no decision in it need not wait for the disk: it survives the process all the same.
   */
  private void set(String wanted) throws SQLException {
    if (!wanted.equals(durability)) {
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement()) {
        statement.execute(wanted);
      }
      durability = wanted;
    }
  }

  private void rollback(SQLException why) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }

  private boolean isConnected() {
    try {
      return connection.isValid(1);
    } catch (SQLException e) {
      throw new LogFailure("the event log cannot be asked: " + e.getMessage(), e);
    }
  }

  private boolean isWritten(List<String> bodies) {
    List<String> there =
        query(
            "SELECT body FROM event WHERE seq > ? ORDER BY seq LIMIT ?",
            select -> {
              select.setLong(1, last);
              select.setInt(2, bodies.size());
            },
            row -> row.getString(1));
    return there.equals(bodies);
  }

  private void reconnect(long deadline) {
    while (true) {
      try {
        connection = dialect.connect();
        durability = "";
        return;
      } catch (SQLException e) {
        if (System.nanoTime() > deadline) {
          throw new LogFailure(dialect + " has gone away: " + e.getMessage(), e);
        }
        try {
          Thread.sleep(RETRY);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new LogFailure(dialect + " has gone away: " + e.getMessage(), e);
        }
      }
    }
  }

  @Override
  public synchronized void replay(long seq, BiConsumer<Long, Entry> reader) {
    read(
        "SELECT seq, body FROM event WHERE seq > ? ORDER BY seq",
        select -> select.setLong(1, seq),
        row -> reader.accept(row.getLong(1), entry(row.getString(2))));
  }

  @Override
  public synchronized List<Numbered> after(long seq, int limit) {
    return query(
        "SELECT seq, body FROM event WHERE seq > ? ORDER BY seq LIMIT ?",
        select -> {
          select.setLong(1, seq);
          select.setInt(2, limit);
        },
        row -> new Numbered(row.getLong(1), entry(row.getString(2))));
  }

  @Override
  public synchronized List<Entry> about(String subject, long seq) {
    return query(
        "SELECT body FROM event WHERE subject = ? AND seq <= ? ORDER BY seq",
        select -> {
          select.setString(1, subject);
          select.setLong(2, seq);
        },
        row -> entry(row.getString(1)));
  }

  @Override
  public synchronized void keep(Snapshot snapshot) {
    try {
      connection.setAutoCommit(false);
      try (Statement forget = connection.createStatement();
          PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO snapshot (seq, form, body) VALUES (?, ?, ?)")) {
        forget.execute("DELETE FROM snapshot");
        insert.setLong(1, snapshot.seq());
        insert.setString(2, snapshot.form());
        insert.setString(3, snapshot.body());
        insert.executeUpdate();
      }
      connection.commit();
    } catch (SQLException e) {
      rollback(e);
      throw new LogFailure("the snapshot cannot be kept: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized Optional<Snapshot> snapshot(String form) {
    return query(
            "SELECT seq, form, body FROM snapshot WHERE form = ? ORDER BY seq DESC LIMIT 1",
            select -> select.setString(1, form),
            row -> new Snapshot(row.getLong(1), row.getString(2), row.getString(3)))
        .stream()
        .findFirst();
  }

  private Entry entry(String body) {
    return json.read(body, Entry.class);
  }

  private interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private interface Visitor {
    void visit(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String sql, Binding binding, Reader<T> reader) {
    List<T> found = new ArrayList<>();
    read(sql, binding, row -> found.add(reader.read(row)));
    return found;
  }

  /** Inside a transaction, so that PostgreSQL hands out rows as they are asked for. */
  private void read(String sql, Binding binding, Visitor visitor) {
    if (!isConnected() && dialect.patience().isPositive()) {
      reconnect(System.nanoTime() + dialect.patience().toNanos());
    }
    try {
      connection.setAutoCommit(false);
      try (PreparedStatement select = connection.prepareStatement(sql)) {
        select.setFetchSize(FETCH);
        binding.bind(select);
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            visitor.visit(rows);
          }
        }
      }
      connection.commit();
    } catch (SQLException e) {
      rollback(e);
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
