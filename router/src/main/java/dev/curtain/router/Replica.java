package dev.curtain.router;

import java.net.InetSocketAddress;
import java.util.stream.IntStream;

/**
 * A backend while it is in a table or has requests in flight; shared by the tables that list it.
 */
final class Replica {
  private final Route.Backend backend;
  private final InetSocketAddress address;
  private final ReplicaSlot[] slots;
  private final Outlier outlier = new Outlier();
  private volatile boolean ready = true;
  private volatile boolean listed = true;
  private volatile long downSinceNanos;
  private volatile long leftNanos;

  /** Resolves the backend's host, which may take a while where that is a name. */
  Replica(Route.Backend backend, int loops) {
    this.backend = backend;
    address = new InetSocketAddress(backend.host(), backend.port());
    slots =
        IntStream.range(0, loops).mapToObj(i -> new ReplicaSlot(this)).toArray(ReplicaSlot[]::new);
  }

  Route.Backend backend() {
    return backend;
  }

  InetSocketAddress address() {
    return address;
  }

  Outlier outlier() {
    return outlier;
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
