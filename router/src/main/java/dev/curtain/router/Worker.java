package dev.curtain.router;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One event loop and all that belongs to it alone. Only its own thread may touch it. */
final class Worker {
  private static final Logger LOG = System.getLogger("dev.curtain.router");

  /** Bytes written to a connection that have not left, above which it takes no more. */
  static final int MOST_UNSENT = 256 * 1024;

  private static final long TICK_MILLIS = 100;
  private static final long PRESSED_MILLIS = 20;
  private static final long MOST_IDLE_NANOS = 30_000_000_000L;

  private final int index;
  private final EventLoop loop;
  private final RouterOptions options;
  private final Supplier<Routing> routing;
  private final Dialer dialer;
  private final HeadWriter headWriter = new HeadWriter();
  private final byte[] scratch;
  private final byte[] userCookie;
  private final byte[] deploymentLine;
  private final RequestHead requestHead = new RequestHead();
  private final ResponseHead responseHead = new ResponseHead();
  private final byte[] bridgeScratch;
  private final RequestHead bridgeRequest = new RequestHead();
  private final ResponseHead bridgeResponse = new ResponseHead();
  private final Set<Http2Front> http2 = new LinkedHashSet<>();
  private final Asking asking = new Asking(requestHead);
  private final Events events = new Events();
  private final RetryBudget retries = new RetryBudget();
  private final Set<Copy> copies = new LinkedHashSet<>();
  private final Passes passes;
  private final Flushes flushes;
  private final Held held;
  private final int loops;
  private final Crowd crowd;
  private final @Nullable Scribe scribe;
  private final Set<ClientConnection> clients = new LinkedHashSet<>();
  private final CompletableFuture<@Nullable Void> quiet = new CompletableFuture<>();
  private final SplittableRandom random = new SplittableRandom();
  private final LoopClock clock = new LoopClock();
  private long unrouted;
  private boolean draining;
  private long drainingNanos;
  private long idleNanos;
  private DrainLimits drain;
  private boolean pressed;
  private long lastTickNanos = System.nanoTime();

  Worker(
      int index,
      EventLoop loop,
      Dialer dialer,
      RouterOptions options,
      Supplier<Routing> routing,
      int loops,
      AtomicInteger heldByAll,
      Crowd crowd,
      Notes notes) {
    this.loops = loops;
    scribe = notes.scribe(this);
    this.crowd = crowd;
    held = new Held(heldByAll);
    passes = new Passes(this, options.passKey());
    this.index = index;
    this.loop = loop;
    this.dialer = dialer;
    flushes = new Flushes(loop);
    this.options = options;
    drain = options.drain();
    this.routing = routing;
    scratch = new byte[options.client().headBytes()];
    // What the router adds to a head comes on top of the limit.
    bridgeScratch = new byte[2 * options.client().headBytes() + 4096];
    userCookie = HttpBytes.ascii(options.userCookie());
    deploymentLine =
        options
            .deployment()
            .map(id -> TrackTarget.line("x-curtain-deployment", id))
            .orElse(new byte[0]);
  }

  /** Long bodies are read in pieces that a write takes at once and the second cache holds. */
  static AdaptiveRecvByteBufAllocator receiveBuffers() {
    return new AdaptiveRecvByteBufAllocator(1024, 4096, 128 * 1024);
  }

  static WriteBufferWaterMark waterMark() {
    return new WriteBufferWaterMark(MOST_UNSENT / 2, MOST_UNSENT);
  }

  void start() {
    loop.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    long now = clock.read();
    // A loop that cannot even keep time has too much to do.
    pressed = now - lastTickNanos > (TICK_MILLIS + PRESSED_MILLIS) * 1_000_000;
    lastTickNanos = now;
    clock.set();
    List.copyOf(copies).forEach(copy -> copy.checkTime(now));
    for (ClientConnection client : List.copyOf(clients)) {
      client.checkTime(now);
    }
    List.copyOf(http2).forEach(one -> one.checkTime(now));
    routing.get().replicas().forEach(one -> one.slot(index).trim(now, MOST_IDLE_NANOS));
  }

  LoopClock clock() {
    return clock;
  }

  /** At once where there is nothing to wait for. */
  void after(long millis, Runnable task) {
    if (millis > 0) {
      loop.schedule(task, millis, TimeUnit.MILLISECONDS);
    } else {
      task.run();
    }
  }

  /** Opens a connection to a replica for an exchange. */
  void connect(ReplicaSlot slot, Exchange exchange) {
    Replica replica = slot.replica();
    if (replica.backend().h2()) {
      slot.h2(this).open(dialer, exchange);
      return;
    }
    UpstreamConnection connection = new UpstreamConnection(this, slot);
    replica.connecting(1);
    ChannelFuture connecting = dialer.dial(replica, connection);
    connecting.addListener(done -> {
      clock.read();
      replica.connecting(-1);
      if (done.isSuccess()) {
        exchange.connected(connection);
      } else {
        exchange.connectFailed(slot);
      }
    });
  }

  void accept(Channel channel, boolean proxyProtocol, @Nullable Tls tls) {
    ChannelPipeline pipeline = channel.pipeline();
    if (proxyProtocol) {
      pipeline.addLast(new HAProxyMessageDecoder());
      pipeline.addLast(new ProxyHeader(this));
    }
    if (tls == null) {
      ClientConnection client = client(channel, false);
      pipeline.addLast(new Greeting(this, client));
      pipeline.addLast(client);
    } else {
      pipeline.addLast(tls.handler(channel.alloc()));
      pipeline.addLast(new Negotiated(this));
    }
  }

  /** The end of a pipeline that HTTP/1.1 comes out of. */
  ClientConnection client(Channel channel, boolean secure) {
    ClientConnection client = new ClientConnection(this, channel, secure);
    clients.add(client);
    if (idleEnds(System.nanoTime())) {
      channel.close();
    }
    return client;
  }

  void forget(ClientConnection client) {
    clients.remove(client);
    checkQuiet();
  }

  void checkQuiet() {
    if (draining && clients.isEmpty() && http2.isEmpty()) {
      quiet.complete(null);
    }
  }

  /**
   * Every connection ends with what it is doing.
   *
   * @param limit after which the router ends in any case
   * @param idle how long a client without a request may take for one more
   * @return done when none is left
   */
  CompletableFuture<@Nullable Void> drain(Duration limit, Duration idle) {
    idleNanos = idle.toNanos();
    draining = true;
    drain = options.drain().within(limit);
    drainingNanos = System.nanoTime();
    List.copyOf(clients).forEach(ClientConnection::drain);
    List.copyOf(http2).forEach(Http2Front::drain);
    checkQuiet();
    return quiet;
  }

  int connections() {
    return clients.size();
  }

  /** Closes what is idle at replicas that have left the table, and counts. */
  Registry.Counts read(Registry.Reading reading) {
    reading.slots().forEach(slot -> slot.trim(System.nanoTime(), MOST_IDLE_NANOS));
    held.look();
    return reading.counts(unrouted, new Measures.Details(underWay(), events.snapshot(held.size())));
  }

  private List<Measures.UnderWay> underWay() {
    long now = System.nanoTime();
    Map<String, Measures.UnderWay> byKind = new TreeMap<>();
    for (ClientConnection client : clients) {
      client
          .underWay(now)
          .ifPresent(one ->
              byKind.merge(one.track() + " " + one.protocol(), one, Measures.UnderWay::plus));
    }
    return List.copyOf(byKind.values());
  }

  /** Whether there is more to do than can be done: what may be left out is. */
  boolean pressed() {
    return pressed || crowd.dense();
  }

  /** Null where nothing is written down of requests, beside counting them. */
  @Nullable Scribe scribe() {
    return scribe;
  }

  int loops() {
    return loops;
  }

  Set<Http2Front> http2() {
    return http2;
  }

  byte[] bridgeScratch() {
    return bridgeScratch;
  }

  RequestHead bridgeRequest() {
    return bridgeRequest;
  }

  ResponseHead bridgeResponse() {
    return bridgeResponse;
  }

  Held held() {
    return held;
  }

  RetryBudget retries() {
    return retries;
  }

  Events events() {
    return events;
  }

  Set<Copy> copies() {
    return copies;
  }

  Flushes flushes() {
    return flushes;
  }

  Passes passes() {
    return passes;
  }

  SplittableRandom dice() {
    return random;
  }

  long wallMillis() {
    return wallMicros(System.nanoTime()) / 1000;
  }

  Asking asking() {
    return asking;
  }

  /** Connections end by resets all the time; anything else is a defect of the router. */
  void report(Throwable cause) {
    Level level = cause instanceof IOException ? Level.DEBUG : Level.ERROR;
    LOG.log(level, "connection closed", cause);
  }

  /** For ids of requests and traces. */
  long randomBits() {
    return random.nextLong();
  }

  HeadWriter headWriter() {
    return headWriter;
  }

  long wallMicros(long nanos) {
    return clock.wallMicros(nanos);
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

  byte[] userCookie() {
    return userCookie;
  }

  byte[] deploymentLine() {
    return deploymentLine;
  }

  /** Whether clients without a request are to go now. */
  boolean idleEnds(long nowNanos) {
    return draining && nowNanos - drainingNanos >= idleNanos;
  }

  DrainLimits drainLimits() {
    return drain;
  }

  /** How long the router has been ending; negative: it is not. */
  long drainingForNanos(long nowNanos) {
    return draining ? nowNanos - drainingNanos : -1;
  }

  boolean draining() {
    return draining;
  }
}
