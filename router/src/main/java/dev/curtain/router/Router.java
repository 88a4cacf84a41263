package dev.curtain.router;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The data plane in this process: a reverse proxy for HTTP/1.1 and HTTP/2 that serves the last
 * table it was given.
 *
 * <p>There is one event loop per core; a client's connection and the connections to replicas on its
 * behalf live on the same one, so a request never changes threads. The table is one immutable
 * object, read once per request. {@link #apply} publishes the next one and then runs a task on
 * every loop: a loop that has run it can only route by the new table.
 */
public final class Router implements RouterControl {
  /** A client whose request crosses the end of its idle connection would have to ask again. */
  private static final Duration ASK_ONCE_MORE = Duration.ofSeconds(5);

  private static final Duration BARRIER_LIMIT = Duration.ofSeconds(10);

  private final Object lock = new Object();
  private final Transport transport;
  private final List<Worker> workers = new ArrayList<>();
  private final List<Channel> servers = new ArrayList<>();
  private final List<Tls> refreshing = new ArrayList<>();
  private final RouterOptions options;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Registry registry;
  private final long sinceMicros = wallMicros();
  private final AtomicInteger heldByAll = new AtomicInteger();
  private final Crowd crowd;
  private final Notes notes;
  private volatile Routing routing = Routing.NONE;
  private volatile Handover.Rest before = Handover.Rest.NONE;
  private volatile boolean closed;

  private Router(RouterOptions options) {
    this.options = options;
    int loops = options.loops() > 0 ? options.loops() : Runtime.getRuntime().availableProcessors();
    transport = Transport.open(options.nativeTransport(), loops);
    crowd = new Crowd(options.load());
    notes = new Notes(options.notes(), options.deployment());
    registry = new Registry(loops, crowd);
    for (EventExecutor loop : transport.loops()) {
      workers.add(
          new Worker(
              workers.size(),
              (EventLoop) loop,
              new Dialer(transport, (EventLoop) loop, options.service()),
              options,
              () -> routing,
              loops,
              heldByAll,
              crowd,
              notes));
    }
  }

  /**
   * Listens and answers 503 until there is a table.
   *
   * @param listen addresses to listen on; port 0 takes a free one
   * @throws IOException if an address cannot be had; nothing is left behind
   */
  public static Router start(List<InetSocketAddress> listen, RouterOptions options)
      throws IOException {
    return start(listen, options, RouteTable.EMPTY);
  }

  /**
   * Serves a table from the first connection on.
   *
   * @param listen addresses to listen on; port 0 takes a free one
   * @throws IOException if an address cannot be had; nothing is left behind
   */
  public static Router start(
      List<InetSocketAddress> listen, RouterOptions options, RouteTable table) throws IOException {
    return serve(listen.stream().map(Listener::plain).toList(), options, table);
  }

  /**
   * Serves a table from the first connection on.
   *
   * @throws IOException if an address cannot be had or a certificate not read; nothing is left
   *     behind
   */
  public static Router serve(List<Listener> listen, RouterOptions options, RouteTable table)
      throws IOException {
    Router router = new Router(options);
    try {
      router.begin(listen, table, Map.of());
      return router;
    } catch (IOException | RuntimeException failure) {
      router.close();
      throw failure;
    }
  }

  /** Everything that can be done before it is known what to serve; {@link #begin} goes on. */
  static Router prepare(RouterOptions options) {
    return new Router(options);
  }

  /**
   * Serves a table from the first connection on.
   *
   * @param open sockets that listen already, by address
   */
  void begin(List<Listener> listen, RouteTable table, Map<InetSocketAddress, Integer> open)
      throws IOException {
    notes.start();
    workers.forEach(Worker::start);
    apply(table);
    for (Listener one : listen) {
      servers.add(bind(one, Optional.ofNullable(open.get(one.address()))));
    }
    new Prober(transport, options, () -> routing).start();
    refreshing();
  }

  /** A router on a free port of the loopback interface. */
  public static Router onLoopback(RouterOptions options) throws IOException {
    return start(List.of(new InetSocketAddress("127.0.0.1", 0)), options);
  }

  /** Looks for changed certificates, away from the event loops. */
  private void refreshing() {
    if (refreshing.isEmpty()) {
      return;
    }
    Thread.ofVirtual()
        .name("curtain-router-certificates")
        .start(() -> {
          try {
            while (!ended.await(1, TimeUnit.SECONDS)) {
              refreshing.forEach(Tls::refresh);
            }
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private Channel bind(Listener listener, Optional<Integer> open) throws IOException {
    InetSocketAddress address = listener.address();
    Tls tls = listener.certificates().isEmpty() ? null : new Tls(listener.certificates());
    if (tls != null) {
      refreshing.add(tls);
    }
    Map<EventLoop, Worker> byLoop = new IdentityHashMap<>();
    workers.forEach(worker -> byLoop.put(worker.loop(), worker));
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(transport.loops())
            .channelFactory(() -> transport.listening(open))
            .option(ChannelOption.SO_BACKLOG, 4096)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, Worker.receiveBuffers())
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Worker.waterMark())
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    Worker worker = byLoop.get(channel.eventLoop());
                    if (worker == null) {
                      throw new IllegalStateException("a connection on a foreign event loop");
                    }
                    worker.accept(channel, listener.proxyProtocol(), tls);
                  }
                });
    if (address.isUnresolved()) {
      throw Listening.refused(address, new IOException("unresolved"));
    }
    ChannelFuture binding =
        (open.isPresent() ? bootstrap.register() : bootstrap.bind(address)).awaitUninterruptibly();
    Throwable cause = binding.cause();
    if (cause != null) {
      throw Listening.refused(address, cause);
    }
    return binding.channel();
  }

  /** Where it listens, in the order asked for, with the ports that were taken. */
  public List<InetSocketAddress> addresses() {
    return servers.stream().map(server -> (InetSocketAddress) server.localAddress()).toList();
  }

  /**
   * Its listening sockets, in the order of {@link #addresses}; none where they cannot be passed.
   */
  List<Integer> listeningSockets() {
    return servers.stream()
        .filter(EpollServerSocketChannel.class::isInstance)
        .map(server -> ((EpollServerSocketChannel) server).fd().intValue())
        .toList();
  }

  /** What the router before this one still has under way. */
  void before(Handover.Rest rest) {
    before = rest;
  }

  /** Requests under way, where their number is bounded. */
  int underWay() {
    return crowd.inFlight();
  }

  /** The port of the first address. */
  public int port() {
    return addresses().getFirst().getPort();
  }

  /** The table in force. */
  public RouteTable table() {
    return routing.table();
  }

  @Override
  public Measures apply(RouteTable table) throws IOException {
    synchronized (lock) {
      long inForce = routing.epoch();
      if (table.epoch() < inForce) {
        throw new StaleEpochException(table.epoch(), inForce);
      }
      if (table.epoch() > inForce) {
        Routing next = registry.compile(table);
        registry.adopt(next);
        routing = next;
      }
      return read();
    }
  }

  @Override
  public Measures measures() throws IOException {
    synchronized (lock) {
      return read();
    }
  }

  @Override
  public List<SlowRequest> slow() throws IOException {
    synchronized (lock) {
      return onEveryLoop(worker -> registry.reading(worker.index()).slow()).stream()
          .flatMap(List::stream)
          .toList();
    }
  }

  private Measures read() throws IOException {
    Registry.Counts sum =
        onEveryLoop(worker -> worker.read(registry.reading(worker.index()))).stream()
            .reduce(Registry.Counts.NONE, Registry.Counts::plus);
    registry.prune(sum);
    return sum.plus(new Measures.Details(List.of(), events()))
        .measures(routing.epoch(), sinceMicros, wallMicros())
        .plus(before);
  }

  private Map<String, Long> events() {
    Map<String, Long> events = new TreeMap<>(notes.events());
    events.put("circuits_opened", registry.circuitsOpened());
    return events;
  }

  private static long wallMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  /** Runs the task on every event loop and returns when each has. */
  private <T> List<T> onEveryLoop(Function<Worker, T> task) throws IOException {
    if (closed) {
      throw new IOException("the router is closed");
    }
    List<CompletableFuture<T>> answers = new ArrayList<>();
    try {
      for (Worker worker : workers) {
        if (worker.loop().inEventLoop()) {
          throw new IllegalStateException("not on an event loop of the router itself");
        }
        answers.add(CompletableFuture.supplyAsync(() -> task.apply(worker), worker.loop()));
      }
      return answers.stream()
          .map(answer -> answer.orTimeout(BARRIER_LIMIT.toMillis(), TimeUnit.MILLISECONDS).join())
          .toList();
    } catch (RejectedExecutionException | CompletionException failure) {
      throw new IOException("an event loop of the router did not acknowledge", failure);
    }
  }

  /**
   * Takes no more connections, ends those that are idle, lets every request in flight finish, and
   * closes.
   *
   * @param limit longest wait for requests in flight
   * @return connections that were cut because the limit had passed
   */
  public int drain(Duration limit) throws IOException, InterruptedException {
    return drain(limit, Duration.ZERO);
  }

  /** The same where another process has the listening sockets: idle clients may ask once more. */
  int leave(Duration limit) throws IOException, InterruptedException {
    return drain(limit, ASK_ONCE_MORE);
  }

  private int drain(Duration limit, Duration idle) throws IOException, InterruptedException {
    for (Channel server : servers) {
      server.close().awaitUninterruptibly();
    }
    CompletableFuture<?>[] quiet =
        onEveryLoop(worker -> worker.drain(limit, idle)).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(quiet).get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return 0;
    } catch (TimeoutException late) {
      return onEveryLoop(Worker::connections).stream().mapToInt(Integer::intValue).sum();
    } catch (ExecutionException failure) {
      throw new IOException("the router could not be drained", failure);
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    closed = true;
    ended.countDown();
    transport.loops().shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5000);
    notes.close();
  }
}
