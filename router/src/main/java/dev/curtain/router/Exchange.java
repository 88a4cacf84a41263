package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.util.ArrayList;
import java.util.List;
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
  /** Request bytes kept for a second attempt. */
  private static final int MOST_KEPT = 64 * 1024;

  /** A request that must not be sent twice takes no connection that its replica may just close. */
  private static final long FRESH_NANOS = 1_000_000_000L;

  private final ClientConnection client;
  private final Worker worker;
  private final TrackTarget track;
  private final long startNanos;
  private final boolean headMethod;
  private final boolean http10;
  private final boolean keepAlive;
  private final boolean wantsUpgrade;
  private final Body requestBody;
  private final List<ByteBuf> kept = new ArrayList<>(1);
  private ByteBuf head;
  private boolean mayRepeat;
  private boolean repeated;
  private int keptBytes;
  private List<Replica> tried = List.of();
  private @Nullable ReplicaSlot slot;
  private @Nullable UpstreamConnection upstream;
  private boolean answering;
  private boolean tunnelling;
  private boolean over;
  private int status;
  private boolean endsWithConnection;
  private long progressNanos;
  private long upgradeNanos;

  Exchange(ClientConnection client, Worker worker, TrackTarget track, RequestHead request) {
    this.client = client;
    this.worker = worker;
    this.track = track;
    startNanos = System.nanoTime();
    progressNanos = startNanos;
    headMethod = request.method() == RequestHead.Method.HEAD;
    http10 = request.http10();
    keepAlive = request.keepAlive();
    wantsUpgrade = request.upgrade() >= 0;
    requestBody = request.body();
    mayRepeat = request.method().idempotent();
    head = Heads.request(request, track, client, worker);
    track.meter(worker.index()).started(worker.wallMicros(startNanos));
  }

  /** Looks for a replica and gives it the request, or answers that there is none. */
  void dispatch() {
    Replica replica = track.pick(worker.index(), tried);
    if (replica == null) {
      fail(503, "no replica of " + track.name() + " can be reached");
      return;
    }
    ReplicaSlot chosen = replica.slot(worker.index());
    chosen.claim();
    slot = chosen;
    UpstreamConnection pooled =
        repeated ? null : chosen.take(System.nanoTime(), mayRepeat ? Long.MAX_VALUE : FRESH_NANOS);
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
    freeSlot();
    List<Replica> more = new ArrayList<>(tried);
    more.add(refusing.replica());
    tried = more;
    dispatch();
    client.process();
  }

  private void attach(UpstreamConnection connection) {
    upstream = connection;
    connection.begin(this);
    progressNanos = System.nanoTime();
    if (mayRepeat) {
      connection.write(head.retainedDuplicate());
      kept.forEach(part -> connection.write(part.retainedDuplicate()));
    } else {
      connection.write(head);
      head = Unpooled.EMPTY_BUFFER;
    }
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
    if (mayRepeat && !answering) {
      keptBytes += length;
      if (keptBytes > MOST_KEPT) {
        dropKept();
      } else {
        kept.add(in.retainedSlice(in.readerIndex(), length));
      }
    }
    progressNanos = System.nanoTime();
    to.write(in.readRetainedSlice(length));
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
    dropKept();
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
    endsWithConnection = endless;
  }

  void tunnel() {
    tunnelling = true;
    upgradeNanos = System.nanoTime();
    client.process();
  }

  /** The response is whole; {@code last} is the rest of it, to be written. */
  void responded(ByteBuf last, boolean keepOpen) {
    freeSlot();
    upstream = null;
    client.end(this, last, keepOpen && requestDone());
  }

  /** The connection to the replica is gone before the response was whole. */
  void lost(boolean reused, String reason) {
    freeSlot();
    upstream = null;
    if (over) {
      return;
    }
    if (reused && mayRepeat && !answering && !repeated) {
      repeated = true;
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
    freeSlot();
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
    freeSlot();
    upstream = null;
    if (!over) {
      over = true;
      end(orderly);
      client.abort(this, !orderly);
    }
  }

  private void breakOff() {
    over = true;
    track.meter(worker.index()).broken();
    // Where only the end of the connection ends the body, a plain end would make it look whole.
    client.abort(this, endsWithConnection);
  }

  private void end(boolean orderly) {
    TrackMeter meter = track.meter(worker.index());
    if (orderly) {
      meter.completed(status, (upgradeNanos - startNanos) / 1000);
    } else {
      meter.broken();
    }
  }

  private void fail(int with, String reason) {
    over = true;
    dropKept();
    track.meter(worker.index()).broken();
    client.answer(this, with, reason, client.swallow(requestBody) && keepAlive);
  }

  /** The client is gone, or has sent what is no HTTP. */
  void cancel(boolean orderly) {
    if (over) {
      return;
    }
    over = true;
    dropKept();
    if (tunnelling && orderly) {
      end(true);
    } else {
      track.meter(worker.index()).cancelled();
    }
    freeSlot();
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
    freeSlot();
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
      long micros = (System.nanoTime() - startNanos) / 1000;
      track.meter(worker.index()).completed(status, micros);
    } else {
      track.meter(worker.index()).cancelled();
    }
  }

  private void freeSlot() {
    if (slot != null) {
      slot.release();
      slot = null;
    }
  }

  private void dropKept() {
    mayRepeat = false;
    head.release();
    head = Unpooled.EMPTY_BUFFER;
    kept.forEach(ByteBuf::release);
    kept.clear();
  }

  ClientConnection client() {
    return client;
  }

  TrackTarget track() {
    return track;
  }

  boolean headMethod() {
    return headMethod;
  }

  boolean http10() {
    return http10;
  }

  boolean keepAlive() {
    return keepAlive;
  }

  boolean wantsUpgrade() {
    return wantsUpgrade;
  }
}
