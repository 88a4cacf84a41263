package dev.curtain.router;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The connections of one event loop whose request is on hold; the number is the router's. */
final class Held {
  private final AtomicInteger ofAllLoops;
  private final Set<ClientConnection> waiting = new LinkedHashSet<>();

  Held(AtomicInteger ofAllLoops) {
    this.ofAllLoops = ofAllLoops;
  }

  /** Whether there was room for one more. */
  boolean add(ClientConnection client, int most) {
    if (ofAllLoops.incrementAndGet() > most) {
      ofAllLoops.decrementAndGet();
      return false;
    }
    waiting.add(client);
    return true;
  }

  void remove(ClientConnection client) {
    if (waiting.remove(client)) {
      ofAllLoops.decrementAndGet();
    }
  }

  /** There may be another table: everyone looks again, in the order of arrival. */
  void look() {
    List.copyOf(waiting).forEach(ClientConnection::process);
  }

  int size() {
    return waiting.size();
  }
}
