package dev.curtain.server.traffic;

import java.time.Instant;

/**
 * A request that was not answered as it should.
 *
 * @param at when it was sent
 * @param status of the answer; 0 where there was none
 * @param track that answered; empty where there was no answer or it did not say
 * @param marked the answer says that it failed because a fault was asked for
 * @param detail for a person
 */
public record Failure(
    Instant at, Kind kind, int status, String track, boolean marked, String detail) {
  public enum Kind {
    /** Answered with status 500 or above. */
    STATUS,
    /** No connection. */
    NO_CONNECTION,
    /** The connection ended before the answer did, or the answer was not HTTP. */
    BROKEN,
    /** Nothing came for too long. */
    TIMEOUT
  }

  /** Tells failures that were asked for from those that were not. */
  @FunctionalInterface
  public interface Attribution {
    /** Only what is marked was asked for. */
    Attribution MARKED = Failure::marked;

    boolean injected(Failure failure);
  }
}
