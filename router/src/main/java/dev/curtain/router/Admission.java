package dev.curtain.router;

import org.jspecify.annotations.Nullable;

/** From a request that has a route to the exchange that carries it out. */
final class Admission {
  private Admission() {}

  /** The exchange, not begun. */
  static Exchange exchange(
      Routing.Entry entry, RequestHead head, Asking asking, Worker worker, Downstream client) {
    TrackTarget track = entry.track(asking, worker.passes().version(head, entry.service()));
    TrackMeter meter = track.meter(worker.index());
    Policy policy = entry.policy();
    if (policy == null) {
      return new Exchange(
          client, worker, track, head, new Account(worker, meter, null, null), null);
    }
    RoutePolicy.Fault fault = policy.fault(asking, track, worker.dice(), worker.wallMillis());
    Copy copy = copy(policy, entry, track, head, worker, client);
    Account account = new Account(worker, meter, copy, copy == null ? null : copy.real());
    return new Exchange(client, worker, track, head, account, fault);
  }

  private static @Nullable Copy copy(
      Policy policy,
      Routing.Entry entry,
      TrackTarget track,
      RequestHead head,
      Worker worker,
      Downstream client) {
    RoutePolicy.Mirror mirror = policy.mirror(head, track, worker.dice());
    TrackTarget to = policy.mirrorTrack();
    return mirror == null || to == null
        ? null
        : entry.mirroring(worker.index()).offer(worker, mirror, to, head, client);
  }
}
