package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;

/** Between a replica's HTTP/2 stream and the connection that speaks HTTP/1.1 in front of it. */
final class H2ServiceStream extends ChannelDuplexHandler {
  private final Worker worker;
  private final H1Message request = new H1Message();
  private boolean ended;
  private boolean headMethod;
  private boolean headSeen;
  private boolean chunked;

  H2ServiceStream(Worker worker) {
    this.worker = worker;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise)
      throws Refusal {
    ByteBuf in = (ByteBuf) message;
    try {
      if (!request.begun() && in.isReadable()) {
        head(ctx, in);
      }
      ByteBuf data = request.data(in, ctx.alloc());
      boolean ends = request.done() && !ended;
      boolean trailers = ends && request.hasTrailers();
      ended |= ends;
      if (ends || data.isReadable()) {
        ctx.write(new DefaultHttp2DataFrame(data, ends && !trailers), promise);
      } else {
        data.release();
        promise.trySuccess();
      }
      if (trailers) {
        ctx.write(new DefaultHttp2HeadersFrame(Http2Heads.trailers(request.trailers()), true));
      }
    } finally {
      in.release();
    }
  }

  private void head(ChannelHandlerContext ctx, ByteBuf in) throws Refusal {
    byte[] bytes = worker.bridgeScratch();
    in.readBytes(bytes, 0, H2ClientStream.headLength(in));
    RequestHead head = worker.bridgeRequest();
    head.parse(bytes);
    headMethod = head.method() == RequestHead.Method.HEAD;
    request.begin(head.body(0));
    ended = request.done();
    ctx.write(new DefaultHttp2HeadersFrame(Http2Heads.toService(head), ended));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      switch (message) {
        case Http2HeadersFrame frame when headSeen -> trailers(ctx, frame);
        case Http2HeadersFrame frame -> answerHead(ctx, frame);
        case Http2DataFrame frame -> data(ctx, frame);
        case Http2ResetFrame frame -> ctx.close();
        default -> {}
      }
    } catch (Refusal refusal) {
      // What cannot be passed on is as good as no answer.
      ctx.close();
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void answerHead(ChannelHandlerContext ctx, Http2HeadersFrame frame) throws Refusal {
    int status = Integer.parseInt(String.valueOf(frame.headers().status()));
    boolean interim = status < 200;
    boolean ends = frame.isEndStream();
    boolean bodiless = interim || headMethod || status == 204 || status == 304;
    headSeen = !interim;
    chunked = !ends && !bodiless && !frame.headers().contains("content-length");
    ByteBuf out = ctx.alloc().ioBuffer(1024);
    try {
      Http2Heads.response(frame.headers(), ends, bodiless, out);
    } catch (Refusal refusal) {
      out.release();
      throw refusal;
    }
    ctx.fireChannelRead(out);
    ctx.fireChannelReadComplete();
  }

  private void data(ChannelHandlerContext ctx, Http2DataFrame frame) throws Refusal {
    ByteBuf content = frame.content();
    if (content.isReadable()) {
      if (chunked) {
        ByteBuf chunk = ctx.alloc().ioBuffer(content.readableBytes() + 12);
        Http2Heads.chunk(content.readableBytes(), chunk);
        ctx.fireChannelRead(chunk.writeBytes(content).writeByte('\r').writeByte('\n'));
      } else {
        ctx.fireChannelRead(content.retainedSlice());
      }
    }
    if (frame.isEndStream() && chunked) {
      ctx.fireChannelRead(Http2Heads.lastChunk(null, ctx.alloc()));
    }
  }

  private void trailers(ChannelHandlerContext ctx, Http2HeadersFrame frame) throws Refusal {
    if (chunked) {
      ctx.fireChannelRead(Http2Heads.lastChunk(frame.headers(), ctx.alloc()));
    }
  }
}
