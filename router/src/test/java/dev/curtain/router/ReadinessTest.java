package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request goes to no replica that is not ready, and a dying replica costs no request. */
class ReadinessTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private Router router;

  @BeforeEach
  void start() throws IOException {
    router = Router.onLoopback(options(NEVER));
  }

  @AfterEach
  void stop() {
    router.close();
  }

  private static RouterOptions options(Duration probe) {
    return RouterOptions.DEFAULT
        .withLoops(1)
        .withServiceTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(5), probe);
  }

  private static String ask(Wire wire, String method) throws IOException {
    Wire.Message response =
        wire.send(method + " / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi").response();
    return response.status() == 200 ? response.text() : String.valueOf(response.status());
  }

  @Test
  void aReplicaThatRefusesConnectionsIsPassedOverAtOnceEvenForPosts() throws Exception {
    try (TestService gone = TestService.named("gone");
        TestService good = TestService.named("good");
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", gone, good)));
      gone.crash();
      for (int i = 0; i < 10; i++) {
        assertThat(ask(wire, "POST")).isEqualTo("good");
      }
      assertThat(router.measures().track("t").broken()).isZero();
      assertThat(router.measures().inFlightAt("gone")).isZero();
      assertThat(good.last().text()).isEqualTo("hi");
    }
  }

  @Test
  void whereNoReplicaIsLeftTheAnswerIs503AndItCountsAgainstTheTrack() throws Exception {
    try (TestService one = TestService.named("one");
        TestService two = TestService.named("two");
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", one, two)));
      one.crash();
      two.crash();
      wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(wire.response().status()).isEqualTo(503);
      wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(wire.response().status()).isEqualTo(503);
      assertThat(router.measures().track("t").broken()).isEqualTo(2);
      assertThat(router.measures().track("t").inFlight()).isZero();
      assertThat(router.measures().unrouted()).isZero();
    }
  }

  @Test
  void anIdempotentRequestSurvivesAConnectionThatDiedWhileItRested() throws Exception {
    try (TestService once =
            TestService.scripted(
                "once",
                wire -> {
                  // Answers one request, and resets the connection upon the second.
                  wire.request();
                  wire.send(TestService.ok("answered"));
                  wire.request();
                  throw new IOException("dies");
                });
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", once)));
      for (int i = 0; i < 10; i++) {
        assertThat(ask(wire, i % 2 == 0 ? "GET" : "PUT")).isEqualTo("answered");
      }
      assertThat(router.measures().track("t").broken()).isZero();
      assertThat(router.measures().track("t").completed()).isEqualTo(10);
    }
  }

  @Test
  void aRequestThatMayHaveHadAnEffectIsNeverSentTwice() throws Exception {
    try (TestService once =
            TestService.scripted(
                "once",
                wire -> {
                  wire.request();
                  wire.send(TestService.ok("answered"));
                  wire.request();
                  throw new IOException("dies");
                });
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", once)));
      assertThat(ask(wire, "POST")).isEqualTo("answered");
      assertThat(ask(wire, "POST")).isEqualTo("502");
      assertThat(once.connections()).isEqualTo(1);
      assertThat(router.measures().track("t").broken()).isEqualTo(1);
    }
  }

  @Test
  void aRequestIsRepeatedOnceOnly() throws Exception {
    AtomicBoolean dying = new AtomicBoolean();
    try (TestService service =
            TestService.scripted(
                "s",
                wire -> {
                  wire.request();
                  if (!dying.get()) {
                    wire.send(TestService.ok("answered"));
                    wire.request();
                  }
                  throw new IOException("dies");
                });
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      assertThat(ask(wire, "GET")).isEqualTo("answered");
      dying.set(true);
      assertThat(ask(wire, "GET")).isEqualTo("502");
      assertThat(service.connections()).isEqualTo(2);
    }
  }

  private static RouteTable probed(long epoch, TestService... services) {
    Route.Track track = Tables.all("t", services);
    return Tables.one(
        epoch, new Route.Track("t", "v", Route.WHOLE, track.backends(), Optional.of("/ready")));
  }

  @Test
  void aReplicaThatSaysItIsNotReadyGetsNothingUntilItSaysOtherwise() throws Exception {
    AtomicBoolean ready = new AtomicBoolean(true);
    try (Router probing = Router.onLoopback(options(Duration.ofMillis(20)));
        TestService moody =
            TestService.answering(
                "moody",
                request -> {
                  boolean probe = request.target().equals("/ready");
                  return probe && !ready.get()
                      ? "HTTP/1.1 503 Later\r\nContent-Length: 0\r\n\r\n"
                      : TestService.ok("moody");
                });
        TestService good = TestService.named("good");
        Wire wire = Wire.to(probing.port())) {
      probing.apply(probed(1, moody, good));
      assertThat(List.of(ask(wire, "GET"), ask(wire, "GET"))).contains("moody", "good");
      ready.set(false);
      Eventually.holds("out", () -> turns(wire, 4).stream().allMatch("good"::equals));
      assertThat(turns(wire, 20)).containsOnly("good");
      ready.set(true);
      Eventually.holds("in", () -> turns(wire, 4).contains("moody"));
      assertThat(probing.measures().track("t").broken()).isZero();
    }
  }

  private static List<String> turns(Wire wire, int count) throws IOException {
    String[] turns = new String[count];
    for (int i = 0; i < count; i++) {
      turns[i] = ask(wire, "GET");
    }
    return List.of(turns);
  }

  @Test
  void aReplicaThatCrashedAndCameBackIsFoundByTheProbe() throws Exception {
    try (Router probing = Router.onLoopback(options(Duration.ofMillis(20)));
        TestService first = TestService.named("s");
        Wire wire = Wire.to(probing.port())) {
      probing.apply(Tables.one(1, Tables.all("t", first)));
      assertThat(ask(wire, "GET")).isEqualTo("s");
      int port = first.port();
      first.crash();
      assertThat(turns(wire, 2)).contains("503");
      try (TestService again =
          TestService.answeringAt(port, "s", request -> TestService.ok("back"))) {
        Eventually.holds("back", () -> ask(wire, "GET").equals("back"));
        assertThat(again.connections()).isPositive();
      }
    }
  }

  @Test
  void aReplicaThatTheControllerListsAgainStartsAsReady() throws Exception {
    try (TestService first = TestService.named("s");
        TestService other = TestService.named("other");
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", first)));
      int port = first.port();
      first.crash();
      assertThat(ask(wire, "GET")).isEqualTo("503");
      router.apply(Tables.one(2, Tables.all("t", other)));
      assertThat(ask(wire, "GET")).isEqualTo("other");
      try (TestService again =
          TestService.answeringAt(port, "s", request -> TestService.ok("back"))) {
        router.apply(Tables.one(3, Tables.all("t", again)));
        assertThat(ask(wire, "GET")).isEqualTo("back");
      }
    }
  }
}
