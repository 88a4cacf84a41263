package dev.curtain.router;

import dev.curtain.router.Endings.End;
import org.jspecify.annotations.Nullable;

/** What is counted of one exchange: that it began, and the one way in which it ended. */
final class Account {
  /** An answer that has been going on for so long counts as a stream. */
  private static final long STREAM_NANOS = 1_000_000_000L;

  private final Worker worker;
  private final TrackMeter meter;
  private final @Nullable Digest digest;
  private final @Nullable Gate gate;
  private final boolean tries;
  private final @Nullable Note note;
  private @Nullable Copy copy;
  private @Nullable Tunnel tunnel;
  private @Nullable String slow;
  private TrackMeter @Nullable [] apart;
  private boolean grpc;
  private int status;
  private long startNanos;

  /**
   * @param copy of the request for a mirror, if there is one
   * @param digest where the answer is noted, if it is
   * @param gate that the request came through, if there is one: it leaves there
   * @param note of the request, if one is taken
   */
  Account(
      Worker worker,
      TrackMeter meter,
      @Nullable Copy copy,
      @Nullable Digest digest,
      @Nullable Gate gate,
      @Nullable Note note) {
    this.note = note;
    this.worker = worker;
    this.meter = meter;
    this.copy = copy;
    this.digest = digest;
    this.gate = gate;
    tries = gate != null && gate.trying();
    startNanos = worker.clock().nanos();
  }

  /** It counts there as well, whatever becomes of it. To be called before it begins. */
  Account countedBy(TrackMeter @Nullable [] meters) {
    apart = meters;
    return this;
  }

  void started(boolean asGrpc) {
    grpc = asGrpc;
    startNanos = worker.clock().read();
    long atMicros = worker.wallMicros(startNanos);
    meter.started(atMicros);
    if (apart != null) {
      for (TrackMeter each : apart) {
        each.started(atMicros);
      }
    }
  }

  @Nullable Note note() {
    return note;
  }

  /** So many bytes are on their way to the client. */
  void sent(int bytes) {
    if (note != null) {
      note.sent(bytes);
    }
  }

  @Nullable Digest digest() {
    return digest;
  }

  @Nullable Copy copy() {
    return copy;
  }

  /** A part of the request has gone on; the copy goes once it is whole. */
  void passed(Body request) {
    if (copy != null && request.done()) {
      copy.whole();
    }
  }

  /** The first of the answer is there: what was asked is not needed any more. */
  void answered(Kept request) {
    if (!request.dropped()) {
      remember(request);
      request.drop();
    }
  }

  /** Keeps what was asked where it has taken long. */
  private void remember(Kept request) {
    long now = worker.clock().nanos();
    if (!request.dropped() && meter.slowest().wants((now - startNanos) / 1000, now)) {
      slow = request.head();
    }
  }

  private void slow(int with, long nowNanos) {
    if (slow != null && tunnel == null) {
      long micros = (nowNanos - startNanos) / 1000;
      meter.slowest().add(slow, with, micros, worker.wallMicros(nowNanos));
    }
  }

  /** The answer has begun. */
  void status(int with) {
    status = with;
    if (gate != null) {
      gate.answered(with, tries);
    }
    if (digest != null) {
      digest.status(with);
    }
    if (note != null) {
      note.status(with);
    }
  }

  /** Of the answer; 0: it has not begun. */
  int status() {
    return status;
  }

  /** The answer was an upgrade. */
  void tunnel(Tunnel through) {
    tunnel = through;
  }

  @Nullable Tunnel tunnel() {
    return tunnel;
  }

  /** What it counts as. */
  Protocol protocol(long nowNanos) {
    if (grpc) {
      return Protocol.GRPC;
    }
    if (tunnel != null) {
      return Protocol.WEBSOCKET;
    }
    boolean stream = status != 0 && nowNanos - startNanos >= STREAM_NANOS;
    return stream ? Protocol.STREAM : Protocol.HTTP;
  }

  /**
   * Whether it has had the time that a drain gives; an answer that has begun may take longer.
   *
   * @param waitedNanos how long it has had to end
   */
  boolean overdue(long nowNanos, long waitedNanos, DrainLimits limits) {
    if (tunnel != null) {
      return tunnel.overdue(nowNanos, limits);
    }
    Protocol protocol = protocol(nowNanos);
    boolean begun = protocol == Protocol.HTTP && status != 0;
    return waitedNanos >= limits.nanos(begun ? Protocol.STREAM : protocol);
  }

  Measures.UnderWay underWay(String track, long nowNanos) {
    return new Measures.UnderWay(
        track, protocol(nowNanos).text(), 1, (nowNanos - startNanos) / 1_000_000);
  }

  /** Answered whole by the track, or by an upgrade whose tunnel has ended since, in order. */
  void completed() {
    Tunnel through = tunnel;
    long now = worker.clock().read();
    long micros = ((through == null ? now : through.sinceNanos()) - startNanos) / 1000;
    meter.completed(status, micros);
    if (apart != null) {
      for (TrackMeter each : apart) {
        each.completed(status, micros);
      }
    }
    slow(status, now);
    ended(through != null && through.said() ? End.TOLD_TO_GO : End.COMPLETED, through == null);
  }

  /**
   * The service did not do its part.
   *
   * @param cut whether that is because its time was up
   * @param with status that the client is answered with instead; 0: none, as it has had a part
   */
  void broken(Kept request, boolean cut, int with, String reason) {
    long now = worker.clock().read();
    remember(request);
    request.drop();
    slow(0, now);
    meter.broken();
    if (apart != null) {
      for (TrackMeter each : apart) {
        each.broken();
      }
    }
    if (gate != null && !cut) {
      gate.failed(tries);
    }
    if (note != null) {
      note.status = with == 0 ? note.status : with;
      note.reason = reason;
    }
    ended(cut ? End.CUT : End.BROKEN, false);
  }

  void cancelled() {
    meter.cancelled();
    if (apart != null) {
      for (TrackMeter each : apart) {
        each.cancelled();
      }
    }
    ended(End.CANCELLED, false);
  }

  private void ended(End how, boolean answered) {
    long now = worker.clock().nanos();
    Protocol protocol = protocol(now);
    meter.endings().add(protocol, how);
    if (gate != null) {
      gate.leave();
    }
    Scribe scribe = worker.scribe();
    if (note != null && scribe != null) {
      scribe.ended(note, how.text(), protocol.text());
    }
    if (copy != null) {
      copy.realEnded(answered, (now - startNanos) / 1000);
      copy = null;
    }
  }
}
