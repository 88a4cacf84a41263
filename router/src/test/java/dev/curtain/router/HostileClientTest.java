package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must never reach a service: everything that two readers could read differently. */
class HostileClientTest {
  private Router router;
  private TestService service;

  @BeforeEach
  void start() throws IOException {
    router = Router.onLoopback(RouterOptions.DEFAULT);
    service = TestService.named("v1");
    router.apply(Tables.one(1, Tables.all("v1", service)));
  }

  @AfterEach
  void stop() throws IOException {
    router.close();
    service.close();
  }

  /**
   * {@code ~} stands for CR LF, {@code ^} for LF, {@code <} for CR, {@code _} for NUL, {@code &}
   * for HT.
   */
  private static String bytes(String text) {
    return text.replace("~", "\r\n")
        .replace("^", "\n")
        .replace("<", "\r")
        .replace("_", "\0")
        .replace("&", "\t");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        // framing that two readers could read differently
        "400 | POST / HTTP/1.1~Host: h~Content-Length: 3~Transfer-Encoding: chunked~~0~~",
        "400 | POST / HTTP/1.1~Host: h~Transfer-Encoding: chunked~Content-Length: 3~~0~~",
        "400 | POST / HTTP/1.1~Host: h~Content-Length: 3~Content-Length: 4~~abcd",
        "400 | POST / HTTP/1.1~Host: h~Content-Length: 3~Content-Length: 3~~abc",
        "400 | POST / HTTP/1.1~Host: h~Content-Length: 3, 3~~abc",
        "400 | POST / HTTP/1.1~Host: h~Content-Length: +3~~abc",
        "400 | POST / HTTP/1.1~Host: h~Content-Length: -3~~abc",
        "400 | POST / HTTP/1.1~Host: h~Content-Length: 0x3~~abc",
        "400 | POST / HTTP/1.1~Host: h~Content-Length: 3 3~~abc",
        "400 | POST / HTTP/1.1~Host: h~Content-Length:~~",
        "400 | POST / HTTP/1.1~Host: h~Content-Length: 99999999999999999999~~abc",
        "400 | POST / HTTP/1.1~Host: h~Content-Length: ٣~~abc",
        "501 | POST / HTTP/1.1~Host: h~Transfer-Encoding: gzip, chunked~~0~~",
        "501 | POST / HTTP/1.1~Host: h~Transfer-Encoding: chunked, chunked~~0~~",
        "501 | POST / HTTP/1.1~Host: h~Transfer-Encoding: identity~~",
        "501 | POST / HTTP/1.1~Host: h~Transfer-Encoding: xchunked~~0~~",
        "501 | POST / HTTP/1.1~Host: h~Transfer-Encoding: \"chunked\"~~0~~",
        "501 | POST / HTTP/1.1~Host: h~Transfer-Encoding:~~0~~",
        "400 | POST / HTTP/1.1~Host: h~Transfer-Encoding: chunked~Transfer-Encoding: chunked~~0~~",
        "400 | POST / HTTP/1.1~Host: h~Transfer-Encoding: chunked~Transfer-Encoding: x~~0~~",
        "400 | POST / HTTP/1.1~Host: h~Transfer-Encoding : chunked~~0~~",
        "400 | POST / HTTP/1.1~Host: h~Transfer-Encoding&: chunked~~0~~",
        "400 | POST / HTTP/1.1~Host: h~X: y~ Transfer-Encoding: chunked~~0~~",
        "400 | POST / HTTP/1.1~Host: h~X: y~&z~~",
        "400 | POST / HTTP/1.1~ Host: h~~",
        "400 | POST / HTTP/1.0~Host: h~Transfer-Encoding: chunked~~0~~",
        // line ends and control characters
        "400 | GET / HTTP/1.1^Host: h^^",
        "400 | GET / HTTP/1.1~Host: h^X: y~~",
        "400 | GET / HTTP/1.1~Host: h~X: a<b~~",
        "400 | GET / HTTP/1.1~Host: h~X: a<~~",
        "400 | GET / HTTP/1.1~Host: h~X<: a~~",
        "400 | GET / HTTP/1.1~Host: h~X: a_b~~",
        "400 | GET / HTTP/1.1~Host: h~X_: a~~",
        "400 | GET / HTTP/1.1~Host: h~: a~~",
        "400 | GET / HTTP/1.1~Host: h~no colon~~",
        "400 | GET / HTTP/1.1~Host: h~X y: a~~",
        "400 | GET / HTTP/1.1~Host: h~X(: a~~",
        "400 | GET / HTTP/1.1~Host: h~<X: a~~",
        // the request line
        "400 | GET  / HTTP/1.1~Host: h~~",
        "400 | GET / ~Host: h~~",
        "400 | GET /~Host: h~~",
        "400 | GET / HTTP/1.1 ~Host: h~~",
        "400 | GET /a b HTTP/1.1~Host: h~~",
        "400 | GET /a_b HTTP/1.1~Host: h~~",
        "400 | GET /a<b HTTP/1.1~Host: h~~",
        "400 | GET /é HTTP/1.1~Host: h~~",
        "400 | GET / http/1.1~Host: h~~",
        "400 | GET / HTTP/11~Host: h~~",
        "400 | GET / HTTP/1.1x~Host: h~~",
        "400 | GET / HTTP/1.10~Host: h~~",
        "400 | GET a HTTP/1.1~Host: h~~",
        "400 | GET ftp://h/ HTTP/1.1~Host: h~~",
        "400 | GET http:// HTTP/1.1~Host: h~~",
        "400 | GET http://a@b/ HTTP/1.1~Host: h~~",
        "400 | G(T / HTTP/1.1~Host: h~~",
        "400 | ~~GET / HTTP/1.1~Host: h~~",
        "505 | GET / HTTP/2.0~Host: h~~",
        "505 | GET / HTTP/0.9~Host: h~~",
        "501 | CONNECT h:443 HTTP/1.1~Host: h:443~~",
        // who is asked
        "400 | GET / HTTP/1.1~~",
        "400 | GET / HTTP/1.1~Host: a~Host: b~~",
        "400 | GET / HTTP/1.1~Host: a~Host: a~~",
        "400 | GET / HTTP/1.1~Host: a b~~",
        "400 | GET / HTTP/1.1~Host: a/b~~",
        "400 | GET / HTTP/1.1~Host: a@b~~",
        "400 | GET / HTTP/1.1~Host: a,b~~",
        "400 | GET / HTTP/1.1~Host: h~Connection: (~~",
        // what is no HTTP at all
        "400 | _&!",
      })
  void isRefusedAndTheConnectionEnds(int status, String message) throws Exception {
    String smuggled = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";
    try (Wire wire = Wire.to(router.port())) {
      wire.send(bytes(message) + smuggled);
      Wire.Message response = wire.response();
      assertThat(response.status()).isEqualTo(status);
      assertThat(response.field("connection")).contains("close");
      assertThat(wire.rest()).isEmpty();
    }
    assertThat(service.requests()).isEmpty();
    Measures measures = router.measures();
    assertThat(measures.track("v1").started()).isZero();
  }

  /** The preface of HTTP/2 is a greeting here; what follows it must then be frames. */
  @Test
  void anHttp2PrefaceBeforeHttp1EndsTheConnectionAndReachesNoService() throws Exception {
    try (Wire wire = Wire.to(router.port())) {
      wire.send(bytes("PRI * HTTP/2.0~~SM~~") + "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(wire.rest()).doesNotContain("HTTP/1.1 ");
    }
    assertThat(service.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "G~",
        "-1~a~0~~",
        "0x1~a~0~~",
        "1 ~a~0~~",
        "' 1~a~0~~'",
        "~a~0~~",
        ";x~a~0~~",
        "1^a~0~~",
        "1~ab~0~~",
        "1~a^0~~",
        "1~a<0~~",
        "1;x^y~a~0~~",
        "1;x_~a~0~~",
        "10000000000000000~",
        "0~X y: z~~",
        "0~ X: y~~",
        "0~X: y^~~",
        "0~: y~~",
        "0~Content-Length: 5~~",
        "0~Transfer-Encoding: chunked~~",
        "0~Host: evil~~",
        "0~<x",
      })
  void aBrokenChunkEndsTheConnectionAndWhatFollowsIsNoRequest(String body) throws Exception {
    try (Wire wire = Wire.to(router.port())) {
      wire.send("POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n");
      wire.send(bytes(body) + "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(wire.response().status()).isEqualTo(400);
      assertThat(wire.rest()).isEmpty();
    }
    Eventually.holds("ended", () -> router.measures().track("v1").inFlight() == 0);
    assertThat(router.measures().track("v1").cancelled()).isEqualTo(1);
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void aHeadOverTheLimitIsRefusedWithoutWaitingForItsEnd() throws IOException {
    try (Wire wire = Wire.to(router.port())) {
      wire.send("GET / HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(33_000));
      assertThat(wire.response().status()).isEqualTo(431);
    }
    try (Wire wire = Wire.to(router.port())) {
      wire.send("GET / HTTP/1.1\r\nHost: h\r\n" + "X: y\r\n".repeat(200) + "\r\n");
      assertThat(wire.response().status()).isEqualTo(431);
    }
    try (Wire wire = Wire.to(router.port())) {
      wire.send("GET / HTTP/1.1\r\nHost: h\r\n" + "X: y\r\n".repeat(120) + "\r\n");
      assertThat(wire.response().status()).isEqualTo(200);
    }
  }

  @Test
  void whoNeverFinishesAHeadIsSentAway() throws IOException {
    RouterOptions hasty =
        RouterOptions.DEFAULT.withClientLimits(
            new ClientLimits(
                Duration.ofMillis(200), Duration.ofMillis(300), Duration.ZERO, 4096, 0));
    try (Router other = Router.onLoopback(hasty);
        Wire slow = Wire.to(other.port());
        Wire idle = Wire.to(other.port())) {
      slow.send("GET / HTTP/1.1\r\nHo");
      assertThat(slow.response().status()).isEqualTo(408);
      assertThat(idle.rest()).isEmpty();
    }
  }

  @Test
  void tlsOnAPlainPortIsRefusedAtOnce() throws IOException {
    try (Wire wire = Wire.to(router.port())) {
      wire.send(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00});
      assertThat(wire.response().status()).isEqualTo(400);
    }
  }

  @Test
  void whatIsOddButAllowedGoesThrough() throws IOException {
    try (Wire wire = Wire.to(router.port())) {
      wire.send(
          "\r\nPURGE /%00?\"{}|^` HTTP/1.1\r\nhOsT:h\r\nX:\r\nY: \t a\tb \t\r\nZ: \u00e9\r\n\r\n");
      assertThat(wire.response().status()).isEqualTo(200);
      assertThat(service.last().startLine()).isEqualTo("PURGE /%00?\"{}|^` HTTP/1.1");
      assertThat(service.last().all("z")).containsExactly("\u00e9");
      wire.send("GET / HTTP/1.9\r\nHost: [::1]:80\r\nContent-Length: 007\r\n\r\nabcdefg");
      assertThat(wire.response().status()).isEqualTo(200);
      assertThat(service.last().text()).isEqualTo("abcdefg");
      wire.send(
          "POST / HTTP/1.1\r\nHost:\r\nTransfer-Encoding: ChunKed\r\n\r\n"
              + "00a;n=\"v\"\r\n0123456789\r\n000\r\n\r\n");
      assertThat(wire.response().status()).isEqualTo(200);
      assertThat(service.last().text()).isEqualTo("0123456789");
    }
  }

  @Test
  void randomBytesNeverReachAServiceAndNeverHurtTheRouter() throws Exception {
    Random random = new Random(7);
    String template =
        "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    for (int i = 0; i < 400; i++) {
      byte[] bytes = template.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try (Wire wire = Wire.to(router.port())) {
        wire.send(bytes).socket().shutdownOutput();
        wire.rest();
      }
    }
    Eventually.holds("ended", () -> router.measures().track("v1").inFlight() == 0);
    try (Wire wire = Wire.to(router.port())) {
      assertThat(wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response().text()).isEqualTo("v1");
    }
  }
}
