package dev.curtain.router;

import java.io.IOException;
import java.util.List;

/** What one may ask of a router, wherever it runs. */
public interface RouterControl extends AutoCloseable {
  /**
   * Makes {@code table} the one in force and returns once no request can be routed by an older one.
   * Applying the epoch that is already in force again changes nothing.
   *
   * @return the measures taken at the moment from which the table holds everywhere
   * @throws StaleEpochException if the router already serves a later epoch
   * @throws IOException if the router cannot be reached or does not acknowledge
   */
  Measures apply(RouteTable table) throws IOException;

  /** Everything counted since the router's start. */
  Measures measures() throws IOException;

  /**
   * The slowest requests of each track in the last one to two minutes, in no order: at most 16 of
   * each event loop.
   *
   * @throws IOException if the router cannot be reached, or is too old to know
   */
  List<SlowRequest> slow() throws IOException;

  @Override
  void close();

  /** The router already serves a later epoch than the one it was offered. */
  final class StaleEpochException extends IOException {
    private static final long serialVersionUID = 1L;

    public StaleEpochException(long offered, long inForce) {
      super("route table epoch: " + offered + " (expected: > " + inForce + ", the one in force)");
    }
  }
}
