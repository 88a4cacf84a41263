package io.netty.channel.uring;

import io.netty.channel.Channel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.ServerSocketChannelConfig;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Accepts by io_uring from a socket that another process has opened and listens on already. Netty
 * has this for epoll ({@code EpollServerSocketChannel(int)}) and not for io_uring, where what it
 * takes is visible in this package alone.
 */
public final class AdoptedServerSocketChannel extends AbstractIoUringServerChannel
    implements ServerSocketChannel {
  private final IoUringServerSocketChannelConfig config;

  /**
   * @param socket descriptor of the listening socket, which belongs to this channel from now on
   */
  public AdoptedServerSocketChannel(int socket) {
    super(new LinuxSocket(socket), true);
    config = new IoUringServerSocketChannelConfig(this);
  }

  @Override
  Channel newChildChannel(int socket, @Nullable ByteBuffer peer) {
    // Who it is can be asked of the socket, once per connection.
    return new IoUringSocketChannel(this, new LinuxSocket(socket));
  }

  @Override
  public ServerSocketChannelConfig config() {
    return config;
  }

  @Override
  public @Nullable InetSocketAddress localAddress() {
    return (InetSocketAddress) super.localAddress();
  }

  @Override
  public @Nullable InetSocketAddress remoteAddress() {
    return (InetSocketAddress) super.remoteAddress();
  }
}
