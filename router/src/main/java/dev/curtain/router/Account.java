package dev.curtain.router;

import org.jspecify.annotations.Nullable;

/** What is counted of one exchange: that it began, and the one way in which it ended. */
final class Account {
  private final Worker worker;
  private final TrackMeter meter;
  private final @Nullable Digest digest;
  private @Nullable Copy copy;
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

  void started() {
    startNanos = System.nanoTime();
    meter.started(worker.wallMicros(startNanos));
  }

  long startNanos() {
    return startNanos;
  }

  @Nullable Digest digest() {
    return digest;
  }

  @Nullable Copy copy() {
    return copy;
  }

  void status(int status) {
    if (digest != null) {
      digest.status(status);
    }
  }

  /** Answered whole, by the track. */
  void completed(int status) {
    meter.completed(status, (System.nanoTime() - startNanos) / 1000);
    realEnded(true);
  }

  /** Answered by an upgrade, at the time given; the tunnel has ended since. */
  void completed(int status, long atNanos) {
    meter.completed(status, (atNanos - startNanos) / 1000);
    realEnded(false);
  }

  void broken() {
    meter.broken();
    realEnded(false);
  }

  void cancelled() {
    meter.cancelled();
    realEnded(false);
  }

  private void realEnded(boolean answered) {
    if (copy != null) {
      copy.realEnded(answered, (System.nanoTime() - startNanos) / 1000);
      copy = null;
    }
  }
}
