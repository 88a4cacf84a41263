package dev.curtain.router;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A replica that speaks HTTP/2 alone and echoes each part at once, with gRPC's trailers. */
final class H2Service implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<Http2Headers> seen = new CopyOnWriteArrayList<>();
  private final Channel server;

  H2Service() {
    server =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            Http2FrameCodecBuilder.forServer().build(),
                            new Http2MultiplexHandler(
                                new ChannelInitializer<Channel>() {
                                  @Override
                                  protected void initChannel(Channel stream) {
                                    stream.pipeline().addLast(new Echo());
                                  }
                                }));
                  }
                })
            .bind(new InetSocketAddress("127.0.0.1", 0))
            .syncUninterruptibly()
            .channel();
  }

  Route.Backend backend() {
    int port = ((InetSocketAddress) server.localAddress()).getPort();
    return new Route.Backend("h2", "127.0.0.1", port, Optional.of("h2c"));
  }

  Route.Track track() {
    return new Route.Track(
        "h2", "version-of-h2", Route.WHOLE, List.of(backend()), Optional.empty());
  }

  /** The heads so far. */
  List<Http2Headers> seen() {
    return seen;
  }

  private final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      boolean ends = false;
      if (message instanceof Http2HeadersFrame frame) {
        ends = frame.isEndStream();
        if (frame.headers().path() != null) {
          seen.add(frame.headers());
          Http2Headers headers = new DefaultHttp2Headers().status("200").add("x-served", "h2");
          ctx.write(new DefaultHttp2HeadersFrame(headers, false));
        }
      } else if (message instanceof Http2DataFrame frame) {
        ends = frame.isEndStream();
        ctx.write(new DefaultHttp2DataFrame(frame.content().retain()));
      }
      if (ends) {
        Http2Headers trailers = new DefaultHttp2Headers().add("grpc-status", "0");
        ctx.write(new DefaultHttp2HeadersFrame(trailers, true));
      }
      ctx.flush();
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void close() {
    server.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
  }
}
