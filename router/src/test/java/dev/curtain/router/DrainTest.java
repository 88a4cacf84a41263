package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is still under way when its replica has left the table, or the router ends. */
class DrainTest {
  private static final String UPGRADE =
      "GET /ws HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  private static final String UPGRADED =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";

  /** Close, 1001, "going away". */
  private static final String GOING_AWAY = "\u0088\u000c\u0003\u00e9going away";

  /** A client's Close, masked with zeros. */
  private static final String CLIENT_CLOSE = "\u0088\u0082\0\0\0\0\u0003\u00e9";

  private static final String SERVICE_CLOSE = "\u0088\u0002\u0003\u00e9";

  private Router router;
  private TestService next;

  @BeforeEach
  void start() throws IOException {
    next = TestService.named("next");
    router = Router.onLoopback(RouterOptions.DEFAULT.withDrain(limits(0, 60, 60, 5)));
  }

  @AfterEach
  void stop() throws IOException {
    router.close();
    next.close();
  }

  private static DrainLimits limits(int webSocket, int http, int stream, int closing) {
    return DrainLimits.parse(
        "websocket=%ds,http=%ds,stream=%ds,closing=%ds"
            .formatted(webSocket, http, stream, closing));
  }

  private Wire upgraded() throws IOException {
    Wire wire = Wire.to(router.port());
    assertThat(wire.send(UPGRADE).response().status()).isEqualTo(101);
    return wire;
  }

  private Measures leave() throws IOException {
    return router.apply(Tables.one(2, Tables.all("next", next)));
  }

  private static Measures.Ended webSockets(Receipt receipt) {
    return receipt.ended("websocket");
  }

  @Test
  void aWebSocketWhoseReplicaLeavesIsToldToGoAwayAndBothSidesEndInOrder() throws Exception {
    AtomicReference<String> seen = new AtomicReference<>("");
    CountDownLatch over = new CountDownLatch(1);
    try (TestService service =
        TestService.scripted(
            "ws",
            wire -> {
              wire.head();
              wire.send(UPGRADED + "\u0081\u0002hi");
              seen.set(wire.text(CLIENT_CLOSE.length()));
              // What a service still says after the client has gone is not the client's any more.
              wire.send("\u0081\u0004late" + SERVICE_CLOSE);
              over.countDown();
            })) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      try (Wire wire = upgraded()) {
        assertThat(wire.text(4)).isEqualTo("\u0081\u0002hi");
        Measures atCut = leave();
        assertThat(wire.text(GOING_AWAY.length())).isEqualTo(GOING_AWAY);
        wire.send(CLIENT_CLOSE);
        assertThat(wire.rest()).isEmpty();
        over.await();
        assertThat(seen.get()).isEqualTo(CLIENT_CLOSE);
        Eventually.holds("ended", () -> router.measures().track("t").inFlight() == 0);
        Receipt receipt = Receipt.of(Set.of("t"), atCut, router.measures());
        assertThat(receipt.inFlight()).isEqualTo(1);
        assertThat(receipt.startedAfter()).isZero();
        assertThat(receipt.atCut())
            .extracting(Measures.UnderWay::protocol)
            .containsExactly("websocket");
        assertThat(webSockets(receipt).toldToGo()).isEqualTo(1);
        assertThat(webSockets(receipt).completed()).isEqualTo(1);
        assertThat(receipt.accounted()).isTrue();
      }
    }
  }

  @Test
  void theCloseFrameWaitsForTheEndOfAMessageOfTheService() throws Exception {
    router.close();
    router = Router.onLoopback(RouterOptions.DEFAULT.withLoops(1).withDrain(limits(0, 60, 60, 30)));
    CompletableFuture<Boolean> left = new CompletableFuture<>();
    try (TestService silent =
            TestService.scripted(
                "silent",
                wire -> {
                  wire.head();
                  wire.send(UPGRADED);
                  wire.rest();
                });
        TestService service =
            TestService.scripted(
                "ws",
                wire -> {
                  wire.head();
                  // A message in two fragments with a ping in between, and the next right behind
                  // it.
                  wire.send(UPGRADED + "\u0001\u0004frag");
                  left.join();
                  wire.send("\u0089\0");
                  wire.send("\u0080\u0004ment\u0081\u0003not");
                  wire.rest();
                })) {
      router.apply(
          new RouteTable(
              1,
              List.of(
                  Tables.route("/silent", Tables.all("s", silent)),
                  Tables.route("/", Tables.all("t", service)))));
      try (Wire wire = upgraded();
          Wire other = Wire.to(router.port())) {
        assertThat(wire.text(6)).isEqualTo("\u0001\u0004frag");
        other.send(UPGRADE.replace("/ws", "/silent"));
        assertThat(other.response().status()).isEqualTo(101);
        leave();
        // One event loop looks at all it has at once: who was told shows that it has looked.
        assertThat(other.text(GOING_AWAY.length())).isEqualTo(GOING_AWAY);
        left.complete(true);
        String rest = "\u0089\0\u0080\u0004ment" + GOING_AWAY;
        assertThat(wire.text(rest.length())).isEqualTo(rest);
      }
    }
  }

  @Test
  void aWebSocketThatDoesNotAnswerTheCloseFrameIsCutAndCountedAsThat() throws Exception {
    router.close();
    router = Router.onLoopback(RouterOptions.DEFAULT.withDrain(limits(0, 60, 60, 1)));
    try (TestService service =
        TestService.scripted(
            "ws",
            wire -> {
              wire.head();
              wire.send(UPGRADED);
              wire.rest();
            })) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      try (Wire wire = upgraded()) {
        Measures atCut = leave();
        assertThat(wire.rest()).isEqualTo(GOING_AWAY);
        Receipt receipt = Receipt.of(Set.of("t"), atCut, router.measures());
        assertThat(webSockets(receipt).cut()).isEqualTo(1);
        assertThat(receipt.accounted()).isTrue();
        assertThat(router.measures().event("drain_cut")).isEqualTo(1);
      }
    }
  }

  @Test
  void eachProtocolHasATimeOfItsOwn() throws Exception {
    router.close();
    router = Router.onLoopback(RouterOptions.DEFAULT.withDrain(limits(60, 1, 3, 1)));
    try (TestService service =
        TestService.scripted(
            "slow",
            wire -> {
              if (wire.request().orElseThrow().target().equals("/stream")) {
                wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun");
              }
              wire.rest();
            })) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      try (Wire silent = Wire.to(router.port());
          Wire stream = Wire.to(router.port())) {
        silent.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        stream.send("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n").head();
        assertThat(stream.text(5)).isEqualTo("begun");
        Eventually.holds("both", () -> router.measures().track("t").inFlight() == 2);
        Measures atCut = leave();
        Wire.Message answer = silent.response();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).contains("was taken away before it answered");
        assertThat(router.measures().track("t").inFlight())
            .as("what streams has more time than what has not answered")
            .isEqualTo(1);
        assertThat(stream.rest()).isEmpty();
        Receipt receipt = Receipt.of(Set.of("t"), atCut, router.measures());
        assertThat(receipt.ended("http").cut()).isEqualTo(1);
        assertThat(receipt.ended("stream").cut()).isEqualTo(1);
        assertThat(receipt.accounted()).isTrue();
      }
    }
  }

  @Test
  void aRouterThatEndsTellsItsWebSocketsToGoAwayAndCutsNothing() throws Exception {
    try (TestService service =
        TestService.scripted(
            "ws",
            wire -> {
              wire.head();
              wire.send(UPGRADED);
              wire.text(CLIENT_CLOSE.length());
              wire.send(SERVICE_CLOSE);
            })) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      try (Wire wire = upgraded()) {
        CompletableFuture<Integer> cut =
            CompletableFuture.supplyAsync(() -> {
              try {
                return router.drain(Duration.ofSeconds(10));
              } catch (IOException | InterruptedException failure) {
                throw new IllegalStateException(failure);
              }
            });
        assertThat(wire.text(GOING_AWAY.length())).isEqualTo(GOING_AWAY);
        wire.send(CLIENT_CLOSE);
        assertThat(wire.rest()).isEmpty();
        assertThat(cut.get()).isZero();
      }
    }
  }

  @Test
  void limitsAreReadFromTextAndWhatIsWrongIsNamed() {
    DrainLimits limits = DrainLimits.parse("websocket=3s,grpc=7s");
    assertThat(limits.webSocket()).isEqualTo(Duration.ofSeconds(3));
    assertThat(limits.grpc()).isEqualTo(Duration.ofSeconds(7));
    assertThat(limits.http()).isEqualTo(DrainLimits.DEFAULT.http());
    assertThatThrownBy(() -> DrainLimits.parse("websocket=3"))
        .hasMessageContaining("\"websocket=3\" (expected: PROTOCOL=SECONDSs");
    assertThatThrownBy(() -> DrainLimits.parse("smtp=3s"))
        .hasMessageContaining("\"smtp\" (expected: http, stream, websocket, grpc or closing)");
  }

  @Test
  void framesAreFollowedWhereverTheBytesAreCut() {
    byte[] bytes =
        ("\u0001\u0003abc\u0080\u007e\u0001\u0000" + "x".repeat(256) + "\u0082\u0084mask1234")
            .getBytes(StandardCharsets.ISO_8859_1);
    for (int size = 1; size <= bytes.length; size++) {
      WebSocketFrames frames = new WebSocketFrames();
      for (int at = 0; at < bytes.length; at += size) {
        int length = Math.min(size, bytes.length - at);
        assertThat(frames.follow(Unpooled.wrappedBuffer(bytes, at, length), false, false))
            .isEqualTo(length);
        boolean end = at + length == bytes.length || at + length == 5 + 4 + 256;
        assertThat(frames.betweenMessages()).isEqualTo(end);
      }
    }
    assertThat(new WebSocketFrames().follow(Unpooled.wrappedBuffer(bytes), true, false))
        .as("stops behind the first whole message")
        .isEqualTo(5 + 4 + 256);
    assertThat(new WebSocketFrames().follow(Unpooled.wrappedBuffer(bytes), false, true))
        .as("stops behind the first frame")
        .isEqualTo(5);
  }
}
