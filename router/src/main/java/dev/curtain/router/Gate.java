package dev.curtain.router;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The way to a track where there are bounds: counts who is in, and turns away whom there is no room
 * for. What is expendable is turned away while there is still room for the rest. Shared by the
 * event loops; a track without bounds has none.
 */
final class Gate {
  private final Crowd crowd;
  private final int mostInRouter;
  private final Load track;
  private final int mostOnTrack;
  private final boolean perReplica;
  private final List<Replica> replicas;

  /** A track's share of what is under way, whatever the table. */
  static final class Load {
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Circuit circuit;

    Load(LoadLimits limits) {
      circuit = new Circuit(limits.failures(), limits.open().toNanos());
    }

    Circuit circuit() {
      return circuit;
    }
  }

  private Gate(Crowd crowd, Route.Track of, Load track, List<Replica> replicas) {
    Route.Shedding shedding = of.shedding().orElse(Route.Shedding.LAST);
    LoadLimits limits = crowd.limits();
    this.crowd = crowd;
    mostInRouter = shedding.first() ? crowd.mostExpendable() : limits.router();
    this.track = track;
    mostOnTrack = shedding.mostInFlight() > 0 ? shedding.mostInFlight() : limits.track();
    perReplica = limits.replica() > 0 || limits.pending() > 0;
    this.replicas = List.copyOf(replicas);
  }

  /** Null where nothing bounds the track. */
  static @Nullable Gate of(Crowd crowd, Route.Track of, Load track, List<Replica> replicas) {
    Gate gate = new Gate(crowd, of, track, replicas);
    boolean bounded =
        crowd.limits().router() > 0
            || gate.mostOnTrack > 0
            || gate.perReplica
            || crowd.limits().failures() > 0;
    return bounded ? gate : null;
  }

  /** Lets a request in, which has to {@link #leave}, or says why not. */
  @Nullable Shed enter(int loop, long nowNanos) {
    if (perReplica && !roomAtAReplica(loop)) {
      return Shed.REPLICA;
    }
    if (mostOnTrack > 0 && track.inFlight.get() >= mostOnTrack) {
      return Shed.TRACK;
    }
    if (!crowd.enter(mostInRouter)) {
      return Shed.ROUTER;
    }
    if (track.inFlight.incrementAndGet() > mostOnTrack && mostOnTrack > 0) {
      leave();
      return Shed.TRACK;
    }
    // Last, as it may use up the one try of an open circuit.
    if (!track.circuit.lets(nowNanos)) {
      leave();
      return Shed.CIRCUIT;
    }
    return null;
  }

  private boolean roomAtAReplica(int loop) {
    boolean ready = false;
    for (Replica replica : replicas) {
      if (replica.ready()) {
        ready = true;
        if (replica.hasRoom(loop)) {
          return true;
        }
      }
    }
    // Where none is ready that is what there is to say.
    return !ready;
  }

  void leave() {
    crowd.leave();
    track.inFlight.decrementAndGet();
  }

  /** Whether a request that was let in is the one that tries an open circuit. */
  boolean trying() {
    return track.circuit.open();
  }

  void answered(int status, boolean tries) {
    if (status >= 502 && status <= 504) {
      failed(tries);
    } else {
      track.circuit.succeeded(tries);
    }
  }

  void failed(boolean tries) {
    track.circuit.failed(System.nanoTime(), tries);
  }
}
