package dev.curtain.router;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Notes that wait for whoever writes them down. Event loops never wait for it: what there is no
 * room for is dropped and counted.
 */
final class Outbox {
  private final ConcurrentLinkedQueue<Note> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final int most;

  Outbox(int most) {
    this.most = most;
  }

  void offer(Note note) {
    if (size.incrementAndGet() > most) {
      size.decrementAndGet();
      dropped.incrementAndGet();
    } else {
      waiting.add(note);
    }
  }

  /** Adds what waits, up to a number in all. */
  void take(List<Note> into, int mostTaken) {
    while (into.size() < mostTaken) {
      @Nullable Note next = waiting.poll();
      if (next == null) {
        return;
      }
      size.decrementAndGet();
      into.add(next);
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** What was taken could not be written down. */
  void lost(int count) {
    dropped.addAndGet(count);
  }

  /** How many were never written down. */
  long dropped() {
    return dropped.get();
  }
}
