package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;

/** Between a client's HTTP/2 stream and the client connection that speaks HTTP/1.1 behind it. */
final class H2ClientStream extends ChannelDuplexHandler {
  private final Worker worker;
  private final H1Message answer = new H1Message();
  private boolean headSeen;
  private boolean chunked;
  private boolean headMethod;
  private boolean requestEnded;
  private boolean answered;

  H2ClientStream(Worker worker) {
    this.worker = worker;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      switch (message) {
        case Http2HeadersFrame frame when !headSeen -> head(ctx, frame);
        case Http2HeadersFrame frame -> trailers(ctx, frame);
        case Http2DataFrame frame -> data(ctx, frame);
        case Http2ResetFrame frame -> ctx.close();
        default -> {}
      }
    } catch (Refusal refusal) {
      reset(ctx, Http2Error.PROTOCOL_ERROR);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void head(ChannelHandlerContext ctx, Http2HeadersFrame frame) throws Refusal {
    headSeen = true;
    requestEnded = frame.isEndStream();
    headMethod = "HEAD".contentEquals(String.valueOf(frame.headers().method()));
    chunked = !requestEnded && !frame.headers().contains("content-length");
    ByteBuf head = ctx.alloc().ioBuffer(1024);
    try {
      Http2Heads.request(frame.headers(), requestEnded, head);
    } catch (Refusal refusal) {
      head.release();
      throw refusal;
    }
    ctx.fireChannelRead(head);
  }

  private void data(ChannelHandlerContext ctx, Http2DataFrame frame) throws Refusal {
    ByteBuf content = frame.content();
    if (!chunked) {
      if (content.isReadable()) {
        ctx.fireChannelRead(content.retainedSlice());
      }
    } else if (content.isReadable()) {
      ByteBuf chunk = ctx.alloc().ioBuffer(content.readableBytes() + 12);
      Http2Heads.chunk(content.readableBytes(), chunk);
      ctx.fireChannelRead(chunk.writeBytes(content).writeByte('\r').writeByte('\n'));
    }
    if (frame.isEndStream()) {
      requestEnded = true;
      if (chunked) {
        ctx.fireChannelRead(Http2Heads.lastChunk(null, ctx.alloc()));
      }
    }
  }

  private void trailers(ChannelHandlerContext ctx, Http2HeadersFrame frame) throws Refusal {
    if (!frame.isEndStream()) {
      throw Refusal.bad("a second head");
    }
    requestEnded = true;
    if (chunked) {
      ctx.fireChannelRead(Http2Heads.lastChunk(frame.headers(), ctx.alloc()));
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    ByteBuf in = (ByteBuf) message;
    try {
      while (!answer.begun() && in.isReadable()) {
        answerHead(ctx, in);
      }
      if (answered || !answer.begun()) {
        // An upgrade is never offered, so this was an interim answer or nothing at all.
        promise.trySuccess();
        return;
      }
      ByteBuf data = answer.data(in, ctx.alloc());
      if (!answer.done()) {
        ctx.write(new DefaultHttp2DataFrame(data, false), promise);
        return;
      }
      answered = true;
      if (answer.hasTrailers()) {
        ctx.write(new DefaultHttp2DataFrame(data, false));
        ctx.write(
            new DefaultHttp2HeadersFrame(Http2Heads.trailers(answer.trailers()), true), promise);
      } else {
        ctx.write(new DefaultHttp2DataFrame(data, true), promise);
      }
    } catch (Refusal impossible) {
      // The router's own bytes, which have been checked on their way in.
      worker.report(new IllegalStateException(impossible));
      reset(ctx, Http2Error.INTERNAL_ERROR);
      promise.tryFailure(impossible);
    } finally {
      in.release();
    }
  }

  private void answerHead(ChannelHandlerContext ctx, ByteBuf in) throws Refusal {
    byte[] bytes = worker.bridgeScratch();
    in.readBytes(bytes, 0, headLength(in));
    ResponseHead head = worker.bridgeResponse();
    head.parse(bytes);
    if (head.status() >= 200) {
      answer.begin(head.body(headMethod));
      answered = answer.done();
    }
    ctx.write(new DefaultHttp2HeadersFrame(Http2Heads.toClient(head), answered));
  }

  static int headLength(ByteBuf in) throws Refusal {
    return new HeadEnd().find(in, Integer.MAX_VALUE);
  }

  private void reset(ChannelHandlerContext ctx, Http2Error error) {
    answered = true;
    ctx.writeAndFlush(new DefaultHttp2ResetFrame(error)).addListener(done -> ctx.close());
  }

  /** Ends the stream as an HTTP/1.1 connection would end after its last answer. */
  void end(ChannelHandlerContext ctx) {
    if (!answered && answer.begun()) {
      answered = true;
      ctx.writeAndFlush(new DefaultHttp2DataFrame(true));
    }
    if (requestEnded) {
      ctx.close();
    } else {
      // RFC 9113 §8.1: the answer is whole, and the rest of the request is of no use.
      ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR))
          .addListener(done -> ctx.close());
    }
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (answered) {
      ctx.close(promise);
    } else {
      answered = true;
      ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR))
          .addListener(done -> ctx.close(promise));
    }
  }
}
