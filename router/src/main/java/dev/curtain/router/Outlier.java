package dev.curtain.router;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes a replica out that fails one request after the other, though its readiness says nothing,
 * and lets it come back slowly. Shared by the event loops; while all is well it is only read.
 */
final class Outlier {
  private static final int MOST_FAILURES = 5;
  private static final long FIRST_NANOS = 5_000_000_000L;
  private static final int MOST_DOUBLINGS = 4;
  private static final long SLOW_START_NANOS = 10_000_000_000L;

  private final AtomicInteger failures = new AtomicInteger();
  private volatile boolean troubled;
  private volatile long outUntilNanos;
  private volatile int times;

  /** A request got no whole answer, or one of status 502 to 504. */
  void failed(long nowNanos) {
    if (failures.incrementAndGet() == MOST_FAILURES) {
      outUntilNanos = nowNanos + (FIRST_NANOS << Math.min(times, MOST_DOUBLINGS));
      times = times + 1;
      troubled = true;
    }
  }

  void succeeded() {
    if (failures.get() != 0) {
      failures.set(0);
    }
  }

  /** Whether it is out now. Once back it begins anew with its failures. */
  boolean out(long nowNanos) {
    if (!troubled) {
      return false;
    }
    if (nowNanos - outUntilNanos < 0) {
      return true;
    }
    if (failures.get() >= MOST_FAILURES) {
      failures.set(0);
    }
    if (nowNanos - outUntilNanos > SLOW_START_NANOS) {
      troubled = false;
      times = 0;
    }
    return false;
  }

  /** How much of its share it is to get, 0..1: growing for a while after it has come back. */
  double share(long nowNanos) {
    return troubled
        ? Math.clamp((double) (nowNanos - outUntilNanos) / SLOW_START_NANOS, 0.05, 1)
        : 1;
  }
}
