package dev.curtain.router;

import java.util.List;
import java.util.Locale;

/** How requests of one track ended on one event loop, by protocol; touched by that loop alone. */
final class Endings {
  /** The one end of a request. */
  enum End {
    COMPLETED,
    TOLD_TO_GO,
    CANCELLED,
    BROKEN,
    CUT;

    private final String text = name().toLowerCase(Locale.ROOT);

    String text() {
      return text;
    }
  }

  private static final long[] NONE = {};
  private static final Protocol[] PROTOCOLS = Protocol.values();
  private static final int KINDS = End.values().length;

  private long[] counts = NONE;

  void add(Protocol protocol, End end) {
    if (counts.length == 0) {
      counts = new long[PROTOCOLS.length * KINDS];
    }
    counts[protocol.ordinal() * KINDS + end.ordinal()]++;
  }

  /** Adds a line for each protocol of which something ended. */
  void into(String track, List<Measures.Ended> lines) {
    if (counts.length == 0) {
      return;
    }
    for (Protocol protocol : PROTOCOLS) {
      long told = count(protocol, End.TOLD_TO_GO);
      Measures.Ended line =
          new Measures.Ended(
              track,
              protocol.text(),
              count(protocol, End.COMPLETED) + told,
              told,
              count(protocol, End.CANCELLED),
              count(protocol, End.BROKEN),
              count(protocol, End.CUT));
      if (line.total() > 0) {
        lines.add(line);
      }
    }
  }

  private long count(Protocol protocol, End end) {
    return counts[protocol.ordinal() * KINDS + end.ordinal()];
  }
}
