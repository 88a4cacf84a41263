package dev.curtain.server.engine;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * When this machine stood still, from how late a beat was that should have been steady: overload, a
 * throttled container, a pause of the virtual machine. Pure: times are handed in, nanoseconds of
 * one steady clock.
 *
 * <p>A little lateness is usual, and on a busy machine more is. What is usual is in the latencies
 * of both sides and of what was taken as normal; only what is beyond it is a standstill.
 */
final class Standstills {
  private static final long MILLI = 1_000_000;

  /** Shorter ones are not told apart from a service that takes a moment longer. */
  private static final long LEAST = 20 * MILLI;

  private static final long WINDOW = 100 * MILLI;
  private static final int WINDOWS = 64;

  /** Fewer say nothing about what is usual. */
  private static final int ENOUGH = 8;

  /** What waited goes on waiting for its turn: about as long as it lasted, and a little more. */
  private static final long AFTERMATH = 50 * MILLI;

  private static final long LONGEST_AFTERMATH = 1_000 * MILLI;

  /** Whoever asks about a longer time ago is told that nothing was. */
  private static final long KEPT = 120_000 * MILLI;

  private record Standstill(long from, long to) {}

  private final Deque<Standstill> found = new ArrayDeque<>();

  /** The worst lateness of each of the last windows; a ring. */
  private final long[] worst = new long[WINDOWS];

  private long windows;
  private long windowEnd;
  private long worstNow;

  /** A beat that was due at one time came at another. */
  synchronized void beat(long due, long now) {
    long late = Math.max(0, now - due);
    if (late > Math.max(LEAST, usual())) {
      found.add(new Standstill(due, now + AFTERMATH + Math.min(late, LONGEST_AFTERMATH)));
      while (now - found.getFirst().to() > KEPT) {
        found.removeFirst();
      }
    }
    worstNow = Math.max(worstNow, late);
    if (windows == 0 && windowEnd == 0) {
      windowEnd = now + WINDOW;
    } else if (now - windowEnd >= 0) {
      worst[(int) (windows++ % WINDOWS)] = worstNow;
      worstNow = 0;
      windowEnd = now + WINDOW;
    }
  }

  /** Whether it stood still, or was catching up, at any time of this stretch. */
  synchronized boolean within(long from, long to) {
    return found.stream().anyMatch(one -> one.to() - from > 0 && to - one.from() > 0);
  }

  /**
   * What three of four windows keep within: of what is left out there is never so much that nothing
   * is left to judge by.
   */
  private long usual() {
    int count = (int) Math.min(windows, WINDOWS);
    if (count < ENOUGH) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(worst, count);
    Arrays.sort(sorted);
    return sorted[count * 3 / 4];
  }
}
