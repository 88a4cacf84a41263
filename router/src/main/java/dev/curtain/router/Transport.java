package dev.curtain.router;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/** The kernel's interface: epoll where there is one, else what the JDK has. */
record Transport(
    String name,
    EventLoopGroup loops,
    Class<? extends ServerChannel> server,
    Class<? extends Channel> client,
    Class<? extends Channel> unixClient) {
  /**
   * A channel to listen with.
   *
   * @param open a socket of another process that listens already
   */
  ServerChannel listening(Optional<Integer> open) {
    boolean epoll = server == EpollServerSocketChannel.class;
    if (open.isPresent() && epoll) {
      return new EpollServerSocketChannel(open.get());
    }
    return epoll ? new EpollServerSocketChannel() : new NioServerSocketChannel();
  }

  /** Where a replica is, as the channels of this transport want to know it. */
  SocketAddress address(Replica replica) {
    Optional<Path> socket = replica.backend().socket();
    if (socket.isEmpty()) {
      return replica.address();
    }
    return unixClient == EpollDomainSocketChannel.class
        ? new DomainSocketAddress(socket.get().toString())
        : UnixDomainSocketAddress.of(socket.get());
  }

  static Transport open(boolean nativeWanted, int loops) {
    DefaultThreadFactory threads = new DefaultThreadFactory("curtain-router", true);
    if (nativeWanted && Epoll.isAvailable()) {
      return new Transport(
          "epoll",
          new MultiThreadIoEventLoopGroup(loops, threads, EpollIoHandler.newFactory()),
          EpollServerSocketChannel.class,
          EpollSocketChannel.class,
          EpollDomainSocketChannel.class);
    }
    return new Transport(
        "nio",
        new MultiThreadIoEventLoopGroup(loops, threads, NioIoHandler.newFactory()),
        NioServerSocketChannel.class,
        NioSocketChannel.class,
        NioDomainSocketChannel.class);
  }
}
