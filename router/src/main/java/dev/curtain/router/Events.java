package dev.curtain.router;

import java.util.Map;
import java.util.TreeMap;

/** What one event loop did beside forwarding, counted; touched by that loop alone. */
final class Events {
  long held;
  long heldTooMany;
  long heldTooLong;
  long faults;
  long retried;
  long retriesDenied;
  long drainCut;
  long bodiesTooLong;
  long clientsStalled;

  /** A request was answered by the router itself. */
  void refused(int status) {
    if (status == 413) {
      bodiesTooLong++;
    }
  }

  Map<String, Long> snapshot(int heldNow) {
    Map<String, Long> counts = new TreeMap<>();
    counts.put("held", held);
    counts.put("held_now", (long) heldNow);
    counts.put("held_too_many", heldTooMany);
    counts.put("held_too_long", heldTooLong);
    counts.put("faults", faults);
    counts.put("retried", retried);
    counts.put("retries_denied", retriesDenied);
    counts.put("drain_cut", drainCut);
    counts.put("bodies_too_long", bodiesTooLong);
    counts.put("clients_stalled", clientsStalled);
    return counts;
  }
}
