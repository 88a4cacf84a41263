package dev.curtain.router;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A backend while it is in a table or has requests in flight; shared by the tables that list it.
 */
final class Replica {
  private final Route.Backend backend;
  private final InetSocketAddress address;
  private final ReplicaSlot[] slots;
  private final Outlier outlier = new Outlier();
  private final LoadLimits limits;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger pending = new AtomicInteger();
  private volatile boolean ready = true;
  private volatile boolean listed = true;
  private volatile long downSinceNanos;
  private volatile long leftNanos;

  /** Resolves the backend's host, which may take a while where that is a name. */
  Replica(Route.Backend backend, int loops, LoadLimits limits) {
    this.backend = backend;
    this.limits = limits;
    // Nobody connects to that where there is a socket.
    String host = backend.socket().isPresent() ? "localhost" : backend.host();
    address = new InetSocketAddress(host, backend.socket().isPresent() ? 80 : backend.port());
    slots =
        IntStream.range(0, loops).mapToObj(i -> new ReplicaSlot(this)).toArray(ReplicaSlot[]::new);
  }

  Route.Backend backend() {
    return backend;
  }

  /** Over TCP; of a Unix socket only what to call it. */
  InetSocketAddress address() {
    return address;
  }

  Outlier outlier() {
    return outlier;
  }

  /** Requests of all event loops, which are counted only where they are bounded. */
  void claimed(int more) {
    if (limits.replica() > 0) {
      inFlight.addAndGet(more);
    }
  }

  /** Connections of all event loops that are being opened. */
  void connecting(int more) {
    pending.addAndGet(more);
  }

  /** Whether it may be given one more request. */
  boolean hasRoom(int loop) {
    if (limits.replica() > 0 && inFlight.get() >= limits.replica()) {
      return false;
    }
    return limits.pending() == 0 || pending.get() < limits.pending() || slots[loop].hasIdle();
  }

  ReplicaSlot slot(int loop) {
    return slots[loop];
  }

  boolean ready() {
    return ready;
  }

  /** Whether the table in force has it. */
  boolean listed() {
    return listed;
  }

  /** A controller lists only replicas that it has seen ready: a new or returning one starts so. */
  void list() {
    if (!listed) {
      ready = true;
    }
    listed = true;
  }

  /** When it left the table; only while it is not listed. */
  long leftNanos() {
    return leftNanos;
  }

  void unlist(long nowNanos) {
    if (listed) {
      leftNanos = nowNanos;
    }
    listed = false;
  }

  void down(long nowNanos) {
    downSinceNanos = nowNanos;
    ready = false;
  }

  /** A probe that began before the replica was found down proves nothing. */
  void up(long probeBeganNanos) {
    if (!ready && probeBeganNanos - downSinceNanos > 0) {
      ready = true;
    }
  }
}
