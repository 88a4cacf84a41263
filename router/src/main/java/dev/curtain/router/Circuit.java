package dev.curtain.router;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Leaves a track alone that fails one request after the other: open, it lets nothing through, but
 * for one request from time to time, whose answer decides. Shared by the event loops; while all is
 * well it is only read.
 */
final class Circuit {
  private static final int MOST_DOUBLINGS = 5;

  private final int mostFailures;
  private final long openNanos;
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicLong nextTryNanos = new AtomicLong();
  private volatile boolean open;
  private volatile int doublings;

  /**
   * @param mostFailures in a row that open it; 0: never
   */
  Circuit(int mostFailures, long openNanos) {
    this.mostFailures = mostFailures;
    this.openNanos = openNanos;
  }

  /** Whether a request may go on; where it is open that is the one that tries. */
  boolean lets(long nowNanos) {
    if (!open) {
      return true;
    }
    long due = nextTryNanos.get();
    return nowNanos - due >= 0 && nextTryNanos.compareAndSet(due, nowNanos + pause());
  }

  private long pause() {
    return openNanos << doublings;
  }

  boolean open() {
    return open;
  }

  /** How often it has opened. */
  int opened() {
    return opened.get();
  }

  /**
   * A request got no whole answer, or one of status 502 to 504.
   *
   * @param tries whether that was the one that tries
   */
  void failed(long nowNanos, boolean tries) {
    if (mostFailures == 0) {
      return;
    }
    if (open) {
      if (tries) {
        doublings = Math.min(MOST_DOUBLINGS, doublings + 1);
        nextTryNanos.set(nowNanos + pause());
      }
    } else if (failures.incrementAndGet() == mostFailures) {
      doublings = 0;
      nextTryNanos.set(nowNanos + pause());
      open = true;
      opened.incrementAndGet();
    }
  }

  /** The answers of requests that were on their way when it opened say nothing about now. */
  void succeeded(boolean tries) {
    if (open && !tries) {
      return;
    }
    if (failures.get() != 0) {
      failures.set(0);
    }
    open = false;
  }
}
