package dev.curtain.server.engine;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Goes on from an instant at the pace of a clock that nobody can set: for deadlines and pauses.
 * What is written down has the time of the wall.
 */
final class Steady implements InstantSource {
  private final Instant from;
  private final long begun = System.nanoTime();

  Steady(Instant from) {
    this.from = from;
  }

  @Override
  public Instant instant() {
    return from.plusNanos(System.nanoTime() - begun);
  }
}
