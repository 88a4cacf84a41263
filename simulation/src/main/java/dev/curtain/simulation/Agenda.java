package dev.curtain.simulation;

import java.util.PriorityQueue;

/**
 * What is to happen when, on the world's own clock. What is due at the same moment goes in order.
 */
final class Agenda {
  private final PriorityQueue<Item> items = new PriorityQueue<>();
  private long now;
  private long order;

  private record Item(long at, long order, Runnable what) implements Comparable<Item> {
    @Override
    public int compareTo(Item other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  /** Milliseconds since the world began. */
  long now() {
    return now;
  }

  /** {@code what} happens {@code delay} milliseconds from now, {@code >= 0}. */
  void in(long delay, Runnable what) {
    items.add(new Item(now + delay, order++, what));
  }

  /** Lets the next thing happen; false where nothing is left. */
  boolean next() {
    Item item = items.poll();
    if (item == null) {
      return false;
    }
    now = item.at;
    item.what.run();
    return true;
  }
}
