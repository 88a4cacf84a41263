package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which requests took long, and how they are found again. */
class SlowTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private final CountDownLatch quickOnes = new CountDownLatch(1);
  private Router router;
  private TestService service;

  @BeforeEach
  void start() throws IOException {
    router = Router.onLoopback(RouterOptions.DEFAULT.withLoops(1));
    service =
        TestService.answering(
            "v1",
            request -> {
              if (request.startLine().contains("/orders/7")) {
                quickOnes.await();
              }
              return TestService.ok("done");
            });
    router.apply(Tables.one(1, Tables.all("v1", service)));
  }

  @AfterEach
  void stop() throws IOException {
    quickOnes.countDown();
    router.close();
    service.close();
  }

  private List<SlowRequest> slowest(int count) throws Exception {
    Eventually.holds(count + " noted", () -> router.slow().size() == count);
    return router.slow().stream()
        .sorted(Comparator.comparingLong(SlowRequest::micros).reversed())
        .toList();
  }

  @Test
  void theSlowestAreFoundByTheirTracesAndNoMoreThanThereIsRoomFor() throws Exception {
    try (Wire slow = Wire.to(router.port());
        Wire quick = Wire.to(router.port())) {
      slow.send(
          "POST /orders/7?card=4111 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nTraceParent: 00-"
              + TRACE
              + "-b7ad6b7169203331-01\r\n\r\nhi");
      for (int i = 0; i < 3 * Slowest.MOST; i++) {
        assertThat(quick.send("GET /" + i + " HTTP/1.1\r\nHost: h\r\n\r\n").response().status())
            .isEqualTo(200);
      }
      quickOnes.countDown();
      assertThat(slow.response().status()).isEqualTo(200);
    }
    Eventually.holds("all counted", () -> router.measures().track("v1").inFlight() == 0);
    List<SlowRequest> slowest = slowest(Slowest.MOST);
    assertThat(slowest.getFirst())
        .satisfies(first -> {
          assertThat(first.track()).isEqualTo("v1");
          assertThat(first.request()).isEqualTo("POST /orders/7");
          assertThat(first.status()).isEqualTo(200);
          assertThat(first.traceId()).contains(TRACE);
        });
    assertThat(slowest.getLast().traceId().map(String::length))
        .as("a request without a trace got one")
        .contains(32);
  }

  @Test
  void aRequestThatIsNotAnsweredWholeIsAmongThem() throws Exception {
    try (TestService silent = TestService.scripted("v2", Wire::request);
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(2, Tables.all("v2", silent)));
      assertThat(wire.send("POST /pay HTTP/1.1\r\nHost: h\r\n\r\n").response().status())
          .isEqualTo(502);
    }
    assertThat(slowest(1).getFirst())
        .satisfies(broken -> {
          assertThat(broken.status()).isZero();
          assertThat(broken.request()).isEqualTo("POST /pay");
        });
  }

  @Test
  void theMinuteBeforeIsKeptAndTheOneBeforeThatIsNot() {
    Slowest slowest = new Slowest();
    long begin = System.nanoTime();
    long minute = 60_000_000_000L;
    assertThat(slowest.wants(5, begin)).isTrue();
    slowest.add("GET /a HTTP/1.1\r\nHost: h\r\n\r\n", 200, 5, 1);
    assertThat(slowest.wants(1, begin + minute)).isTrue();
    slowest.add("GET /b HTTP/1.1\r\nHost: h\r\n\r\n", 500, 1, 2);
    assertThat(at(slowest, begin + minute)).containsExactly("GET /b", "GET /a");
    assertThat(at(slowest, begin + 2 * minute)).containsExactly("GET /b");
    assertThat(at(slowest, begin + 9 * minute)).isEmpty();
  }

  private static List<String> at(Slowest slowest, long nanos) {
    List<SlowRequest> all = new java.util.ArrayList<>();
    slowest.into("v1", nanos, all);
    assertThat(all).extracting(SlowRequest::traceId).allMatch(Optional::isEmpty);
    return all.stream().map(SlowRequest::request).toList();
  }
}
