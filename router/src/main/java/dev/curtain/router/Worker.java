package dev.curtain.router;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One event loop and all that belongs to it alone. Only its own thread may touch it. */
final class Worker {
  private static final Logger LOG = System.getLogger("dev.curtain.router");
  private static final long TICK_MILLIS = 100;
  private static final long MOST_IDLE_NANOS = 30_000_000_000L;
  private static final byte[] HEX = HttpBytes.ascii("0123456789abcdef");

  private final int index;
  private final EventLoop loop;
  private final RouterOptions options;
  private final Supplier<Routing> routing;
  private final Bootstrap bootstrap;
  private final byte[] scratch;
  private final byte[] userCookie;
  private final byte[] deploymentLine;
  private final RequestHead requestHead = new RequestHead();
  private final ResponseHead responseHead = new ResponseHead();
  private final Span span = new Span();
  private final Set<ClientConnection> clients = new LinkedHashSet<>();
  private final CompletableFuture<@Nullable Void> quiet = new CompletableFuture<>();
  private final SplittableRandom random = new SplittableRandom();
  private long wallOffsetMicros = wallOffset();
  private long unrouted;
  private boolean draining;

  Worker(
      int index,
      EventLoop loop,
      Class<? extends Channel> channels,
      RouterOptions options,
      Supplier<Routing> routing) {
    this.index = index;
    this.loop = loop;
    this.options = options;
    this.routing = routing;
    scratch = new byte[options.headLimit()];
    userCookie = HttpBytes.ascii(options.userCookie());
    deploymentLine =
        options
            .deployment()
            .map(id -> TrackTarget.line("x-curtain-deployment", id))
            .orElse(new byte[0]);
    bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(channels)
            .disableResolver()
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.RECVBUF_ALLOCATOR, receiveBuffers())
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
            .option(ChannelOption.TCP_NODELAY, true)
            // A replica may answer and close while the request is still being sent: read on.
            .option(ChannelOption.AUTO_CLOSE, false)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                Math.toIntExact(options.connectTimeout().toMillis()));
  }

  static AdaptiveRecvByteBufAllocator receiveBuffers() {
    return new AdaptiveRecvByteBufAllocator(1024, 4096, 64 * 1024);
  }

  static WriteBufferWaterMark waterMark() {
    return new WriteBufferWaterMark(64 * 1024, 128 * 1024);
  }

  void start() {
    loop.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    long now = System.nanoTime();
    wallOffsetMicros = wallOffset();
    for (ClientConnection client : List.copyOf(clients)) {
      client.checkTime(now);
    }
    routing.get().replicas().forEach(one -> one.slot(index).trim(now, MOST_IDLE_NANOS));
  }

  /** Opens a connection to a replica for an exchange. */
  void connect(ReplicaSlot slot, Exchange exchange) {
    UpstreamConnection connection = new UpstreamConnection(this, slot);
    ChannelFuture connecting = bootstrap.handler(connection).connect(slot.replica().address());
    connecting.addListener(done -> {
      if (done.isSuccess()) {
        exchange.connected(connection);
      } else {
        exchange.connectFailed(slot);
      }
    });
  }

  void accept(Channel channel) {
    ClientConnection client = new ClientConnection(this, channel);
    clients.add(client);
    channel.pipeline().addLast(client);
    if (draining) {
      client.close();
    }
  }

  void forget(ClientConnection client) {
    clients.remove(client);
    if (draining && clients.isEmpty()) {
      quiet.complete(null);
    }
  }

  /**
   * Every connection ends with what it is doing.
   *
   * @return done when none is left
   */
  CompletableFuture<@Nullable Void> drain() {
    draining = true;
    List.copyOf(clients).forEach(ClientConnection::drain);
    if (clients.isEmpty()) {
      quiet.complete(null);
    }
    return quiet;
  }

  int connections() {
    return clients.size();
  }

  /** Closes what is idle at replicas that have left the table, and counts. */
  Registry.Counts read(Registry.Reading reading) {
    reading.slots().forEach(slot -> slot.trim(System.nanoTime(), MOST_IDLE_NANOS));
    return reading.counts(unrouted);
  }

  /** Connections end by resets all the time; anything else is a defect of the router. */
  void report(Throwable cause) {
    Level level = cause instanceof IOException ? Level.DEBUG : Level.ERROR;
    LOG.log(level, "connection closed", cause);
  }

  void writeRequestId(ByteBuf out) {
    for (int half = 0; half < 2; half++) {
      long bits = random.nextLong();
      for (int shift = 60; shift >= 0; shift -= 4) {
        out.writeByte(HEX[(int) (bits >>> shift) & 15]);
      }
    }
  }

  private static long wallOffset() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - System.nanoTime() / 1000;
  }

  long wallMicros(long nanos) {
    return nanos / 1000 + wallOffsetMicros;
  }

  void countUnrouted() {
    unrouted++;
  }

  int index() {
    return index;
  }

  EventLoop loop() {
    return loop;
  }

  RouterOptions options() {
    return options;
  }

  /** The table in force; to be read once per request. */
  Routing routing() {
    return routing.get();
  }

  byte[] scratch() {
    return scratch;
  }

  RequestHead requestHead() {
    return requestHead;
  }

  ResponseHead responseHead() {
    return responseHead;
  }

  Span span() {
    return span;
  }

  byte[] userCookie() {
    return userCookie;
  }

  byte[] deploymentLine() {
    return deploymentLine;
  }

  boolean draining() {
    return draining;
  }
}
