package dev.curtain.runtime.standin;

import dev.curtain.runtime.FreePorts;
import dev.curtain.runtime.ReplicaSpec;
import dev.curtain.runtime.Runtime.StartFailure;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One imitation. Everything about it happens on one event loop, so that its random draws come in
 * the order of its requests and nothing needs a lock.
 *
 * <pre>
 *  start()      50..150 ms       crash_after / speed           stop()
 *    |-- STARTING --|---------------- READY ----------------| CRASHED
 *                   |---------------- READY -------------------|-- STOPPING --| STOPPED
 * </pre>
 */
final class StandIn {
  enum Phase {
    STARTING,
    READY,
    STOPPING,
    STOPPED,
    CRASHED
  }

  /** What to answer, and how much later. */
  record Reply(int status, byte[] body, boolean injected, long delayNanos) {}

  private final ReplicaSpec spec;
  private final EventLoop loop;
  private final ScheduledExecutorService alarm;
  private final Conduct conduct;
  private final ModelTime time;
  private final String readyPath;
  private final byte[] body;
  private final byte[] notReadyBody;
  private final byte[] failedBody;
  private final ChannelGroup connections;
  private volatile Phase phase = Phase.STARTING;
  private volatile Optional<Instant> crashedAt = Optional.empty();
  private volatile Optional<Channel> listener = Optional.empty();

  StandIn(
      ReplicaSpec spec,
      EventLoop loop,
      ScheduledExecutorService alarm,
      Conduct conduct,
      ModelTime time) {
    this.spec = spec;
    this.loop = loop;
    this.alarm = alarm;
    this.conduct = conduct;
    this.time = time;
    this.readyPath = spec.readyPath().orElse("/readyz");
    this.body = document(spec, "");
    this.notReadyBody = document(spec, ",\"error\":\"not ready\"");
    this.failedBody = document(spec, ",\"error\":\"injected\"");
    this.connections = new DefaultChannelGroup(loop);
  }

  ReplicaSpec spec() {
    return spec;
  }

  Phase phase() {
    return phase;
  }

  /** When the crash that was asked for happened. */
  Optional<Instant> crashedAt() {
    return crashedAt;
  }

  /** Runs {@code action} on the event loop, that much later. */
  void later(long delayNanos, Runnable action) {
    alarm.schedule(() -> loop.execute(action), delayNanos, TimeUnit.NANOSECONDS);
  }

  boolean unready() {
    return conduct.unready(time.sinceReady(spec.service(), spec.version()));
  }

  /** Listens; ready a little later. */
  void start() throws StartFailure {
    ChannelFuture binding =
        new ServerBootstrap()
            .group(loop, loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel connection) {
                    connections.add(connection);
                    connection
                        .pipeline()
                        .addLast(new HttpServerCodec(), new Conversation(StandIn.this));
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), spec.port()))
            .awaitUninterruptibly();
    if (!binding.isSuccess()) {
      throw new StartFailure(
          "%s: cannot listen on 127.0.0.1:%d: %s (expected: a free port)"
              .formatted(spec.id(), spec.port(), binding.cause().getMessage()),
          binding.cause());
    }
    listener = Optional.of(binding.channel());
    later(conduct.startUp().toNanos(), this::becomeReady);
  }

  private void becomeReady() {
    if (!advance(Phase.STARTING, Phase.READY)) {
      return;
    }
    time.ready(spec.service(), spec.version());
    conduct.crashAfter().ifPresent(delay -> later(time.realNanos(delay), this::crash));
  }

  private void crash() {
    synchronized (this) {
      if (phase != Phase.READY) {
        return;
      }
      // First: whoever sees it gone must find out why.
      crashedAt = Optional.of(time.now());
      phase = Phase.CRASHED;
    }
    listener.ifPresent(Channel::close);
    connections.close();
  }

  private synchronized boolean advance(Phase from, Phase to) {
    if (phase != from) {
      return false;
    }
    phase = to;
    return true;
  }

  /** Ends it as a well-behaved server ends: what it began it finishes, unless that takes longer. */
  void stop(Duration grace) {
    if (!advance(Phase.STARTING, Phase.STOPPING) && !advance(Phase.READY, Phase.STOPPING)) {
      return;
    }
    listener.ifPresent(channel -> channel.close().awaitUninterruptibly());
    loop.execute(() -> connections.forEach(Conversation::closeWhenIdle));
    // The group cannot grow any more: the listener is closed and everything it accepted is in it.
    loop.submit(() -> {}).awaitUninterruptibly();
    if (!connections.newCloseFuture().awaitUninterruptibly(grace.toNanos(), TimeUnit.NANOSECONDS)) {
      connections.close().awaitUninterruptibly();
    }
    awaitPortFree();
    phase = Phase.STOPPED;
  }

  /**
   * A closed NIO listener holds its port until its selector has looked once more; each task makes
   * it look. Bounded, since another program may have taken the port meanwhile.
   */
  private void awaitPortFree() {
    for (int i = 0; i < 1000 && !FreePorts.isFree(spec.port()); i++) {
      loop.submit(() -> {}).awaitUninterruptibly();
    }
  }

  /** What becomes of a request; on the event loop. */
  Reply reply(String path) {
    if (phase == Phase.STARTING) {
      return new Reply(503, notReadyBody, false, 0);
    }
    if (path.equals(readyPath)) {
      return unready() || phase != Phase.READY
          ? new Reply(503, notReadyBody, false, 0)
          : new Reply(200, body, false, 0);
    }
    if (path.equals("/healthz")) {
      return new Reply(200, body, false, 0);
    }
    Conduct.Answer answer = conduct.next(time.sinceReady(spec.service(), spec.version()));
    return answer.failed()
        ? new Reply(500, failedBody, true, answer.delayNanos())
        : new Reply(200, body, false, answer.delayNanos());
  }

  private static byte[] document(ReplicaSpec spec, String more) {
    return "{\"service\":\"%s\",\"version\":\"%s\",\"replica\":\"%s\"%s}\n"
        .formatted(escaped(spec.service()), escaped(spec.version()), escaped(spec.id()), more)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        escaped.append('\\').append(c);
      } else if (c < 0x20) {
        escaped.append("\\u%04x".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
