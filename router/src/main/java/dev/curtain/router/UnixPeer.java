package dev.curtain.router;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The other router of a hand-over, at the other end of a Unix socket: lines of text, and open
 * sockets, which nothing else can carry from one process to another. Used by one thread at a time.
 */
final class UnixPeer implements AutoCloseable {
  private static final long POLL_NANOS = 2_000_000;
  private static final int LONGEST = 16 << 20;

  private final Socket socket;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
  private final StringBuilder line = new StringBuilder();

  private UnixPeer(Socket socket) {
    this.socket = socket;
  }

  /** Whether open sockets can be passed on here. */
  static boolean available() {
    return Epoll.isAvailable();
  }

  static UnixPeer connect(Path file) throws IOException {
    Epoll.ensureAvailability();
    UnixPeer peer = new UnixPeer(Socket.newSocketDomain());
    try {
      peer.socket.connect(new DomainSocketAddress(file.toString()));
      return peer;
    } catch (IOException failure) {
      peer.close();
      throw failure;
    }
  }

  /** Waits for somebody to connect. */
  static final class Door implements AutoCloseable {
    private final Socket socket = Socket.newSocketDomain();
    private final Path file;

    Door(Path file) throws IOException {
      this.file = file;
      Files.deleteIfExists(file);
      try {
        socket.bind(new DomainSocketAddress(file.toString()));
        socket.listen(1);
      } catch (IOException failure) {
        close();
        throw failure;
      }
    }

    UnixPeer accept(Duration limit) throws IOException {
      long deadline = System.nanoTime() + limit.toNanos();
      while (true) {
        int fd = socket.accept(new byte[128]);
        if (fd >= 0) {
          return new UnixPeer(new Socket(fd));
        }
        await(deadline, "nobody connected");
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
      Files.deleteIfExists(file);
    }
  }

  private static void await(long deadline, String what) throws IOException {
    if (System.nanoTime() > deadline) {
      throw new IOException(what + " in time");
    }
    LockSupport.parkNanos(POLL_NANOS);
  }

  void sendDescriptor(int fd, Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (socket.sendFd(fd) == 0) {
      await(deadline, "a socket was not taken");
    }
  }

  int receiveDescriptor(Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      int fd = socket.recvFd();
      if (fd > 0) {
        return fd;
      }
      if (fd < 0) {
        throw new EOFException("the other router has gone");
      }
      await(deadline, "no socket came");
    }
  }

  void sendLine(String text, Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocateDirect(bytes.length).put(bytes);
    int at = 0;
    while (at < bytes.length) {
      int sent = socket.write(out, at, bytes.length);
      if (sent <= 0) {
        await(deadline, "a line was not taken");
      }
      at += Math.max(0, sent);
    }
  }

  /**
   * @throws EOFException if the other side has gone
   */
  String receiveLine(Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      int end = line.indexOf("\n");
      if (end >= 0) {
        byte[] bytes = line.substring(0, end).getBytes(StandardCharsets.ISO_8859_1);
        line.delete(0, end + 1);
        return new String(bytes, StandardCharsets.UTF_8);
      }
      int read = socket.read(buffer, 0, buffer.capacity());
      if (read < 0 || line.length() > LONGEST) {
        throw new EOFException("the other router has gone");
      }
      if (read == 0) {
        await(deadline, "the other router did not answer");
      }
      for (int i = 0; i < read; i++) {
        line.append((char) (buffer.get(i) & 0xFF));
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
