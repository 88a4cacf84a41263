package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Long bodies, queues of requests, and tunnels. */
class StreamingTest {
  private static final int BIG = 64 << 20;
  private static final byte[] BLOCK = new byte[64 * 1024];
  private Router router;

  @BeforeEach
  void start() throws IOException {
    router = Router.onLoopback(RouterOptions.DEFAULT);
    for (int i = 0; i < BLOCK.length; i++) {
      BLOCK[i] = (byte) (i * 31);
    }
  }

  @AfterEach
  void stop() {
    router.close();
  }

  private static long directMemory() {
    return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
  }

  private static void readBlocks(Wire wire, int bytes) throws IOException {
    for (int left = bytes; left > 0; left -= BLOCK.length) {
      assertThat(Arrays.equals(wire.bytes(BLOCK.length), BLOCK)).isTrue();
    }
  }

  @Test
  void aDownloadThatTheClientDoesNotReadWaitsAtTheServiceAndThenArrivesWhole() throws Exception {
    AtomicLong written = new AtomicLong();
    try (TestService service =
            TestService.scripted(
                "s",
                wire -> {
                  wire.request();
                  wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + BIG + "\r\n\r\n");
                  for (int i = 0; i < BIG / BLOCK.length; i++) {
                    wire.send(BLOCK);
                    written.addAndGet(BLOCK.length);
                  }
                });
        Wire wire = Wire.narrow(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      long before = directMemory();
      wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").head();
      stalls(written);
      assertThat(written.get()).isLessThan(BIG / 2);
      assertThat(directMemory() - before).isLessThan(16 << 20);
      readBlocks(wire, BIG);
      assertThat(router.measures().track("t").completed()).isEqualTo(1);
      assertThat(directMemory() - before).isLessThan(16 << 20);
    }
  }

  /** Returns once the count has not moved in a tenth of a second. */
  private static void stalls(AtomicLong count) throws Exception {
    long[] last = {-1, System.nanoTime()};
    Eventually.holds(
        "stalled",
        () -> {
          if (count.get() != last[0]) {
            last[0] = count.get();
            last[1] = System.nanoTime();
          }
          return last[0] > 0 && System.nanoTime() - last[1] > 100_000_000;
        });
  }

  @Test
  void anUploadThatTheServiceDoesNotReadWaitsAtTheClientAndThenArrivesWhole() throws Exception {
    Semaphore read = new Semaphore(0);
    AtomicLong sent = new AtomicLong();
    try (TestService service =
            TestService.scripted(
                "s",
                wire -> {
                  wire.head();
                  read.acquire();
                  readBlocks(wire, BIG);
                  wire.send(TestService.ok("thanks"));
                });
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      long before = directMemory();
      wire.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: " + BIG + "\r\n\r\n");
      Thread sending =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int i = 0; i < BIG / BLOCK.length; i++) {
                    wire.send(BLOCK);
                    sent.addAndGet(BLOCK.length);
                  }
                } catch (IOException failure) {
                  throw new IllegalStateException(failure);
                }
              });
      stalls(sent);
      assertThat(sent.get()).isLessThan(BIG / 2);
      assertThat(directMemory() - before).isLessThan(16 << 20);
      read.release();
      assertThat(wire.response().text()).isEqualTo("thanks");
      sending.join();
      assertThat(sent.get()).isEqualTo(BIG);
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    try (TestService service =
            TestService.answering("s", request -> TestService.ok(request.target()));
        TestService other =
            TestService.answering("o", request -> TestService.ok(request.target()));
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", service, other)));
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < 500; i++) {
        requests.append(
            i % 7 == 0
                ? "POST /" + i + " HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
                : "GET /" + i + " HTTP/1.1\r\nHost: h\r\n\r\n");
      }
      wire.send(requests.toString());
      for (int i = 0; i < 500; i++) {
        assertThat(wire.response().text()).isEqualTo("/" + i);
      }
    }
  }

  @Test
  void whoPipelinesWithoutReadingIsNotServedWithoutEnd() throws Exception {
    String body = "x".repeat(1000);
    AtomicLong sent = new AtomicLong();
    try (TestService service = TestService.answering("s", request -> TestService.ok(body));
        Wire wire = Wire.narrow(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      int count = 40_000;
      byte[] request =
          "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
              .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
      Thread sending =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int i = 0; i < count; i++) {
                    wire.send(request);
                    sent.incrementAndGet();
                  }
                } catch (IOException failure) {
                  throw new IllegalStateException(failure);
                }
              });
      AtomicLong served = new AtomicLong();
      long[] last = {-1, 0};
      Eventually.holds(
          "stalled",
          () -> {
            served.set(router.measures().track("t").started());
            if (served.get() != last[0]) {
              last[0] = served.get();
              last[1] = System.nanoTime();
            }
            return served.get() > 0 && System.nanoTime() - last[1] > 200_000_000;
          });
      assertThat(served.get()).isLessThan(count / 2);
      for (int i = 0; i < count; i++) {
        assertThat(wire.response().body()).hasSize(1000);
      }
      sending.join();
    }
  }

  @Test
  void aClientWaitsForLeaveToSendItsBody() throws Exception {
    try (TestService service =
            TestService.scripted(
                "s",
                wire -> {
                  Wire.Message head = wire.head().orElseThrow();
                  assertThat(head.field("expect")).contains("100-continue");
                  wire.send("HTTP/1.1 100 Continue\r\n\r\n");
                  wire.send(TestService.ok(wire.text(3)));
                });
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      wire.send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
      assertThat(wire.response().status()).isEqualTo(100);
      assertThat(wire.send("abc").response().text()).isEqualTo("abc");
    }
  }

  @Test
  void anUpgradedConnectionIsATunnelThatCountsAsInFlightUntilItEnds() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    try (TestService service =
            TestService.scripted(
                "ws",
                wire -> {
                  Wire.Message head = wire.head().orElseThrow();
                  assertThat(head.all("upgrade")).containsExactly("websocket");
                  assertThat(head.all("connection")).containsExactly("Upgrade");
                  wire.send(
                      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                          + "Connection: Upgrade\r\nX-Accept: 1\r\n\r\nearly");
                  assertThat(wire.text(9)).isEqualTo("eager\0\1\2\3");
                  wire.send("\4\5");
                  wire.rest();
                  ended.countDown();
                });
        TestService next = TestService.named("next");
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      wire.send(
          "GET /ws HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, Upgrade\r\n"
              + "Upgrade: websocket\r\n\r\neager");
      Wire.Message head = wire.response();
      assertThat(head.status()).isEqualTo(101);
      assertThat(head.all("upgrade")).containsExactly("websocket");
      assertThat(head.field("connection")).contains("Upgrade");
      assertThat(wire.text(5)).isEqualTo("early");
      Measures then = router.apply(Tables.one(2, Tables.all("u", next)));
      assertThat(then.track("t").inFlight()).isEqualTo(1);
      assertThat(then.inFlightAt("ws")).isEqualTo(1);
      wire.send("\0\1\2\3");
      assertThat(wire.text(2)).isEqualTo("\4\5");
      wire.socket().close();
      ended.await();
      Eventually.holds("ended", () -> router.measures().track("t").completed() == 1);
      assertThat(router.measures().inFlightAt("ws")).isZero();
      assertThat(router.measures().track("t").latency().total()).isEqualTo(1);
    }
  }

  @Test
  void aTunnelEndedByTheServiceDeliversItsLastBytes() throws Exception {
    try (TestService service =
            TestService.scripted(
                "ws",
                wire -> {
                  wire.head();
                  wire.send(
                      "HTTP/1.1 101 Ok\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"
                          + "y".repeat(200_000));
                });
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      wire.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
      assertThat(wire.response().status()).isEqualTo(101);
      assertThat(wire.rest()).hasSize(200_000);
      assertThat(router.measures().track("t").completed()).isEqualTo(1);
    }
  }

  @Test
  void anUpgradeToHttp2IsNotPassedOnSinceRequestsInItWouldGoUnrouted() throws Exception {
    try (TestService service = TestService.named("s");
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      wire.send(
          "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\n"
              + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
      assertThat(wire.response().text()).isEqualTo("s");
      assertThat(service.last().fields())
          .noneMatch(line -> line.matches("(?i)(upgrade|connection|http2-settings):.*"));
    }
  }

  @Test
  void aRefusedUpgradeLeavesAnOrdinaryConnection() throws Exception {
    try (TestService service = TestService.named("s");
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      for (int i = 0; i < 3; i++) {
        wire.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        assertThat(wire.response().text()).isEqualTo("s");
      }
    }
  }
}
