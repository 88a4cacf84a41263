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
  private @Nullable Copy copy;
  private @Nullable Tunnel tunnel;
  private @Nullable String slow;
  private boolean grpc;
  private int status;
  private long startNanos = System.nanoTime();

  /**
   * @param copy of the request for a mirror, if there is one
   * @param digest where the answer is noted, if it is
   */
  Account(Worker worker, TrackMeter meter, @Nullable Copy copy, @Nullable Digest digest) {
    this.worker = worker;
    this.meter = meter;
    this.copy = copy;
    this.digest = digest;
  }

  void started(boolean asGrpc) {
    grpc = asGrpc;
    startNanos = System.nanoTime();
    meter.started(worker.wallMicros(startNanos));
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
    note(request);
    request.drop();
  }

  /** Keeps what was asked where it has taken long. */
  private void note(Kept request) {
    long now = System.nanoTime();
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
    if (digest != null) {
      digest.status(with);
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
    long now = System.nanoTime();
    Tunnel through = tunnel;
    meter.completed(status, ((through == null ? now : through.sinceNanos()) - startNanos) / 1000);
    slow(status, now);
    boolean told = through != null && through.said();
    meter.endings().add(protocol(now), told ? End.TOLD_TO_GO : End.COMPLETED);
    realEnded(through == null);
  }

  /**
   * The service did not do its part.
   *
   * @param cut whether that is because its time was up
   */
  void broken(Kept request, boolean cut) {
    note(request);
    request.drop();
    slow(0, System.nanoTime());
    meter.broken();
    meter.endings().add(protocol(System.nanoTime()), cut ? End.CUT : End.BROKEN);
    realEnded(false);
  }

  void cancelled() {
    meter.cancelled();
    meter.endings().add(protocol(System.nanoTime()), End.CANCELLED);
    realEnded(false);
  }

  private void realEnded(boolean answered) {
    if (copy != null) {
      copy.realEnded(answered, (System.nanoTime() - startNanos) / 1000);
      copy = null;
    }
  }
}
