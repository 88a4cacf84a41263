package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import org.jspecify.annotations.Nullable;

/**
 * One request given to a track, from the choice of the track to its one end: completed, broken or
 * cancelled.
 *
 * <pre>
 *   dispatch ──▶ connect ──▶ attach ──▶ head, body ▶ ... response ──▶ last byte flushed: completed
 *      ▲            │refused    │closed, nothing answered, may be repeated
 *      └────────────┴───────────┘
 * </pre>
 */
final class Exchange implements ChannelFutureListener {
  private final Downstream client;
  private final Worker worker;
  private final TrackTarget track;
  private final Account account;
  private final Attempt attempt;
  private final RoutePolicy.@Nullable Fault fault;
  private final Asked asked;
  private final Body requestBody;
  private final Kept kept;
  private @Nullable UpstreamConnection upstream;
  private boolean answering;
  private boolean over;
  private boolean endsWithConnection;
  private long progressNanos;

  Exchange(
      Downstream client,
      Worker worker,
      TrackTarget track,
      RequestHead request,
      Account account,
      RoutePolicy.@Nullable Fault fault) {
    this.client = client;
    this.worker = worker;
    this.track = track;
    this.account = account;
    attempt = new Attempt(worker, track, account.note());
    this.fault = fault;
    asked = Asked.of(request);
    requestBody = request.body(worker.options().client().bodyBytes());
    ByteBuf head = Heads.request(request, track, client, worker, account.note());
    kept = new Kept(head, request.method().idempotent());
  }

  /** From here on it is counted, and has an end. */
  void begin() {
    worker.retries().request();
    account.started(asked.grpc());
    progressNanos = worker.clock().nanos();
    RoutePolicy.Fault harm = fault;
    if (harm == null) {
      dispatch();
      account.passed(requestBody);
      return;
    }
    worker.events().faults++;
    worker.after(harm.delayMillis(), () -> harm(harm));
  }

  /** What a drill asks for. */
  private void harm(RoutePolicy.Fault fault) {
    if (over) {
      return;
    }
    if (fault.reset()) {
      breakOff(true, false);
    } else if (fault.answer().isPresent()) {
      over = true;
      kept.drop();
      int with = fault.answer().get();
      account.status(with);
      account.completed();
      client.answer(
          this, with, "drill " + fault.name(), client.swallow(requestBody) && asked.keepAlive());
    } else {
      dispatch();
      account.passed(requestBody);
    }
    client.process();
  }

  /** There is nothing more to do for it. */
  void discard() {
    over = true;
    kept.drop();
  }

  /** Looks for a replica and gives it the request, or answers that there is none. */
  void dispatch() {
    ReplicaSlot chosen = attempt.next();
    if (chosen == null) {
      fail(503, "no replica of " + track.name() + " can be reached", false);
      return;
    }
    UpstreamConnection pooled = attempt.pooled(chosen, kept.mayRepeat());
    if (pooled == null) {
      worker.connect(chosen, this);
    } else {
      attach(pooled);
    }
  }

  /** The connection is there. */
  void connected(UpstreamConnection connection) {
    if (over) {
      connection.close();
      return;
    }
    attach(connection);
    client.process();
  }

  /** Nothing was sent, so another replica may have the request, whatever it is. */
  void connectFailed(ReplicaSlot refusing) {
    refusing.replica().down(System.nanoTime());
    if (over) {
      return;
    }
    attempt.refused(refusing.replica());
    dispatch();
    client.process();
  }

  private void attach(UpstreamConnection connection) {
    upstream = connection;
    connection.begin(this);
    progressNanos = worker.clock().nanos();
    kept.send(connection);
  }

  /**
   * Passes on what belongs to this request.
   *
   * @return false when it has to wait for a connection
   */
  boolean offer(ByteBuf in) throws Refusal {
    UpstreamConnection to = upstream;
    if (to == null) {
      return false;
    }
    int length = tunnelling() ? in.readableBytes() : requestBody.advance(in, null);
    kept.add(in, length);
    progressNanos = worker.clock().nanos();
    Copy copy = account.copy();
    if (copy != null && !tunnelling()) {
      copy.passed(in.slice(in.readerIndex(), length));
    }
    to.write(in.readRetainedSlice(length));
    account.passed(requestBody);
    return true;
  }

  void flush() {
    if (upstream != null) {
      upstream.flush();
    }
  }

  /** Reads from the replica only while the client keeps up. */
  void clientWritable(boolean writable) {
    if (upstream != null) {
      upstream.read(writable);
    }
  }

  /** Whether the head of the response has been passed on. */
  boolean responding() {
    return account.status() != 0;
  }

  /** Whether it takes more of the client's bytes than are there already. */
  boolean takes() {
    return upstream == null || upstream.writable();
  }

  boolean requestDone() {
    return requestBody.done();
  }

  boolean tunnelling() {
    return account.tunnel() != null;
  }

  /** From the first byte of a response on the request is never repeated. */
  void answered() {
    answering = true;
    account.answered(kept);
  }

  /** The replica is alive. */
  void interim() {
    progressNanos = worker.clock().nanos();
  }

  /**
   * The head of the response is on its way to the client.
   *
   * @param endless whether the client can tell the end of the body only by the connection's
   */
  void responding(int with, boolean endless) {
    attempt.answered(with);
    endsWithConnection = endless;
    account.status(with);
  }

  void tunnel() {
    account.tunnel(new Tunnel(asked.webSocket(), worker.dice().nextDouble()));
    client.process();
  }

  /** What the client gets of what came through the tunnel. */
  ByteBuf fromService(ByteBuf in) {
    Tunnel through = account.tunnel();
    long closing = worker.drainLimits().closing().toNanos();
    return through == null
        ? in
        : through.toClient(in, System.nanoTime(), closing, client.allocator());
  }

  /** The response is whole; {@code last} is the rest of it, to be written. */
  void responded(ByteBuf last, boolean keepOpen) {
    attempt.free();
    upstream = null;
    client.end(this, last, keepOpen && requestDone());
  }

  /** The connection to the replica is gone before the response was whole. */
  void lost(boolean reused, String reason) {
    if (!reused || answering) {
      attempt.failed();
    }
    attempt.free();
    upstream = null;
    if (over) {
      return;
    }
    if (reused && kept.mayRepeat() && !answering && attempt.again()) {
      dispatch();
      client.process();
    } else if (responding()) {
      breakOff(endsWithConnection, false);
    } else {
      fail(502, reason, false);
      client.process();
    }
  }

  /** The replica's answer cannot be understood. */
  void refused(String reason) {
    attempt.free();
    upstream = null;
    if (!responding()) {
      fail(502, track.name() + " answered with " + reason, false);
      client.process();
    } else {
      breakOff(endsWithConnection, false);
    }
  }

  /** Either side has ended the tunnel. */
  void tunnelEnded(boolean orderly) {
    attempt.free();
    upstream = null;
    if (!over) {
      over = true;
      if (orderly) {
        account.completed();
      } else {
        account.broken(kept, false, 0, "the tunnel was reset");
      }
      client.abort(this, !orderly);
    }
  }

  // A reset where only the connection's end ends the body: a plain end would make it look whole.
  private void breakOff(boolean reset, boolean cut) {
    over = true;
    account.broken(kept, cut, 0, "the answer broke off");
    client.abort(this, reset);
  }

  private void fail(int with, String reason, boolean cut) {
    over = true;
    account.broken(kept, cut, with, reason);
    client.answer(this, with, reason, client.swallow(requestBody) && asked.keepAlive());
  }

  /** The client is gone, or has sent what is no HTTP. */
  void cancel(boolean orderly) {
    if (over) {
      return;
    }
    over = true;
    kept.drop();
    if (tunnelling() && orderly) {
      account.completed();
    } else {
      account.cancelled();
    }
    attempt.free();
    UpstreamConnection busy = upstream;
    upstream = null;
    if (busy != null) {
      busy.abandon(tunnelling());
    }
  }

  /** Ends the exchange if its replica takes too long, or has left and it has had its time. */
  void checkTime(long nowNanos) {
    UpstreamConnection busy = upstream;
    if (over || busy == null) {
      return;
    }
    long limit = worker.options().service().responseTimeout().toNanos();
    boolean late = limit > 0 && nowNanos - progressNanos >= limit;
    if (late && !responding() && requestDone()) {
      attempt.failed();
      letGo(busy);
      fail(504, track.name() + " did not answer in " + limit / 1_000_000 + " ms", false);
      client.process();
      return;
    }
    long waited = Math.max(attempt.leftForNanos(nowNanos), worker.drainingForNanos(nowNanos));
    if (waited >= 0) {
      drain(busy, nowNanos, waited);
    }
  }

  private void letGo(UpstreamConnection busy) {
    busy.abandon(false);
    attempt.free();
    upstream = null;
  }

  private void drain(UpstreamConnection busy, long nowNanos, long waitedNanos) {
    DrainLimits limits = worker.drainLimits();
    Tunnel through = account.tunnel();
    if (through != null && through.due(waitedNanos, limits)) {
      client.write(through.goAway(nowNanos, client.allocator()));
      client.flush();
    } else if (account.overdue(nowNanos, waitedNanos, limits)) {
      worker.events().drainCut++;
      letGo(busy);
      if (responding()) {
        breakOff(through == null && endsWithConnection, true);
      } else {
        fail(503, track.name() + " was taken away before it answered", true);
      }
      client.process();
    }
  }

  /** The last byte of the response has left, or could not. */
  @Override
  public void operationComplete(ChannelFuture last) {
    if (last.isSuccess()) {
      delivered();
    } else if (!over) {
      over = true;
      account.cancelled();
    }
  }

  /** The whole answer has been taken. */
  void delivered() {
    if (!over) {
      over = true;
      account.completed();
    }
  }

  /** What it counts as while it lasts. */
  Measures.UnderWay underWay(long nowNanos) {
    return account.underWay(track.name(), nowNanos);
  }

  Account account() {
    return account;
  }

  Downstream client() {
    return client;
  }

  TrackTarget track() {
    return track;
  }

  Asked asked() {
    return asked;
  }
}
