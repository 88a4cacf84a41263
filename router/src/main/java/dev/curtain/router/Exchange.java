package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.util.concurrent.TimeUnit;
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
  /** An answer that has been going on for so long counts as a stream. */
  private static final long STREAM_MILLIS = 1000;

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
  private boolean tunnelling;
  private boolean over;
  private int status;
  private boolean endsWithConnection;
  private long progressNanos;
  private long upgradeNanos;

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
    attempt = new Attempt(worker, track);
    this.fault = fault;
    asked = Asked.of(request);
    requestBody = request.body();
    kept = new Kept(Heads.request(request, track, client, worker), request.method().idempotent());
  }

  /** From here on it is counted, and has an end. */
  void begin() {
    worker.retries().request();
    account.started();
    progressNanos = System.nanoTime();
    RoutePolicy.Fault harm = fault;
    if (harm == null) {
      dispatch();
      wholeIfDone();
      return;
    }
    worker.events().faults++;
    if (harm.delayMillis() > 0) {
      worker.loop().schedule(() -> harm(harm), harm.delayMillis(), TimeUnit.MILLISECONDS);
    } else {
      harm(harm);
    }
  }

  private void wholeIfDone() {
    Copy copy = account.copy();
    if (copy != null && requestBody.done()) {
      copy.whole();
    }
  }

  /** What a drill asks for. */
  private void harm(RoutePolicy.Fault fault) {
    if (over) {
      return;
    }
    if (fault.reset()) {
      breakOff(true);
    } else if (fault.answer().isPresent()) {
      over = true;
      kept.drop();
      int with = fault.answer().get();
      account.completed(with);
      client.answer(
          this, with, "drill " + fault.name(), client.swallow(requestBody) && asked.keepAlive());
    } else {
      dispatch();
      wholeIfDone();
    }
    client.process();
  }

  /** It was never begun. */
  void discard() {
    over = true;
    kept.drop();
  }

  /** Looks for a replica and gives it the request, or answers that there is none. */
  void dispatch() {
    ReplicaSlot chosen = attempt.next();
    if (chosen == null) {
      fail(503, "no replica of " + track.name() + " can be reached");
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
    progressNanos = System.nanoTime();
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
    int length = tunnelling ? in.readableBytes() : requestBody.advance(in, null);
    kept.add(in, length);
    progressNanos = System.nanoTime();
    Copy copy = account.copy();
    if (copy != null && !tunnelling) {
      copy.passed(in.slice(in.readerIndex(), length));
    }
    to.write(in.readRetainedSlice(length));
    wholeIfDone();
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
    return status != 0;
  }

  /** Whether it takes more of the client's bytes than are there already. */
  boolean takes() {
    return upstream == null || upstream.writable();
  }

  boolean requestDone() {
    return requestBody.done();
  }

  boolean tunnelling() {
    return tunnelling;
  }

  /** From the first byte of a response on the request is never repeated. */
  void answered() {
    answering = true;
    kept.drop();
  }

  /** An interim response came: the replica is alive. */
  void interim() {
    progressNanos = System.nanoTime();
  }

  /**
   * The head of the response is on its way to the client.
   *
   * @param endless whether the client can tell the end of the body only by the connection's
   */
  void responding(int with, boolean endless) {
    status = with;
    attempt.answered(with);
    endsWithConnection = endless;
    account.status(with);
  }

  void tunnel() {
    tunnelling = true;
    upgradeNanos = System.nanoTime();
    client.process();
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
    } else if (status != 0) {
      breakOff();
    } else {
      fail(502, reason);
      client.process();
    }
  }

  /** The replica's answer cannot be understood. */
  void refused(String reason) {
    attempt.free();
    upstream = null;
    if (status == 0) {
      fail(502, track.name() + " answered with " + reason);
      client.process();
    } else {
      breakOff();
    }
  }

  /** Either side has ended the tunnel. */
  void tunnelEnded(boolean orderly) {
    attempt.free();
    upstream = null;
    if (!over) {
      over = true;
      end(orderly);
      client.abort(this, !orderly);
    }
  }

  // Where only the end of the connection ends the body, a plain end would make it look whole.
  private void breakOff() {
    breakOff(endsWithConnection);
  }

  private void breakOff(boolean reset) {
    over = true;
    kept.drop();
    account.broken();
    client.abort(this, reset);
  }

  private void end(boolean orderly) {
    if (orderly) {
      account.completed(status, upgradeNanos);
    } else {
      account.broken();
    }
  }

  private void fail(int with, String reason) {
    over = true;
    kept.drop();
    account.broken();
    client.answer(this, with, reason, client.swallow(requestBody) && asked.keepAlive());
  }

  /** The client is gone, or has sent what is no HTTP. */
  void cancel(boolean orderly) {
    if (over) {
      return;
    }
    over = true;
    kept.drop();
    if (tunnelling && orderly) {
      end(true);
    } else {
      account.cancelled();
    }
    attempt.free();
    UpstreamConnection busy = upstream;
    upstream = null;
    if (busy != null) {
      busy.abandon(tunnelling);
    }
  }

  /** Ends the exchange if the replica takes too long to begin its answer. */
  void checkTime(long nowNanos, long limitNanos) {
    UpstreamConnection busy = upstream;
    if (over
        || status != 0
        || busy == null
        || !requestDone()
        || nowNanos - progressNanos < limitNanos) {
      return;
    }
    busy.abandon(false);
    attempt.failed();
    attempt.free();
    upstream = null;
    fail(504, track.name() + " did not answer in " + limitNanos / 1_000_000 + " ms");
    client.process();
  }

  /** The last byte of the response has left, or could not. */
  @Override
  public void operationComplete(ChannelFuture last) {
    if (over) {
      return;
    }
    over = true;
    if (last.isSuccess()) {
      account.completed(status);
    } else {
      account.cancelled();
    }
  }

  /** The whole answer has been taken. */
  void delivered() {
    if (!over) {
      over = true;
      account.completed(status);
    }
  }

  /** What it counts as while it lasts. */
  Measures.UnderWay underWay(long nowNanos) {
    long millis = (nowNanos - account.startNanos()) / 1_000_000;
    String protocol =
        asked.grpc()
            ? "grpc"
            : tunnelling ? "websocket" : status != 0 && millis >= STREAM_MILLIS ? "stream" : "http";
    return new Measures.UnderWay(track.name(), protocol, 1, millis);
  }

  @Nullable Digest digest() {
    return account.digest();
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
