package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection. Requests are taken from it one at a time, so that pipelined ones are
 * answered in order; what comes in between waits in {@link #pending}, whose size is bounded by not
 * reading. A client that closes its sending side has gone.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {
  /** Bytes that may wait before the client is not read any more. */
  private static final int MOST_PENDING = 64 * 1024;

  /** After a last answer the client's bytes are thrown away for so long, lest a reset eats it. */
  private static final long LINGER_NANOS = 2_000_000_000L;

  private final Worker worker;
  private final Channel channel;
  private final byte[] address;
  private final HeadEnd headEnd = new HeadEnd();
  private ByteBuf pending = Unpooled.EMPTY_BUFFER;
  private @Nullable Exchange exchange;
  private boolean processing;
  private boolean dirty;
  private boolean emptyLine;
  private boolean closing;
  private boolean lingering;
  private boolean failed;
  private long sinceNanos = System.nanoTime();

  ClientConnection(Worker worker, Channel channel) {
    this.worker = worker;
    this.channel = channel;
    address =
        channel.remoteAddress() instanceof InetSocketAddress remote
            ? HttpBytes.ascii(remote.getAddress().getHostAddress())
            : HttpBytes.ascii("unknown");
  }

  ByteBufAllocator allocator() {
    return channel.alloc();
  }

  /** The client's address as text. */
  byte[] address() {
    return address;
  }

  byte[] localAddress() {
    return channel.localAddress() instanceof InetSocketAddress local
        ? HttpBytes.ascii(Listening.text(local))
        : HttpBytes.ascii("localhost");
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
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
        sinceNanos = System.nanoTime();
      }
    }
    process();
  }

  /** Goes on with what has arrived as far as that is possible now. */
  void process() {
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
    int length = headEnd.find(pending, worker.options().headLimit());
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
    pending.readBytes(worker.scratch(), 0, length);
    RequestHead head = worker.requestHead();
    head.parse(worker.scratch());
    begin(head);
    return true;
  }

  private void begin(RequestHead head) {
    Routing routing = worker.routing();
    Routing.Entry entry = routing.match(head);
    if (entry == null) {
      worker.countUnrouted();
      boolean stays = swallow(head.body()) && head.keepAlive();
      boolean headMethod = head.method() == RequestHead.Method.HEAD;
      if (routing.isEmpty()) {
        answer(503, "the router has no routes yet", headMethod, stays, head.http10(), null);
      } else {
        answer(404, "no route for this host and path", headMethod, stays, head.http10(), null);
      }
      return;
    }
    Span user = head.user(worker.userCookie(), worker.span());
    TrackTarget track =
        user == null
            ? entry.track(address, 0, address.length)
            : entry.track(head.data(), user.start(), user.length());
    Exchange next = new Exchange(this, worker, track, head);
    exchange = next;
    next.dispatch();
  }

  /**
   * Throws away what has arrived of a body that nobody will get.
   *
   * @return whether that was all of it
   */
  boolean swallow(Body body) {
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
  void answer(Exchange ended, int status, String text, boolean stays) {
    exchange = null;
    byte @Nullable [] line = worker.options().exposeTrack() ? ended.track().trackLine() : null;
    answer(status, text, ended.headMethod(), stays, ended.http10(), line);
  }

  private void answer(
      int status,
      String text,
      boolean headMethod,
      boolean stays,
      boolean http10,
      byte @Nullable [] trackLine) {
    boolean keepOpen = stays && !worker.draining();
    Heads.Persistence persistence =
        !keepOpen
            ? Heads.Persistence.CLOSE
            : http10 ? Heads.Persistence.KEEP_ALIVE : Heads.Persistence.IMPLIED;
    channel.write(
        Heads.answer(allocator(), status, text, headMethod, persistence, trackLine),
        channel.voidPromise());
    dirty = true;
    closing = !keepOpen;
    sinceNanos = System.nanoTime();
  }

  private void refuse(Refusal refusal) {
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
    }
  }

  /**
   * Passes on a part of a response.
   *
   * @return false where the client does not keep up
   */
  boolean write(ByteBuf bytes) {
    channel.write(bytes, channel.voidPromise());
    dirty = true;
    return channel.isWritable();
  }

  void flush() {
    if (dirty) {
      dirty = false;
      channel.flush();
    }
  }

  /** The last part of a response. */
  void end(Exchange ended, ByteBuf last, boolean keepOpen) {
    exchange = null;
    ChannelPromise promise = channel.newPromise();
    promise.addListener(ended);
    channel.write(last, promise);
    dirty = true;
    // A response that began before the router was told to end said nothing of closing.
    closing = !keepOpen || worker.draining();
    sinceNanos = System.nanoTime();
    process();
  }

  /** The response cannot be made whole: the client must not take it for that. */
  void abort(Exchange ended, boolean reset) {
    exchange = null;
    closing = true;
    lingering = true;
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(done -> {
          if (reset && channel.isActive()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
          }
          channel.close();
        });
  }

  private void linger() {
    if (lingering) {
      return;
    }
    lingering = true;
    sinceNanos = System.nanoTime();
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(done -> {
          if (channel.isActive()) {
            ((DuplexChannel) channel)
                .shutdownOutput()
                .addListener(shut -> {
                  if (!shut.isSuccess()) {
                    channel.close();
                  }
                });
          }
        });
  }

  void updateReading() {
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
    RouterOptions options = worker.options();
    long waited = nowNanos - sinceNanos;
    if (current != null) {
      long limit = options.responseTimeout().toNanos();
      if (limit > 0) {
        current.checkTime(nowNanos, limit);
      }
    } else if (lingering) {
      if (waited > LINGER_NANOS) {
        channel.close();
      }
    } else if (pending.isReadable()) {
      if (waited > options.headTimeout().toNanos()) {
        pending.skipBytes(pending.readableBytes());
        answer(408, "the head of the request took too long", false, false, false, null);
        process();
      }
    } else if (waited > options.idleTimeout().toNanos()) {
      channel.close();
    }
  }

  /** Ends the connection after what it is doing; at once if that is nothing. */
  void drain() {
    if (exchange == null && !pending.isReadable()) {
      closing = true;
      process();
    }
  }

  void close() {
    channel.close();
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
    pending.release();
    pending = Unpooled.EMPTY_BUFFER;
    Exchange current = exchange;
    if (current != null) {
      exchange = null;
      current.cancel(!failed);
    }
  }
}
