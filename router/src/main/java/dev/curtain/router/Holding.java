package dev.curtain.router;

/** Whether a connection's next request waits for another table, and since when. */
final class Holding {
  private final Worker worker;
  private boolean active;
  private long sinceNanos;

  Holding(Worker worker) {
    this.worker = worker;
  }

  boolean active() {
    return active;
  }

  /** Whether a request waits on; false where it has waited for too long, or too many do. */
  boolean waits(RoutePolicy.Hold hold, ClientConnection client) {
    long now = System.nanoTime();
    if (!active) {
      if (worker.draining() || !worker.held().add(client, hold.mostWaiting())) {
        worker.events().heldTooMany++;
        return false;
      }
      worker.events().held++;
      active = true;
      sinceNanos = now;
    }
    if (now - sinceNanos < hold.limitMillis() * 1_000_000) {
      return true;
    }
    worker.events().heldTooLong++;
    return false;
  }

  /** The request goes on, or its client is gone. */
  void over(ClientConnection client) {
    if (active) {
      active = false;
      worker.held().remove(client);
    }
  }
}
