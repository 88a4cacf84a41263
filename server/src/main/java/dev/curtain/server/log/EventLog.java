package dev.curtain.server.log;

import dev.curtain.server.world.Entry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The append-only log: one table, in an SQLite file or in PostgreSQL. What {@link #append} returned
 * from is written. One controller at a time writes it; a second one is told so, and what it wanted
 * to write is not there.
 */
public interface EventLog extends AutoCloseable {
  /** What an entry has to survive before {@link #append} returns. */
  enum Durability {
    /** The end of this process, however sudden. */
    PROCESS,
    /** The end of the machine's power as well. */
    POWER
  }

  /** An entry and its number; numbers begin at 1 and have no gaps. */
  record Numbered(long seq, Entry entry) {}

  /**
   * What the entries up to and with number {@code seq} come to.
   *
   * @param form names how {@code body} is to be read; who does not know the form reads the entries
   */
  record Snapshot(long seq, String form, String body) {}

  /**
   * Opens or creates a log in a file, which this process then holds alone.
   *
   * @param most a log that is thrown away afterwards need not survive a loss of power
   * @throws LogFailure if the file cannot be used or another controller holds it
   */
  static EventLog open(Path file, Durability most) {
    return SqlLog.open(new Dialect.Sqlite(file), most);
  }

  /**
   * Opens or creates a log in a PostgreSQL database.
   *
   * @throws LogFailure if the database cannot be used
   */
  static EventLog open(Database database) {
    return SqlLog.open(new Dialect.Postgres(database), Durability.POWER);
  }

  /**
   * Writes entries, all or none; they survive what {@code durability} says when this returns.
   *
   * @throws LogFailure if they could not be written, or another controller has written since
   */
  void append(List<Entry> entries, Durability durability);

  /** Gives every entry after number {@code seq} with its number, oldest first. */
  void replay(long seq, BiConsumer<Long, Entry> reader);

  /** The next {@code limit} entries after number {@code seq}, oldest first. */
  List<Numbered> after(long seq, int limit);

  /** The entries about one subject up to and with number {@code seq}, oldest first. */
  List<Entry> about(String subject, long seq);

  /** The entries about one subject, oldest first. */
  default List<Entry> about(String subject) {
    return about(subject, Long.MAX_VALUE);
  }

  /** Keeps a snapshot in place of the one that was kept before. */
  void keep(Snapshot snapshot);

  /** The snapshot that is kept, if it has this form. */
  Optional<Snapshot> snapshot(String form);

  @Override
  void close();
}
