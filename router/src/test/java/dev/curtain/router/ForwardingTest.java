package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes through, and how it is changed on the way. */
class ForwardingTest {
  private final RouterOptions options = RouterOptions.DEFAULT.withDeployment("d-17");
  private Router router;
  private TestService service;
  private String answer = TestService.ok("hello");

  @BeforeEach
  void start() throws IOException {
    router = Router.onLoopback(options);
    service = TestService.answering("v1-0", request -> answer);
    router.apply(Tables.one(1, Tables.all("v1", service)));
  }

  @AfterEach
  void stop() throws IOException {
    router.close();
    service.close();
  }

  private Wire client() throws IOException {
    return Wire.to(router.port());
  }

  private Wire.Message get(String fields) throws IOException {
    try (Wire wire = client()) {
      return wire.send("GET /a?b=c HTTP/1.1\r\nHost: shop.test\r\n" + fields + "\r\n").response();
    }
  }

  @Test
  void aRequestAndItsAnswerGoThrough() throws IOException {
    Wire.Message response = get("X-Own: 1\r\nAccept: */*\r\n");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.text()).isEqualTo("hello");
    Wire.Message seen = service.last();
    assertThat(seen.startLine()).isEqualTo("GET /a?b=c HTTP/1.1");
    assertThat(seen.fields()).startsWith("Host: shop.test", "X-Own: 1", "Accept: */*");
  }

  @Test
  void theServiceIsToldWhereTheRequestComesFromAndWhatServesIt() throws IOException {
    get("x-curtain-version: forged\r\nX-Forwarded-Proto: gopher\r\n");
    Wire.Message seen = service.last();
    assertThat(seen.all("x-forwarded-for")).containsExactly("127.0.0.1");
    assertThat(seen.all("x-forwarded-proto")).containsExactly("http");
    assertThat(seen.all("x-forwarded-host")).containsExactly("shop.test");
    assertThat(seen.all("x-curtain-version")).containsExactly("version-of-v1");
    assertThat(seen.all("x-curtain-deployment")).containsExactly("d-17");
    assertThat(seen.field("x-request-id").orElseThrow()).matches("[0-9a-f]{32}");
  }

  @Test
  void theRolloutThatBroughtTheVersionIsToldBeforeTheRoutersOwn() throws IOException {
    router.apply(Tables.one(2, Tables.all("v1", service).ofDeployment(Optional.of("shop.api-v2"))));
    get("x-curtain-deployment: forged\r\n");
    assertThat(service.last().all("x-curtain-deployment")).containsExactly("shop.api-v2");
  }

  @Test
  void anExistingRequestIdAndForwardedChainAreKept() throws IOException {
    get("X-Request-Id: mine\r\nX-Forwarded-For: 10.0.0.1\r\nX-Forwarded-For: 10.0.0.2\r\n");
    assertThat(service.last().all("x-request-id")).containsExactly("mine");
    assertThat(service.last().all("x-forwarded-for"))
        .containsExactly("10.0.0.1, 10.0.0.2, 127.0.0.1");
  }

  @Test
  void hopByHopFieldsEndHere() throws IOException {
    answer =
        "HTTP/1.1 200 OK\r\nConnection: X-Private\r\nX-Private: 1\r\nKeep-Alive: timeout=5\r\n"
            + "X-Public: 2\r\nContent-Length: 0\r\n\r\n";
    Wire.Message response =
        get("Connection: keep-alive, X-Secret\r\nX-Secret: 1\r\nTE: trailers\r\nKeep-Alive: 5\r\n");
    assertThat(service.last().fields())
        .noneMatch(line -> line.matches("(?i)(connection|x-secret|te|keep-alive):.*"));
    assertThat(response.fields()).containsExactly("X-Public: 2", "Content-Length: 0");
  }

  @Test
  void connectionCannotRemoveWhatFramesOrAddressesTheMessage() throws IOException {
    try (Wire wire = client()) {
      wire.send(
              "POST / HTTP/1.1\r\nHost: h\r\nConnection: content-length, host\r\n"
                  + "Content-Length: 3\r\n\r\nabc")
          .response();
    }
    assertThat(service.last().text()).isEqualTo("abc");
    assertThat(service.last().field("host")).contains("h");
  }

  @Test
  void aBodyOfKnownLengthGoesThrough() throws IOException {
    try (Wire wire = client()) {
      wire.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab").send("cde").response();
    }
    assertThat(service.last().text()).isEqualTo("abcde");
  }

  @Test
  void chunkedBodiesGoThroughBothWaysWithTheirTrailers() throws IOException {
    answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "5;x=1\r\nhello\r\n1\r\n!\r\n0\r\nX-Sum: 6\r\n\r\n";
    try (Wire wire = client()) {
      Wire.Message response =
          wire.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
              .send("A\r\n0123456789\r\n0\r\nX-End: yes\r\n\r\n")
              .response();
      assertThat(response.text()).isEqualTo("hello![trailer X-Sum: 6]");
      assertThat(service.last().text()).isEqualTo("abc0123456789[trailer X-End: yes]");
      assertThat(wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response().text())
          .isEqualTo("hello![trailer X-Sum: 6]");
    }
  }

  @Test
  void aMessageMayArriveByteByByte() throws IOException {
    try (Wire wire = client()) {
      String request =
          "\r\nPOST /slow HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "3\r\nabc\r\n0\r\n\r\n";
      for (char c : request.toCharArray()) {
        wire.send(String.valueOf(c));
      }
      assertThat(wire.response().text()).isEqualTo("hello");
      assertThat(service.last().text()).isEqualTo("abc");
    }
  }

  @Test
  void theConnectionsAreKeptOnBothSides() throws IOException {
    try (Wire wire = client()) {
      for (int i = 0; i < 20; i++) {
        wire.send("GET /" + i + " HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(wire.response().status()).isEqualTo(200);
      }
    }
    assertThat(service.connections()).isEqualTo(1);
  }

  @Test
  void connectionCloseIsHonoured() throws IOException {
    try (Wire wire = client()) {
      wire.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      assertThat(wire.response().field("connection")).contains("close");
      assertThat(wire.rest()).isEmpty();
    }
  }

  @Test
  void anOldClientGetsAnswersItUnderstands() throws IOException {
    answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n";
    try (Wire wire = client()) {
      String all = wire.send("GET / HTTP/1.0\r\n\r\n").rest();
      assertThat(all).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nhello!");
      assertThat(all).doesNotContainIgnoringCase("transfer-encoding");
    }
    assertThat(service.last().field("host")).contains("127.0.0.1:" + router.port());
    answer = TestService.ok("x");
    try (Wire wire = client()) {
      wire.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      assertThat(wire.response().field("connection")).contains("keep-alive");
      assertThat(wire.send("GET / HTTP/1.0\r\n\r\n").response().text()).isEqualTo("x");
    }
  }

  @Test
  void headAndBodilessStatusesHaveNoBodyWhateverTheirFieldsSay() throws IOException {
    try (Wire wire = client()) {
      answer = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n";
      wire.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(wire.response(true).field("content-length")).contains("99");
      answer = "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n";
      assertThat(wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response().status()).isEqualTo(304);
      answer = "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n";
      Wire.Message none = wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response();
      assertThat(none.status()).isEqualTo(204);
      assertThat(none.field("content-length")).isEmpty();
      answer = TestService.ok("still in step");
      assertThat(wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response().text())
          .isEqualTo("still in step");
    }
  }

  @Test
  void interimResponsesGoThroughAndTheFinalOneFollows() throws IOException {
    answer = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + TestService.ok("page");
    try (Wire wire = client()) {
      wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(wire.response().status()).isEqualTo(103);
      assertThat(wire.response().text()).isEqualTo("page");
    }
  }

  @Test
  void aUrlInTheRequestLineOutranksTheHostField() throws IOException {
    try (Wire wire = client()) {
      wire.send("GET http://real.test/x?y HTTP/1.1\r\nHost: other\r\n\r\n").response();
      assertThat(service.last().target()).isEqualTo("/x?y");
      assertThat(service.last().all("host")).containsExactly("real.test");
      wire.send("GET http://real.test HTTP/1.1\r\nHost: other\r\n\r\n").response();
      assertThat(service.last().target()).isEqualTo("/");
    }
  }

  @Test
  void theClientLearnsItsTrackOnlyIfThatIsWanted() throws IOException {
    assertThat(get("").field("x-curtain-track")).isEmpty();
    try (Router telling = Router.onLoopback(options.withExposeTrack(true))) {
      telling.apply(Tables.one(1, Tables.all("v1", service)));
      try (Wire wire = Wire.to(telling.port())) {
        assertThat(wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response().all("x-curtain-track"))
            .containsExactly("v1");
      }
    }
  }

  @Test
  void itCountsWhatWentThrough() throws IOException {
    get("");
    answer = "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n";
    get("");
    Measures.TrackMeasures v1 = router.measures().track("v1");
    assertThat(v1.started()).isEqualTo(2);
    assertThat(v1.completed()).isEqualTo(2);
    assertThat(v1.serverErrors()).isEqualTo(1);
    assertThat(v1.inFlight()).isZero();
    assertThat(v1.latency().total()).isEqualTo(2);
    assertThat(Math.abs(v1.lastStartedMicros() / 1000 - System.currentTimeMillis()))
        .isLessThan(5000);
    assertThat(router.measures().inFlightAt("v1-0")).isZero();
  }

  @Test
  void withoutTheNativeTransportEverythingIsTheSame() throws IOException {
    try (Router nio = Router.onLoopback(options.withNativeTransport(false))) {
      nio.apply(Tables.one(1, Tables.all("v1", service)));
      try (Wire wire = Wire.to(nio.port())) {
        wire.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        assertThat(wire.response().text()).isEqualTo("hello");
        assertThat(wire.rest()).isEmpty();
      }
    }
  }
}
