package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services that die, lie or fall silent. */
class HostileServiceTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
  private Router router;

  @BeforeEach
  void start() throws IOException {
    router =
        Router.onLoopback(
            RouterOptions.DEFAULT.withServiceTimeouts(
                Duration.ofSeconds(1), Duration.ofMillis(300), Duration.ofSeconds(60)));
  }

  @AfterEach
  void stop() {
    router.close();
  }

  private void broken(int count) throws IOException {
    Measures.TrackMeasures track = router.measures().track("t");
    assertThat(track.broken()).isEqualTo(count);
    assertThat(track.started()).isEqualTo(count);
    assertThat(track.inFlight()).isZero();
    assertThat(router.measures().backends().values()).allMatch(inFlight -> inFlight == 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/2.0 200 OK~~",
        "HTTP/1.1 200OK~~",
        "HTTP/1.1 2000 OK~~",
        "HTTP/1.1 099 OK~~",
        "ICY 200 OK~~",
        "~",
        "~~",
        "HTTP/1.~~",
        "HTTP/1.1 200 OK~Content-Length: 1~Transfer-Encoding: chunked~~0~~",
        "HTTP/1.1 200 OK~Content-Length: 1~Content-Length: 2~~ab",
        "HTTP/1.1 200 OK~Content-Length: x~~",
        "HTTP/1.1 200 OK~Transfer-Encoding: gzip~~",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~4~half~zz~",
        "HTTP/1.1 200 OK~X: a\rb~~",
        "HTTP/1.1 200 OK~X : a~~",
        "HTTP/1.1 200 OK~ folded: a~~",
        "HTTP/1.1 200 OK\nX: a\n\n",
        "HTTP/1.1 101 Switching Protocols~Upgrade: x~Connection: upgrade~~",
      })
  void anAnswerThatIsNoHttpIsABadGateway(String answer) throws IOException {
    try (TestService service = TestService.answering("s", request -> answer.replace("~", "\r\n"));
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      assertThat(wire.send(GET).response().status()).isEqualTo(502);
      broken(1);
      // The client's connection is still good.
      assertThat(wire.send(GET).response().status()).isEqualTo(502);
      broken(2);
    }
  }

  @Test
  void aHeadWithoutEndIsABadGateway() throws IOException {
    try (TestService service =
            TestService.answering("s", request -> "HTTP/1.1 200 OK\r\nX: " + "y".repeat(40_000));
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      assertThat(wire.send(GET).response().status()).isEqualTo(502);
      broken(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK~Content-Length: 10~~half",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~4~half~",
      })
  void aServiceThatDiesInMidAnswerIsBrokenAndTheClientSeesThatItIsNotWhole(String answer)
      throws Exception {
    try (TestService service =
            TestService.scripted(
                "s",
                wire -> {
                  wire.request();
                  wire.send(answer.replace("~", "\r\n"));
                });
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      String all = wire.send(GET).rest();
      assertThat(all).startsWith("HTTP/1.1 200 OK").contains("half").doesNotEndWith("0\r\n\r\n");
      Eventually.holds("ended", () -> router.measures().track("t").inFlight() == 0);
      broken(1);
    }
  }

  @Test
  void anAnswerEndedByTheConnectionIsWholeWhenTheEndIsOrderly() throws Exception {
    try (TestService service =
            TestService.scripted(
                "s",
                wire -> {
                  wire.request();
                  wire.send("HTTP/1.1 200 OK\r\n\r\nall of it");
                });
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      Wire.Message response = wire.send(GET).response();
      assertThat(response.text()).isEqualTo("all of it");
      assertThat(response.field("connection")).contains("close");
      assertThat(router.measures().track("t").completed()).isEqualTo(1);
    }
  }

  @Test
  void anAnswerEndedByAResetIsBrokenAndTheClientGetsAResetToo() throws Exception {
    try (TestService service =
            TestService.scripted(
                "s",
                wire -> {
                  wire.request();
                  wire.send("HTTP/1.1 200 OK\r\n\r\nhalf");
                  throw new IOException("dies");
                });
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      assertThat(wire.send(GET).rest()).contains("reset");
      Eventually.holds("ended", () -> router.measures().track("t").inFlight() == 0);
      broken(1);
    }
  }

  @Test
  void silenceIsAGatewayTimeout() throws IOException {
    try (TestService service =
            TestService.scripted(
                "s",
                wire -> {
                  wire.request();
                  wire.rest();
                });
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      assertThat(wire.send(GET).response().status()).isEqualTo(504);
      broken(1);
      assertThat(wire.send(GET).response().status()).isEqualTo(504);
    }
  }

  @Test
  void bytesThatNobodyAskedForAreNeverTakenForAnAnswer() throws Exception {
    AtomicInteger served = new AtomicInteger();
    try (TestService service =
            TestService.answering(
                "s",
                request ->
                    TestService.ok("mine-" + served.incrementAndGet()) + TestService.ok("poison"));
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      for (int i = 1; i <= 20; i++) {
        assertThat(wire.send(GET).response().text()).isEqualTo("mine-" + i);
      }
    }
  }

  @Test
  void anEarlyRefusalOfAnUploadReachesTheClient() throws Exception {
    try (TestService service =
            TestService.scripted(
                "s",
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
                  wire.rest();
                });
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      wire.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\nabc");
      Wire.Message response = wire.response();
      assertThat(response.status()).isEqualTo(413);
      assertThat(response.field("connection")).contains("close");
      assertThat(wire.rest()).isEmpty();
      assertThat(router.measures().track("t").completed()).isEqualTo(1);
    }
  }

  @Test
  void aClientThatLeavesIsCancelledAndTheServiceIsLetGo() throws Exception {
    try (TestService service =
        TestService.scripted(
            "s",
            wire -> {
              wire.request();
              wire.rest();
            })) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      try (Wire wire = Wire.to(router.port())) {
        wire.send(GET);
        Eventually.holds("started", () -> router.measures().inFlightAt("s") == 1);
      }
      Eventually.holds("cancelled", () -> router.measures().track("t").cancelled() == 1);
      Eventually.holds("let go", () -> service.openConnections() == 0);
      assertThat(router.measures().track("t").inFlight()).isZero();
      assertThat(router.measures().inFlightAt("s")).isZero();
    }
  }
}
