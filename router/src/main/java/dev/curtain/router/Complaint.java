package dev.curtain.router;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Says in the log that something is lost, once a minute at most: what fails once fails for every
 * request. Not for use by several threads.
 */
final class Complaint {
  private static final Logger LOG = System.getLogger("dev.curtain.router");
  private static final long REST_NANOS = 60_000_000_000L;

  private final String what;
  private long saidNanos = System.nanoTime() - REST_NANOS;

  /**
   * @param what is lost, and where it was to go
   */
  Complaint(String what) {
    this.what = what;
  }

  void of(IOException failure) {
    long now = System.nanoTime();
    if (now - saidNanos >= REST_NANOS) {
      saidNanos = now;
      LOG.log(Level.ERROR, "{0}: {1}", what, String.valueOf(failure));
    }
  }
}
