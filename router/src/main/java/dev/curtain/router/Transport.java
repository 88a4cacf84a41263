package dev.curtain.router;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
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
import io.netty.channel.uring.AdoptedServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The interface of the kernel that a router uses. */
public enum Transport {
  IO_URING,
  EPOLL,
  /** What the JDK has, on any system. */
  NIO;

  /** As it is written on a command line. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one by that name. */
  static Transport parse(String text) {
    for (Transport one : values()) {
      if (one.text().equals(text)) {
        return one;
      }
    }
    throw new IllegalArgumentException(
        "--transport: " + text + " (expected: epoll, io_uring or nio)");
  }

  /** Why it cannot be had here; empty: it can. */
  Optional<String> refused() {
    @Nullable Throwable cause =
        switch (this) {
          case IO_URING -> IoUring.unavailabilityCause();
          case EPOLL -> Epoll.unavailabilityCause();
          case NIO -> null;
        };
    return Optional.ofNullable(cause).map(Throwable::getMessage);
  }

  /** This one, or the next best that can be had here. */
  Transport orNextBest() {
    Transport best = this;
    while (best.refused().isPresent()) {
      best = values()[best.ordinal() + 1];
    }
    return best;
  }

  EventLoopGroup loops(int count) {
    IoHandlerFactory factory =
        switch (this) {
          case IO_URING -> IoUringIoHandler.newFactory();
          case EPOLL -> EpollIoHandler.newFactory();
          case NIO -> NioIoHandler.newFactory();
        };
    return new MultiThreadIoEventLoopGroup(
        count, new DefaultThreadFactory("curtain-router", true), factory);
  }

  /**
   * A channel to listen with.
   *
   * @param open a socket of another process that listens already; not with {@link #NIO}
   */
  ServerChannel listening(Optional<Integer> open) {
    return switch (this) {
      case IO_URING ->
          open.<ServerChannel>map(AdoptedServerSocketChannel::new)
              .orElseGet(IoUringServerSocketChannel::new);
      case EPOLL ->
          open.map(EpollServerSocketChannel::new).orElseGet(EpollServerSocketChannel::new);
      case NIO -> new NioServerSocketChannel();
    };
  }

  Channel tcp() {
    return switch (this) {
      case IO_URING -> new IoUringSocketChannel();
      case EPOLL -> new EpollSocketChannel();
      case NIO -> new NioSocketChannel();
    };
  }

  Channel unix() {
    return switch (this) {
      case IO_URING -> new IoUringDomainSocketChannel();
      case EPOLL -> new EpollDomainSocketChannel();
      case NIO -> new NioDomainSocketChannel();
    };
  }

  /** Where a replica is, as the channels of this transport want to know it. */
  SocketAddress address(Replica replica) {
    Optional<Path> socket = replica.backend().socket();
    if (socket.isEmpty()) {
      return replica.address();
    }
    return this == NIO
        ? UnixDomainSocketAddress.of(socket.get())
        : new DomainSocketAddress(socket.get().toString());
  }
}
