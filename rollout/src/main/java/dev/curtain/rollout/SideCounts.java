package dev.curtain.rollout;

import java.util.List;

/**
 * What the tracks of one side had counted at a moment, since the router's start; two of them
 * subtract.
 *
 * @param started requests given to the side
 * @param inFlight of these, not ended
 * @param broken ended without a whole answer from the service
 * @param lastStartedMicros wall clock of the last request given to the side, microseconds since
 *     1970; 0: never
 * @param protocols the same by kind of exchange, of those that there were; logs of before that have
 *     none
 */
public record SideCounts(
    long started, long inFlight, long broken, long lastStartedMicros, List<Protocol> protocols) {
  public static final SideCounts NONE = new SideCounts(0, 0, 0, 0);

  public SideCounts {
    protocols = protocols == null ? List.of() : List.copyOf(protocols);
  }

  public SideCounts(long started, long inFlight, long broken, long lastStartedMicros) {
    this(started, inFlight, broken, lastStartedMicros, List.of());
  }

  /**
   * Exchanges of one kind.
   *
   * @param name {@code http}, {@code stream} (an answer that has gone on for a second), {@code
   *     websocket}, {@code grpc}: what it was when it was looked at, or when it ended
   * @param inFlight not ended
   * @param completed whole, or ended by both sides
   * @param toldToGo of these, clients that the router had told to go
   * @param cancelled the client went away first
   * @param broken the service did not do its part
   * @param cut not ended in the time that a drain gives
   */
  public record Protocol(
      String name,
      long inFlight,
      long completed,
      long toldToGo,
      long cancelled,
      long broken,
      long cut) {
    /** How those that were in flight in {@code before} ended until now, and what still is. */
    Protocol since(Protocol before) {
      return new Protocol(
          name,
          inFlight,
          completed - before.completed,
          toldToGo - before.toldToGo,
          cancelled - before.cancelled,
          broken - before.broken,
          cut - before.cut);
    }

    static Protocol none(String name) {
      return new Protocol(name, 0, 0, 0, 0, 0, 0);
    }

    boolean counts() {
      return completed >= 0 && cancelled >= 0 && broken >= 0 && cut >= 0;
    }
  }

  Protocol protocol(String name) {
    return protocols.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElse(Protocol.none(name));
  }
}
