package dev.curtain.server.engine;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A steady beat beside what is measured: where it is late, this machine stood still, and how long
 * requests took tells more of the machine than of the version. Beats while rollouts move.
 */
final class Pulse implements AutoCloseable {
  private static final long EVERY_NANOS = 5_000_000;

  private final Standstills standstills = new Standstills();
  private final Thread thread;
  private volatile boolean wanted;
  private volatile boolean closed;

  Pulse() {
    thread = Thread.ofPlatform().daemon().name("pulse").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Whether anything is measured: at rest nobody is woken two hundred times a second. */
  void wanted(boolean now) {
    if (wanted != now) {
      wanted = now;
      LockSupport.unpark(thread);
    }
  }

  /** Time by which the pulse beats. */
  static long now() {
    return System.nanoTime();
  }

  /**
   * How long a stretch was, where the machine stood still in it; 0 where it did not.
   *
   * @param from by {@link #now}, {@code to} likewise
   */
  Duration leftOut(long from, long to) {
    return standstills.within(from, to) ? Duration.ofNanos(to - from) : Duration.ZERO;
  }

  private void run() {
    while (!closed) {
      if (!wanted) {
        LockSupport.park();
        continue;
      }
      long due = now() + EVERY_NANOS;
      for (long left = EVERY_NANOS; left > 0 && wanted && !closed; left = due - now()) {
        LockSupport.parkNanos(left);
      }
      if (now() - due >= 0) {
        standstills.beat(due, now());
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
