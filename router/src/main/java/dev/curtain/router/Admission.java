package dev.curtain.router;

import org.jspecify.annotations.Nullable;

/** From the head of a request to the exchange that carries it out, or to the answer why not. */
final class Admission {
  private final Worker worker;
  private final ClientConnection client;
  private final RequestHead head;
  private final @Nullable Scribe scribe;
  private final @Nullable Note note;

  private Admission(Worker worker, ClientConnection client, RequestHead head) {
    this.worker = worker;
    this.client = client;
    this.head = head;
    scribe = worker.scribe();
    note = scribe == null ? null : scribe.begin(head, client);
  }

  /**
   * The exchange, not begun; null where the client has been answered.
   *
   * @param entry of the table; null: there is none for this request
   * @param expired whether the request was on hold for too long
   */
  static @Nullable Exchange exchange(
      Routing.@Nullable Entry entry,
      boolean expired,
      RequestHead head,
      Worker worker,
      ClientConnection client) {
    Admission admission = new Admission(worker, client, head);
    if (expired) {
      return admission.refuse(503, "on hold for too long");
    }
    return entry == null ? admission.unrouted() : admission.routed(entry);
  }

  private @Nullable Exchange refuse(int status, String text) {
    client.turnAway(head, status, text);
    if (scribe != null && note != null) {
      scribe.refused(note, status, text);
    }
    return null;
  }

  private @Nullable Exchange unrouted() {
    worker.countUnrouted();
    return worker.routing().isEmpty()
        ? refuse(503, "the router has no routes yet")
        : refuse(404, "no route for this host and path");
  }

  private @Nullable Exchange routed(Routing.Entry entry) {
    long most = worker.options().client().bodyBytes();
    if (most > 0 && head.contentLength() > most) {
      Refusal refusal = Body.tooLong(most);
      worker.events().refused(refusal.status());
      return refuse(refusal.status(), refusal.reason());
    }
    Asking asking = client.asking(head);
    TrackTarget track = entry.track(asking, worker.passes().version(head, entry.service()));
    if (note != null) {
      note.to(entry.service(), track);
    }
    Gate gate = track.gate();
    if (gate != null) {
      long now = System.nanoTime();
      Shed shed = gate.enter(worker.index(), now);
      if (shed != null) {
        track.meter(worker.index()).shed(shed, worker.wallMicros(now));
        return refuse(503, shed.reason());
      }
    }
    TrackMeter meter = track.meter(worker.index());
    Policy policy = entry.policy();
    if (policy == null) {
      Account account = new Account(worker, meter, null, null, gate, note);
      return new Exchange(client, worker, track, head, account, null);
    }
    RoutePolicy.Fault fault = policy.fault(asking, track, worker.dice(), worker.wallMillis());
    Copy copy = copy(policy, entry, track);
    Digest digest = copy == null ? null : copy.real();
    Account account =
        new Account(worker, meter, copy, digest, gate, note)
            .countedBy(entry.watching().meters(asking, worker.index()));
    return new Exchange(client, worker, track, head, account, fault);
  }

  private @Nullable Copy copy(Policy policy, Routing.Entry entry, TrackTarget track) {
    RoutePolicy.Mirror mirror = policy.mirror(head, track, worker.dice());
    TrackTarget to = policy.mirrorTrack();
    return mirror == null || to == null
        ? null
        : entry.mirroring(worker.index()).offer(worker, mirror, to, head, client);
  }
}
