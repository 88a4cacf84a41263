package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection to a replica: it serves one exchange at a time and rests in its slot in between. */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {
  /** A body part up to this size is joined with its head into one write. */
  private static final int JOINED = 4096;

  private final Worker worker;
  private final ReplicaSlot slot;
  private final HeadEnd headEnd = new HeadEnd();
  private @Nullable ChannelHandlerContext context;
  private @Nullable Exchange exchange;
  private @Nullable Downstream written;
  private ByteBuf partial = Unpooled.EMPTY_BUFFER;
  private Body body = Body.NONE;
  private boolean inBody;
  private boolean dechunk;
  private boolean reused;
  private boolean keepAlive;
  private boolean clientStays;
  private boolean failed;
  private boolean dirty;
  private long idleSinceNanos;

  UpstreamConnection(Worker worker, ReplicaSlot slot) {
    this.worker = worker;
    this.slot = slot;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  private Channel channel() {
    return context().channel();
  }

  private ChannelHandlerContext context() {
    return Objects.requireNonNull(context, "not connected");
  }

  boolean open() {
    return channel().isActive();
  }

  boolean writable() {
    return channel().isWritable();
  }

  long idleSinceNanos() {
    return idleSinceNanos;
  }

  void begin(Exchange next) {
    exchange = next;
    inBody = false;
  }

  void write(ByteBuf bytes) {
    context().write(bytes, channel().voidPromise());
    dirty = true;
  }

  void flush() {
    if (dirty) {
      dirty = false;
      worker.flushes().add(context());
    }
  }

  void read(boolean wanted) {
    if (channel().config().isAutoRead() != wanted) {
      channel().config().setAutoRead(wanted);
    }
  }

  void close() {
    channel().close();
  }

  /**
   * The exchange has no more use for the connection, which is in the middle of something.
   *
   * @param flushed whether what was written shall arrive first
   */
  void abandon(boolean flushed) {
    exchange = null;
    if (flushed) {
      channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    } else {
      close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    worker.clock().read();
    ByteBuf in = (ByteBuf) message;
    Exchange current = exchange;
    if (current == null) {
      // A response that nobody asked for: what follows on this connection cannot be trusted.
      in.release();
      close();
      return;
    }
    if (current.tunnelling()) {
      toClient(current, current.fromService(in));
      return;
    }
    current.answered();
    if (partial.isReadable()) {
      in = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), partial, in);
      partial = Unpooled.EMPTY_BUFFER;
    }
    try {
      in = consume(current, in);
    } catch (Refusal refusal) {
      exchange = null;
      close();
      current.refused(refusal.reason());
    }
    if (in.isReadable() && exchange != null) {
      partial = in;
    } else {
      in.release();
    }
  }

  private ByteBuf consume(Exchange current, ByteBuf in) throws Refusal {
    while (in.isReadable() && exchange != null) {
      if (current.tunnelling()) {
        toClient(current, current.fromService(in.readRetainedSlice(in.readableBytes())));
      } else if (inBody) {
        ByteBuf part = bodyPart(current, in);
        if (body.done()) {
          finish(current, part, !in.isReadable());
        } else {
          toClient(current, part);
        }
      } else {
        int length = headEnd.find(in, worker.options().client().headBytes());
        if (length == 0) {
          return in;
        }
        in.readBytes(worker.scratch(), 0, length);
        head(current, in);
      }
    }
    return in;
  }

  /** Goes over the next part of the body, and notes it where the exchange wants that. */
  private int advance(Exchange current, ByteBuf in) throws Refusal {
    Digest digest = current.account().digest();
    if (digest == null) {
      return body.advance(in, null);
    }
    if (body instanceof Body.Chunked) {
      ByteBuf decoded = in.alloc().ioBuffer(in.readableBytes());
      try {
        int length = body.advance(in, decoded);
        digest.add(decoded, decoded.readerIndex(), decoded.readableBytes());
        return length;
      } finally {
        decoded.release();
      }
    }
    int length = body.advance(in, null);
    digest.add(in, in.readerIndex(), length);
    return length;
  }

  private ByteBuf bodyPart(Exchange current, ByteBuf in) throws Refusal {
    if (dechunk) {
      ByteBuf decoded = in.alloc().ioBuffer(in.readableBytes());
      try {
        in.skipBytes(body.advance(in, decoded));
        Digest digest = current.account().digest();
        if (digest != null) {
          digest.add(decoded, decoded.readerIndex(), decoded.readableBytes());
        }
        return decoded;
      } catch (Refusal refusal) {
        decoded.release();
        throw refusal;
      }
    }
    return in.readRetainedSlice(advance(current, in));
  }

  private void head(Exchange current, ByteBuf in) throws Refusal {
    ResponseHead head = worker.responseHead();
    head.parse(worker.scratch());
    if (head.status() < 200) {
      interim(current, head);
      return;
    }
    body = head.body(current.asked().head());
    dechunk = current.asked().http10() && head.chunked() && !body.done();
    boolean untilClose = body instanceof Body.UntilClose;
    boolean endless = untilClose || dechunk;
    keepAlive = head.keepAlive() && !untilClose;
    boolean early = !current.requestDone() && head.status() >= 300;
    clientStays = current.asked().keepAlive() && !endless && !early && !worker.draining();
    boolean joined = in.isReadable() && in.readableBytes() <= JOINED && !body.done() && !dechunk;
    ByteBuf out =
        Heads.response(
            head,
            worker.headWriter(),
            in.alloc(),
            joined ? in.readableBytes() : 0,
            Heads.Persistence.of(clientStays, current.asked().http10()),
            dechunk,
            worker.options().exposeTrack() ? current.track().trackLine() : null);
    if (joined) {
      int length;
      try {
        length = advance(current, in);
      } catch (Refusal refusal) {
        out.release();
        throw refusal;
      }
      out.writeBytes(in, length);
    }
    current.responding(head.status(), endless);
    inBody = true;
    if (body.done()) {
      finish(current, out, !in.isReadable());
    } else {
      toClient(current, out);
    }
  }

  private void interim(Exchange current, ResponseHead head) throws Refusal {
    current.interim();
    if (head.status() == 101) {
      if (!current.asked().upgrade()) {
        throw Refusal.bad("an upgrade that was not asked for");
      }
      current.responding(101, true);
    } else if (current.asked().http10()) {
      return;
    }
    toClient(
        current,
        Heads.response(
            head,
            worker.headWriter(),
            channel().alloc(),
            0,
            Heads.Persistence.IMPLIED,
            false,
            null));
    if (head.status() == 101) {
      current.tunnel();
    }
  }

  private void toClient(Exchange current, ByteBuf bytes) {
    Downstream client = current.client();
    written = client;
    current.account().sent(bytes.readableBytes());
    if (!client.write(bytes)) {
      read(false);
    }
  }

  private void finish(Exchange current, ByteBuf last, boolean clean) {
    exchange = null;
    boolean reusable = clean && keepAlive && current.requestDone() && open();
    read(true);
    if (reusable) {
      reused = true;
      idleSinceNanos = worker.clock().nanos();
      slot.giveBack(this);
    } else {
      close();
    }
    current.account().sent(last.readableBytes());
    current.responded(last, clientStays);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    Downstream client = written;
    if (client != null) {
      written = null;
      client.flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    Exchange current = exchange;
    if (current != null) {
      current.client().updateReading();
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
    partial.release();
    partial = Unpooled.EMPTY_BUFFER;
    Exchange current = exchange;
    if (current == null) {
      slot.forget(this);
      return;
    }
    exchange = null;
    if (current.tunnelling()) {
      current.tunnelEnded(!failed);
    } else if (inBody && body instanceof Body.UntilClose && !failed) {
      current.responded(Unpooled.EMPTY_BUFFER, false);
    } else {
      current.lost(reused, current.track().name() + " closed the connection without an answer");
    }
  }
}
