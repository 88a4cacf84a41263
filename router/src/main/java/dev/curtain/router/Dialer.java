package dev.curtain.router;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;

/** Opens connections to replicas on one event loop, over TCP or a Unix socket. */
final class Dialer {
  private final Transport transport;
  private final Bootstrap tcp;
  private final Bootstrap unix;

  Dialer(Transport transport, EventLoop loop, RouterOptions.ServiceLimits limits) {
    this.transport = transport;
    int timeout = Math.toIntExact(limits.connectTimeout().toMillis());
    tcp = bootstrap(loop, transport.client(), timeout).option(ChannelOption.TCP_NODELAY, true);
    unix = bootstrap(loop, transport.unixClient(), timeout);
  }

  private static Bootstrap bootstrap(
      EventLoop loop, Class<? extends Channel> channels, int timeoutMillis) {
    return new Bootstrap()
        .group(loop)
        .channel(channels)
        .disableResolver()
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .option(ChannelOption.RECVBUF_ALLOCATOR, Worker.receiveBuffers())
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Worker.waterMark())
        // A replica may answer and close while the request is still being sent: read on.
        .option(ChannelOption.AUTO_CLOSE, false)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis);
  }

  ChannelFuture dial(Replica replica, ChannelHandler handler) {
    Bootstrap bootstrap = replica.backend().socket().isPresent() ? unix : tcp;
    return bootstrap.handler(handler).connect(transport.address(replica));
  }
}
