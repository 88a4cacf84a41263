package dev.curtain.router;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which replica of the track has a request now, and which have had it before. */
final class Attempt {
  /** A request that must not be sent twice takes no connection that its replica may just close. */
  private static final long FRESH_NANOS = 1_000_000_000L;

  private final Worker worker;
  private final TrackTarget track;
  private final @Nullable Note note;
  private List<Replica> tried = List.of();
  private @Nullable ReplicaSlot slot;
  private boolean repeated;

  Attempt(Worker worker, TrackTarget track, @Nullable Note note) {
    this.note = note;
    this.worker = worker;
    this.track = track;
  }

  /** Claims a replica; null where none is left. */
  @Nullable ReplicaSlot next() {
    Replica replica = track.pick(worker, tried);
    if (replica == null) {
      return null;
    }
    ReplicaSlot chosen = replica.slot(worker.index());
    chosen.claim();
    slot = chosen;
    if (note != null) {
      note.replica = replica.backend().id();
    }
    return chosen;
  }

  /** An idle connection to the replica, if there is one that will do. */
  @Nullable UpstreamConnection pooled(ReplicaSlot chosen, boolean mayRepeat) {
    return repeated
        ? null
        : chosen.take(worker.clock().nanos(), mayRepeat ? Long.MAX_VALUE : FRESH_NANOS);
  }

  /** The replica takes no connection: another one is asked next. */
  void refused(Replica replica) {
    free();
    List<Replica> more = new ArrayList<>(tried);
    more.add(replica);
    tried = more;
  }

  /** Whether a request may be sent once more; true only once, and within the budget. */
  boolean again() {
    boolean first = !repeated;
    repeated = true;
    if (first && worker.retries().take()) {
      worker.events().retried++;
      return true;
    }
    worker.events().retriesDenied += first ? 1 : 0;
    return false;
  }

  /** The replica has answered with a status. */
  void answered(int status) {
    if (slot != null) {
      if (status >= 502 && status <= 504) {
        slot.replica().outlier().failed(System.nanoTime());
      } else {
        slot.replica().outlier().succeeded();
      }
    }
  }

  /** The replica has given no whole answer. */
  void failed() {
    if (slot != null) {
      slot.replica().outlier().failed(System.nanoTime());
    }
  }

  /** How long ago the replica left the table; negative: it is in it. */
  long leftForNanos(long nowNanos) {
    ReplicaSlot busy = slot;
    return busy == null || busy.replica().listed() ? -1 : nowNanos - busy.replica().leftNanos();
  }

  void free() {
    if (slot != null) {
      slot.release();
      slot = null;
    }
  }
}
