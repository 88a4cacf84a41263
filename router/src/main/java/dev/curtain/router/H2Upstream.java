package dev.curtain.router;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One event loop's HTTP/2 connection to a replica, shared by its requests. */
final class H2Upstream {
  private final Worker worker;
  private final ReplicaSlot slot;
  private @Nullable ChannelFuture connecting;

  H2Upstream(Worker worker, ReplicaSlot slot) {
    this.worker = worker;
    this.slot = slot;
  }

  /** Opens a stream for an exchange. */
  void open(Dialer dialer, Exchange exchange) {
    ChannelFuture connection = connecting;
    if (connection == null || (connection.isDone() && !connection.channel().isActive())) {
      connection = dialer.dial(slot.replica(), new Setup());
      connecting = connection;
    }
    slot.replica().connecting(1);
    connection.addListener((ChannelFuture done) -> {
      worker.clock().read();
      slot.replica().connecting(-1);
      if (done.isSuccess()) {
        stream(done.channel(), exchange);
      } else {
        exchange.connectFailed(slot);
      }
    });
  }

  private void stream(Channel parent, Exchange exchange) {
    UpstreamConnection connection = new UpstreamConnection(worker, slot);
    new Http2StreamChannelBootstrap(parent)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel stream) {
                stream.pipeline().addLast(new H2ServiceStream(worker));
                stream.pipeline().addLast(connection);
              }
            })
        .open()
        .addListener(done -> {
          if (done.isSuccess()) {
            exchange.connected(connection);
          } else {
            exchange.connectFailed(slot);
          }
        });
  }

  /** Ends with the last of its streams. */
  void close() {
    ChannelFuture connection = connecting;
    if (connection != null) {
      connecting = null;
      connection.channel().close();
    }
  }

  private final class Setup extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      Http2FrameCodec codec =
          Http2FrameCodecBuilder.forClient()
              .initialSettings(
                  Http2Settings.defaultSettings()
                      .pushEnabled(false)
                      .initialWindowSize(Http2Front.STREAM_WINDOW))
              .gracefulShutdownTimeoutMillis(-1)
              .build();
      channel.pipeline().addLast(codec);
      channel
          .pipeline()
          .addLast(
              new Http2MultiplexHandler(
                  new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel pushed) {
                      pushed.close();
                    }
                  }));
      channel
          .pipeline()
          .addLast(
              new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext ctx, Object message) {
                  if (message instanceof Http2GoAwayFrame) {
                    // The next request gets a connection of its own.
                    connecting = null;
                  }
                  ReferenceCountUtil.release(message);
                }

                @Override
                public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                  worker.report(new IOException("HTTP/2 to a replica failed", cause));
                  ctx.close();
                }
              });
    }
  }
}
