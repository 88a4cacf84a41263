package dev.curtain.router;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;

/**
 * A client's HTTP/2 connection. Each of its streams is a channel of its own with the same client
 * connection as HTTP/1.1 behind a bridge, so that routing, counting and every limit are the same.
 */
final class Http2Front extends ChannelInboundHandlerAdapter {
  static final int STREAM_WINDOW = 256 * 1024;
  static final int CONNECTION_WINDOW = 1024 * 1024;

  private static final int MOST_STREAMS = 250;

  private final Worker worker;
  private final Http2FrameCodec codec;
  private final Channel channel;
  private long busyNanos = System.nanoTime();

  private Http2Front(Worker worker, Http2FrameCodec codec, Channel channel) {
    this.worker = worker;
    this.codec = codec;
    this.channel = channel;
  }

  /** Makes the end of the pipeline HTTP/2. */
  static void add(Worker worker, ChannelPipeline pipeline, boolean secure) {
    Http2FrameCodec codec =
        Http2FrameCodecBuilder.forServer()
            .initialSettings(
                Http2Settings.defaultSettings()
                    .maxConcurrentStreams(MOST_STREAMS)
                    .initialWindowSize(STREAM_WINDOW)
                    .maxHeaderListSize(worker.options().client().headBytes()))
            .gracefulShutdownTimeoutMillis(-1)
            .build();
    Http2Front front = new Http2Front(worker, codec, pipeline.channel());
    pipeline.addLast(codec);
    pipeline.addLast(
        new Http2MultiplexHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel stream) {
                stream.pipeline().addLast(new H2ClientStream(worker));
                stream.pipeline().addLast(worker.client(stream, secure));
              }
            }));
    pipeline.addLast(front);
    worker.http2().add(front);
    widen(codec);
  }

  /** The window of a whole connection has no setting of its own. */
  static void widen(Http2FrameCodec codec) {
    Http2Connection connection = codec.connection();
    try {
      connection
          .local()
          .flowController()
          .incrementWindowSize(connection.connectionStream(), CONNECTION_WINDOW - 65_535);
    } catch (Http2Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Closes a connection on which nothing has happened for too long. */
  void checkTime(long nowNanos) {
    if (codec.connection().numActiveStreams() > 0) {
      busyNanos = nowNanos;
    } else if (nowNanos - busyNanos > worker.options().client().idle().toNanos()) {
      channel.close();
    }
  }

  /** Takes no more streams; the connection ends with the last. */
  void drain() {
    channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    // Frames that concern the connection as a whole: the codec has acted on them.
    ReferenceCountUtil.release(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    worker.http2().remove(this);
    worker.checkQuiet();
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    worker.report(new IOException("HTTP/2 connection failed", cause));
    ctx.close();
  }
}
