package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection. Requests are taken from it one at a time, so that pipelined ones are
 * answered in order; what comes in between waits in {@link #pending}, whose size is bounded by not
 * reading. A client that closes its sending side has gone.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter implements Downstream {
  /** Bytes that may wait before the client is not read any more. */
  private static final int MOST_PENDING = 64 * 1024;

  /** After a last answer the client's bytes are thrown away for so long, lest a reset eats it. */
  private static final long LINGER_NANOS = 2_000_000_000L;

  private final Worker worker;
  private final Channel channel;
  private @Nullable ChannelHandlerContext context;
  private final boolean secure;
  private final ClientAddress address;
  private final HeadEnd headEnd = new HeadEnd();
  private final Holding holding;
  private final Patience patience = new Patience();
  private ByteBuf pending = Unpooled.EMPTY_BUFFER;
  private @Nullable Exchange exchange;
  private boolean processing;
  private boolean dirty;
  private boolean emptyLine;
  private boolean closing;
  private boolean lingering;
  private boolean failed;
  private long sinceNanos = System.nanoTime();

  ClientConnection(Worker worker, Channel channel, boolean secure) {
    this.worker = worker;
    this.channel = channel;
    holding = new Holding(worker);
    this.secure = secure;
    address = new ClientAddress(channel);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  /** From here on towards the client: nothing behind it in the pipeline writes. */
  private ChannelHandlerContext context() {
    return Objects.requireNonNull(context, "in no pipeline yet");
  }

  @Override
  public ByteBufAllocator allocator() {
    return channel.alloc();
  }

  @Override
  public byte[] address() {
    return address.text();
  }

  @Override
  public boolean secure() {
    return secure;
  }

  @Override
  public byte[] localAddress() {
    return address.local();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    patience.moved();
    if (closing && exchange == null) {
      in.release();
      return;
    }
    if (pending.isReadable()) {
      pending = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), pending, in);
    } else {
      pending.release();
      pending = in;
      if (exchange == null) {
        sinceNanos = worker.clock().nanos();
      }
    }
    process();
  }

  /** Goes on with what has arrived as far as that is possible now. */
  @Override
  public void process() {
    if (processing) {
      return;
    }
    processing = true;
    try {
      boolean more = true;
      while (more && pending.isReadable()) {
        more = step();
      }
    } catch (Refusal refusal) {
      refuse(refusal);
    } finally {
      processing = false;
    }
    if (!pending.isReadable()) {
      pending.release();
      pending = Unpooled.EMPTY_BUFFER;
    }
    Exchange current = exchange;
    if (current != null) {
      current.flush();
    }
    flush();
    if (closing && current == null) {
      linger();
    }
    updateReading();
  }

  private boolean step() throws Refusal {
    Exchange current = exchange;
    if (current != null) {
      boolean takes = current.tunnelling() || !current.requestDone();
      return takes && current.offer(pending);
    }
    if (closing) {
      pending.skipBytes(pending.readableBytes());
      return false;
    }
    if (!channel.isWritable()) {
      // Who does not read the answers may not pile up more of them.
      return false;
    }
    byte first = pending.getByte(pending.readerIndex());
    if (!HttpBytes.isToken(first) && first != '\r') {
      throw Refusal.bad("bytes that do not begin an HTTP request");
    }
    int length = headEnd.find(pending, worker.options().client().headBytes());
    if (length == 0) {
      return false;
    }
    if (length == 2) {
      // RFC 9112 §2.2: one empty line before a request is forgiven.
      if (emptyLine) {
        throw Refusal.bad("empty lines in place of a request");
      }
      emptyLine = true;
      pending.skipBytes(2);
      return true;
    }
    emptyLine = false;
    pending.getBytes(pending.readerIndex(), worker.scratch(), 0, length);
    RequestHead head = worker.requestHead();
    head.parse(worker.scratch());
    Routing.Entry entry = worker.routing().match(head);
    RoutePolicy.Hold hold = entry == null ? null : entry.hold();
    if (hold != null && holding.waits(hold, this)) {
      return false;
    }
    pending.skipBytes(length);
    boolean expired = hold != null;
    holding.over(this);
    Exchange next = Admission.exchange(entry, expired, head, worker, this);
    exchange = next;
    if (next != null) {
      next.begin();
    }
    return true;
  }

  /** Who asks. */
  Asking asking(RequestHead head) {
    return worker.asking().of(head, worker.userCookie(), address.text(), address.raw());
  }

  /** Answers a request that goes nowhere. */
  void turnAway(RequestHead head, int status, String text) {
    boolean stays = swallow(head.body(0)) && head.keepAlive();
    answer(status, text, head.method() == RequestHead.Method.HEAD, stays, head.http10(), null);
  }

  /**
   * Throws away what has arrived of a body that nobody will get.
   *
   * @return whether that was all of it
   */
  @Override
  public boolean swallow(Body body) {
    try {
      if (!body.done()) {
        pending.skipBytes(body.advance(pending, null));
      }
      return body.done();
    } catch (Refusal malformed) {
      return false;
    }
  }

  /** Answers in place of a replica. */
  @Override
  public void answer(Exchange ended, int status, String text, boolean stays) {
    exchange = null;
    byte @Nullable [] line = worker.options().exposeTrack() ? ended.track().trackLine() : null;
    answer(status, text, ended.asked().head(), stays, ended.asked().http10(), line);
  }

  private void answer(
      int status,
      String text,
      boolean headMethod,
      boolean stays,
      boolean http10,
      byte @Nullable [] trackLine) {
    boolean keepOpen = stays && !worker.draining();
    Heads.Persistence persistence = Heads.Persistence.of(keepOpen, http10);
    context()
        .write(
            Heads.answer(allocator(), status, text, headMethod, persistence, trackLine),
            channel.voidPromise());
    dirty = true;
    closing = !keepOpen;
    sinceNanos = worker.clock().nanos();
  }

  private void refuse(Refusal refusal) {
    worker.events().refused(refusal.status());
    pending.skipBytes(pending.readableBytes());
    Exchange current = exchange;
    boolean begun = current != null && current.responding();
    if (current != null) {
      exchange = null;
      current.cancel(false);
    }
    if (begun) {
      closing = true;
    } else {
      answer(refusal.status(), refusal.reason(), false, false, false, null);
      if (current == null && worker.scribe() instanceof Scribe scribe) {
        scribe.refused(this, refusal.status(), refusal.reason());
      }
    }
  }

  /**
   * Passes on a part of a response.
   *
   * @return false where the client does not keep up
   */
  @Override
  public boolean write(ByteBuf bytes) {
    patience.moved();
    context().write(bytes, channel.voidPromise());
    dirty = true;
    return channel.isWritable();
  }

  @Override
  public void flush() {
    if (dirty) {
      dirty = false;
      worker.flushes().add(context());
    }
  }

  /** The last part of a response. */
  @Override
  public void end(Exchange ended, ByteBuf last, boolean keepOpen) {
    exchange = null;
    ChannelPromise promise = channel.newPromise();
    promise.addListener(ended);
    context().write(last, promise);
    dirty = true;
    sinceNanos = worker.clock().nanos();
    // A response that began before the router was told to end said nothing of closing.
    closing = !keepOpen || worker.idleEnds(sinceNanos);
    process();
  }

  /** The response cannot be made whole: the client must not take it for that. */
  @Override
  public void abort(Exchange ended, boolean reset) {
    exchange = null;
    closing = true;
    lingering = true;
    Farewell.abort(channel, reset);
  }

  private void linger() {
    if (lingering) {
      return;
    }
    lingering = true;
    sinceNanos = worker.clock().nanos();
    Farewell.linger(channel);
  }

  @Override
  public void updateReading() {
    Exchange current = exchange;
    boolean wanted = pending.readableBytes() < MOST_PENDING && (current == null || current.takes());
    if (channel.config().isAutoRead() != wanted) {
      channel.config().setAutoRead(wanted);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    Exchange current = exchange;
    if (current != null) {
      current.clientWritable(channel.isWritable());
    } else if (channel.isWritable()) {
      process();
    }
  }

  /** Closes what has taken too long: called a few times per second. */
  void checkTime(long nowNanos) {
    Exchange current = exchange;
    ClientLimits limits = worker.options().client();
    long waited = nowNanos - sinceNanos;
    if (current != null) {
      if (!patience.over(worker, channel, !pending.isReadable(), current, nowNanos)) {
        current.checkTime(nowNanos);
      } else if (current.responding()) {
        failed = true;
        Farewell.cut(channel);
      } else {
        refuse(new Refusal(408, "the body of the request took too long"));
        process();
      }
    } else if (lingering) {
      if (waited > LINGER_NANOS) {
        channel.close();
      }
    } else if (holding.active()) {
      // Its time is looked at where the request is.
      process();
    } else if (pending.isReadable()) {
      if (waited > limits.head().toNanos()) {
        pending.skipBytes(pending.readableBytes());
        answer(408, "the head of the request took too long", false, false, false, null);
        process();
      }
    } else if (worker.idleEnds(nowNanos)) {
      drain();
    } else if (waited > limits.idle().toNanos()) {
      channel.close();
    }
  }

  /** What it is doing. */
  Optional<Measures.UnderWay> underWay(long nowNanos) {
    return exchange == null ? Optional.empty() : Optional.of(exchange.underWay(nowNanos));
  }

  /** Ends the connection after what it is doing; at once if that is nothing. */
  void drain() {
    if (exchange == null && !pending.isReadable() && worker.idleEnds(System.nanoTime())) {
      closing = true;
      process();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    failed = true;
    worker.report(cause);
    ctx.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    worker.forget(this);
    holding.over(this);
    pending.release();
    pending = Unpooled.EMPTY_BUFFER;
    Exchange current = exchange;
    if (current != null) {
      exchange = null;
      current.cancel(!failed);
    }
  }
}
