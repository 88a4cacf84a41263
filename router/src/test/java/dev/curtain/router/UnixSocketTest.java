package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replicas that listen at a Unix socket. */
class UnixSocketTest {
  private static final int LONG = 300_000;

  @TempDir private Path directory;

  /** Answers {@code /ready} with 204, anything else with a long body. */
  private static final class Service implements AutoCloseable {
    private final ServerSocketChannel server =
        ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger probes = new AtomicInteger();
    private final Path file;

    Service(Path file) throws IOException {
      this.file = file;
      server.bind(UnixDomainSocketAddress.of(file));
      Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
      try {
        while (true) {
          SocketChannel channel = server.accept();
          connections.incrementAndGet();
          Thread.ofVirtual().start(() -> serve(channel));
        }
      } catch (IOException closed) {
        return;
      }
    }

    private void serve(SocketChannel channel) {
      try (channel) {
        StringBuilder heard = new StringBuilder();
        ByteBuffer in = ByteBuffer.allocate(8192);
        while (channel.read(in.clear()) >= 0) {
          heard.append(StandardCharsets.ISO_8859_1.decode(in.flip()));
          if (heard.indexOf("\r\n\r\n") >= 0) {
            answer(channel, heard.toString());
            heard.setLength(0);
          }
        }
      } catch (IOException gone) {
        lost.incrementAndGet();
      }
    }

    private void answer(SocketChannel channel, String request) throws IOException {
      boolean probe = request.startsWith("GET /ready");
      if (probe) {
        probes.incrementAndGet();
      }
      String answer = probe ? "HTTP/1.1 204 Ready\r\n\r\n" : TestService.ok("u".repeat(LONG));
      ByteBuffer out = StandardCharsets.ISO_8859_1.encode(answer);
      while (out.hasRemaining()) {
        channel.write(out);
      }
    }

    void stop() throws IOException {
      server.close();
      Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
      stop();
    }
  }

  private static Route.Track track(Path socket) {
    Route.Backend backend = new Route.Backend("u", "unix:" + socket, 0);
    return new Route.Track("t", "v", Route.WHOLE, List.of(backend), Optional.of("/ready"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void requestsAndProbesGoThroughTheSocketAndItsConnectionIsKept(boolean epoll) throws Exception {
    RouterOptions options = RouterOptions.DEFAULT.withLoops(1).withNativeTransport(epoll);
    try (Service service = new Service(directory.resolve("s"));
        Router router = Router.onLoopback(options)) {
      router.apply(Tables.one(1, track(service.file)));
      try (Wire wire = Wire.to(router.port())) {
        for (int i = 0; i < 10; i++) {
          Wire.Message answer = wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response();
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.body()).hasSize(LONG);
        }
        Eventually.holds("it is probed", () -> service.probes.get() > 0);
        assertThat(service.connections.get() - service.probes.get()).isLessThanOrEqualTo(2);
        assertThat(service.lost.get()).isZero();
        service.stop();
        Eventually.holds(
            "it is gone",
            () -> {
              try (Wire other = Wire.to(router.port())) {
                other.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
                return other.response().status() == 503;
              }
            });
      }
    }
  }

  @Test
  void aTableWithASocketSurvivesItsWayThroughJson() {
    RouteTable table = Tables.one(3, track(Path.of("/run/s.sock")));
    assertThat(Json.table(Json.MAPPER.writeValueAsBytes(table))).isEqualTo(table);
  }

  @Test
  void whatIsNoSocketIsNamed() {
    for (String host : List.of("unix:", "unix:relative", "unix:/" + "x".repeat(200))) {
      assertThatThrownBy(() -> new Route.Backend("u", host, 0))
          .hasMessageContaining("u: host \"" + host)
          .hasMessageContaining("expected: unix:/absolute/path");
    }
    assertThatThrownBy(() -> new Route.Backend("u", "unix:/s", 80))
        .hasMessageContaining("with port 80");
  }
}
