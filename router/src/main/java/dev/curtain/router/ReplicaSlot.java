package dev.curtain.router;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A replica as one event loop sees it: idle connections and requests in flight. */
final class ReplicaSlot {
  private static final int MOST_IDLE = 256;

  private final Replica replica;
  private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>();
  private @Nullable H2Upstream h2;
  private int inFlight;

  ReplicaSlot(Replica replica) {
    this.replica = replica;
  }

  /** The connection that all requests share, of a replica that speaks HTTP/2. */
  H2Upstream h2(Worker worker) {
    H2Upstream known = h2;
    if (known == null) {
      known = new H2Upstream(worker, this);
      h2 = known;
    }
    return known;
  }

  Replica replica() {
    return replica;
  }

  int inFlight() {
    return inFlight;
  }

  boolean hasIdle() {
    return !idle.isEmpty();
  }

  void claim() {
    inFlight++;
    replica.claimed(1);
  }

  void release() {
    inFlight--;
    replica.claimed(-1);
  }

  /**
   * The connection used last, which is the least likely to be closed by the replica just now.
   *
   * @param mostIdleNanos it must not have been idle for longer
   */
  @Nullable UpstreamConnection take(long nowNanos, long mostIdleNanos) {
    while (true) {
      UpstreamConnection last = idle.peek();
      if (last == null || (last.open() && nowNanos - last.idleSinceNanos() > mostIdleNanos)) {
        return null;
      }
      idle.pop();
      if (last.open()) {
        return last;
      }
    }
  }

  /** Takes a connection back, or closes it where there is no use for it. */
  void giveBack(UpstreamConnection connection) {
    if (replica.listed() && idle.size() < MOST_IDLE) {
      idle.push(connection);
    } else {
      connection.close();
    }
  }

  void forget(UpstreamConnection connection) {
    idle.remove(connection);
  }

  /** Closes what has been idle for too long; everything once the replica has left the table. */
  void trim(long nowNanos, long mostIdleNanos) {
    if (h2 != null && !replica.listed() && inFlight == 0) {
      h2.close();
    }
    while (true) {
      UpstreamConnection oldest = idle.peekLast();
      if (oldest == null
          || (replica.listed() && nowNanos - oldest.idleSinceNanos() <= mostIdleNanos)) {
        return;
      }
      idle.removeLast();
      oldest.close();
    }
  }
}
