package dev.curtain.router;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Time as one event loop has it; touched by that loop alone. */
final class LoopClock {
  private long nanos = System.nanoTime();
  private long wallOffsetMicros = wallOffset();

  /** Reads the clock. */
  long read() {
    nanos = System.nanoTime();
    return nanos;
  }

  /** The clock of the day may have been set. */
  void set() {
    wallOffsetMicros = wallOffset();
  }

  /**
   * When it was read last, a tenth of a second ago at most: exact enough for whatever is not itself
   * measured, of which there is a dozen per request.
   */
  long nanos() {
    return nanos;
  }

  long wallMicros(long atNanos) {
    return atNanos / 1000 + wallOffsetMicros;
  }

  private static long wallOffset() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - System.nanoTime() / 1000;
  }
}
