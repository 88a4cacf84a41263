package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks every replica in the table whether it is ready, each on its own connection as a new client
 * would. A refusal or an answer other than 2xx takes it out at once; silence has to repeat, as the
 * network and a loaded replica are silent now and then.
 */
final class Prober {
  private static final int MOST_SILENCE = 2;

  private final EventLoop loop;
  private final Dialer dialer;
  private final RouterOptions options;
  private final Supplier<Routing> routing;
  private final Set<Replica> asking = new HashSet<>();
  private final Map<Replica, Integer> silent = new HashMap<>();

  Prober(Transport transport, RouterOptions options, Supplier<Routing> routing) {
    this.options = options;
    this.routing = routing;
    loop = transport.loops().next();
    dialer = new Dialer(transport, loop, options.service());
  }

  void start() {
    long millis = options.service().probeInterval().toMillis();
    loop.scheduleWithFixedDelay(this::round, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void round() {
    Map<Replica, Optional<String>> wanted = new HashMap<>();
    routing
        .get()
        .tracks()
        .forEach(track -> track.replicas().forEach(one -> wanted.put(one, track.readyPath())));
    silent.keySet().retainAll(wanted.keySet());
    wanted.forEach((replica, path) -> {
      if (asking.add(replica)) {
        new Probe(replica, path, System.nanoTime()).start();
      }
    });
  }

  /** What a replica showed. */
  private enum Sign {
    READY,
    NOT_READY,
    SILENT
  }

  private final class Probe extends ChannelInboundHandlerAdapter {
    private final Replica replica;
    private final Optional<String> path;
    private final long beganNanos;
    private final ByteBuf answer = Unpooled.buffer(16);
    private boolean over;

    Probe(Replica replica, Optional<String> path, long beganNanos) {
      this.replica = replica;
      this.path = path;
      this.beganNanos = beganNanos;
    }

    void start() {
      dialer
          .dial(replica, this)
          .addListener(done -> {
            if (!done.isSuccess()) {
              over(Sign.NOT_READY);
            }
          });
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      if (path.isEmpty()) {
        over(Sign.READY);
        ctx.close();
        return;
      }
      Channel channel = ctx.channel();
      String request =
          "GET "
              + path.get()
              + " HTTP/1.1\r\nHost: "
              + Listening.text(replica.address())
              + "\r\nUser-Agent: curtain-router-probe\r\nConnection: close\r\n\r\n";
      channel.writeAndFlush(Unpooled.copiedBuffer(request, StandardCharsets.UTF_8));
      long limit = Math.max(1000, options.service().probeInterval().toMillis());
      loop.schedule(
          () -> {
            over(Sign.SILENT);
            channel.close();
          },
          limit,
          TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf in = (ByteBuf) message;
      answer.writeBytes(
          in, Math.min(in.readableBytes(), 12 - Math.min(12, answer.readableBytes())));
      in.release();
      if (answer.readableBytes() >= 12) {
        String line = answer.toString(StandardCharsets.ISO_8859_1);
        over(line.startsWith("HTTP/1.") && line.startsWith(" 2", 8) ? Sign.READY : Sign.NOT_READY);
        ctx.close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      over(Sign.NOT_READY);
      ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      over(Sign.NOT_READY);
    }

    private void over(Sign sign) {
      if (over) {
        return;
      }
      over = true;
      asking.remove(replica);
      switch (sign) {
        case READY -> {
          silent.remove(replica);
          replica.up(beganNanos);
        }
        case NOT_READY -> replica.down(System.nanoTime());
        case SILENT -> {
          if (silent.merge(replica, 1, Integer::sum) >= MOST_SILENCE) {
            replica.down(System.nanoTime());
          }
        }
      }
    }
  }
}
