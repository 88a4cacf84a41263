package dev.curtain.router;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Optional;

/** The kernel's interface: epoll where there is one, else what the JDK has. */
record Transport(
    String name,
    EventLoopGroup loops,
    Class<? extends ServerChannel> server,
    Class<? extends Channel> client) {
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

  static Transport open(boolean nativeWanted, int loops) {
    DefaultThreadFactory threads = new DefaultThreadFactory("curtain-router", true);
    if (nativeWanted && Epoll.isAvailable()) {
      return new Transport(
          "epoll",
          new MultiThreadIoEventLoopGroup(loops, threads, EpollIoHandler.newFactory()),
          EpollServerSocketChannel.class,
          EpollSocketChannel.class);
    }
    return new Transport(
        "nio",
        new MultiThreadIoEventLoopGroup(loops, threads, NioIoHandler.newFactory()),
        NioServerSocketChannel.class,
        NioSocketChannel.class);
  }
}
