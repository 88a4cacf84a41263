package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much, and how long, a client may take. */
class ClientLimitsTest {
  private static final long SECOND = 1_000_000_000;

  private static Router router(String limits, TestService service) throws IOException {
    RouterOptions options =
        RouterOptions.DEFAULT.withLoops(1).withClientLimits(ClientLimits.parse(limits));
    Router router = Router.onLoopback(options);
    router.apply(Tables.one(1, Tables.all("t", service)));
    return router;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "6\r\n012345\r\n5\r\n67890\r\n0\r\n\r\n",
      })
  void aLongerBodyIsRefusedAndTheConnectionEnds(String request) throws Exception {
    try (TestService service = TestService.named("s");
        Router router = router("body-bytes=10", service);
        Wire wire = Wire.to(router.port())) {
      wire.send(request);
      Wire.Message answer = wire.response();
      assertThat(answer.startLine()).isEqualTo("HTTP/1.1 413 Content Too Large");
      assertThat(answer.text()).contains("a body of more than 10 bytes");
      assertThat(wire.rest()).isEmpty();
      assertThat(service.requests()).isEmpty();
      Eventually.holds("ended", () -> router.measures().track("t").inFlight() == 0);
      assertThat(router.measures().track("t").broken()).isZero();
      assertThat(router.measures().details().events()).containsEntry("bodies_too_long", 1L);
    }
  }

  @Test
  void aBodyOfJustThatSizePassesInEitherCoding() throws Exception {
    try (TestService service = TestService.named("s");
        Router router = router("body-bytes=10", service);
        Wire wire = Wire.to(router.port())) {
      wire.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n0123456789");
      assertThat(wire.response().status()).isEqualTo(200);
      wire.send(
          "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "1;x=a-long-extension\r\n0\r\n9\r\n123456789\r\n0\r\n\r\n");
      assertThat(wire.response().status()).isEqualTo(200);
      assertThat(service.last().text()).isEqualTo("0123456789");
    }
  }

  @Test
  void whoStopsInTheMiddleOfABodyIsSentAwayAndTheVersionHasNoPartInIt() throws Exception {
    try (TestService service = TestService.named("s");
        Router router = router("stall=1s", service);
        Wire wire = Wire.to(router.port())) {
      wire.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n01234");
      assertThat(wire.response().status()).isEqualTo(408);
      assertThat(wire.rest()).isEmpty();
      Measures measures = router.measures();
      assertThat(measures.track("t").cancelled()).isEqualTo(1);
      assertThat(measures.track("t").broken()).isZero();
      assertThat(measures.details().events()).containsEntry("clients_stalled", 1L);
      Eventually.holds("the replica is free", () -> service.openConnections() == 0);
    }
  }

  @Test
  void whoTakesNothingOfAnAnswerIsCutAndHoldsNoReplica() throws Exception {
    byte[] block = new byte[64 * 1024];
    try (TestService service =
            TestService.scripted(
                "s",
                wire -> {
                  wire.request();
                  wire.send("HTTP/1.1 200 OK\r\n\r\n");
                  while (true) {
                    wire.send(block);
                  }
                });
        Router router = router("stall=1s", service);
        Wire wire = Wire.narrow(router.port())) {
      wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      Eventually.holds("cut", () -> router.measures().track("t").cancelled() == 1);
      Eventually.holds("the replica is free", () -> service.openConnections() == 0);
      // Its end is all that ends such an answer, so it must not look like one.
      assertThat(wire.rest()).endsWith("reset]");
    }
  }

  @Test
  void aClientHasPatienceForEachPartAnew() {
    Patience patience = new Patience();
    long limit = 10 * SECOND;
    for (long now = 0; now < 100; now += 5) {
      patience.moved();
      assertThat(patience.over(0, true, now * SECOND, limit)).isFalse();
      assertThat(patience.over(0, true, (now + 4) * SECOND, limit)).isFalse();
    }
    assertThat(patience.over(0, true, 105 * SECOND, limit)).isFalse();
    assertThat(patience.over(0, true, 106 * SECOND, limit)).isTrue();
    assertThat(patience.over(0, true, 106 * SECOND, 0)).isFalse();
  }

  @Test
  void whatAServiceMakesAClientWaitForIsNotTheClients() {
    Patience patience = new Patience();
    long limit = 10 * SECOND;
    for (long now = 0; now < 100; now++) {
      assertThat(patience.over(0, false, now * SECOND, limit)).isFalse();
    }
    assertThat(patience.over(0, true, 109 * SECOND, limit)).isFalse();
    assertThat(patience.over(0, true, 110 * SECOND, limit)).isTrue();
  }

  @Test
  void whoTakesAnAnswerSlowlyIsGivenItWhole() {
    Patience patience = new Patience();
    long limit = 10 * SECOND;
    for (long now = 0; now < 100; now += 9) {
      assertThat(patience.over(100_000 - now, false, now * SECOND, limit)).isFalse();
    }
    // As much as before, since more was written while some left.
    for (long now = 100; now < 200; now += 9) {
      patience.moved();
      assertThat(patience.over(50_000, false, now * SECOND, limit)).isFalse();
    }
    assertThat(patience.over(50_000, false, 210 * SECOND, limit)).isTrue();
  }

  @Test
  void limitsAreReadAndWhatIsWrongIsNamed() {
    assertThat(ClientLimits.parse("head=5s,idle=30s,stall=0s,head-bytes=64k,body-bytes=2g"))
        .isEqualTo(
            new ClientLimits(
                Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ZERO, 65_536, 2L << 30));
    assertThat(ClientLimits.parse("body-bytes=512").idle()).isEqualTo(Duration.ofSeconds(75));
    for (String wrong :
        List.of(
            "",
            "head",
            "head=5",
            "head=0s",
            "idle=-1s",
            "head-bytes=1",
            "head-bytes=9g",
            "body-bytes=1t")) {
      assertThatThrownBy(() -> ClientLimits.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("client ")
          .hasMessageContaining("expected: ");
    }
  }
}
