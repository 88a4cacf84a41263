package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Too many requests at one time: who is turned away, and whose fault that is. */
class SheddingTest {
  private final Semaphore more = new Semaphore(0);
  private final List<Wire> waiting = new ArrayList<>();
  private TestService stable;
  private TestService candidate;

  @BeforeEach
  void start() throws IOException {
    stable = slow("stable");
    candidate = slow("candidate");
  }

  private TestService slow(String id) throws IOException {
    return TestService.answering(
        id,
        request -> {
          if (request.target().startsWith("/slow")) {
            more.acquire();
          }
          return TestService.ok(id);
        });
  }

  @AfterEach
  void stop() throws IOException {
    more.release(1000);
    for (Wire wire : waiting) {
      wire.close();
    }
    stable.close();
    candidate.close();
  }

  private static Router router(String limits) throws IOException {
    return Router.onLoopback(RouterOptions.DEFAULT.withLoops(2).withLoad(LoadLimits.parse(limits)));
  }

  /** Two routes, so that a request says by its path which track it is for. */
  private RouteTable table(int candidatesMost) {
    return new RouteTable(
        1,
        List.of(
            Tables.route("/", Tables.all("stable", stable)),
            Tables.route(
                "/slow/new",
                Tables.all("candidate", candidate)
                    .withShedding(new Route.Shedding(true, candidatesMost))),
            Tables.route(
                "/new",
                Tables.all("candidate", candidate)
                    .withShedding(new Route.Shedding(true, candidatesMost)))));
  }

  /** Requests that are under way at a service and stay there. */
  private void hold(Router router, String path, int count, TestService at) throws Exception {
    int before = at.requests().size();
    for (int i = 0; i < count; i++) {
      Wire wire = Wire.to(router.port());
      waiting.add(wire.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n"));
    }
    Eventually.holds("held", () -> at.requests().size() == before + count);
  }

  /** A client may have its answer a moment before the router has counted its end. */
  private static void settled(Router router, int left) throws Exception {
    Eventually.holds(
        "in flight: " + left, () -> router.measures().track("stable").inFlight() == left);
  }

  private static Wire.Message ask(Router router, String path) throws IOException {
    try (Wire wire = Wire.to(router.port())) {
      return wire.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").response();
    }
  }

  private static void assertShed(Wire.Message answer, Shed why) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.field("retry-after")).contains("1");
    assertThat(answer.text()).contains(why.reason());
  }

  @Test
  void aTrackAtItsBoundTurnsOthersAwayAndIsNotBlamedForThat() throws Exception {
    try (Router router = router("track=100")) {
      router.apply(table(2));
      hold(router, "/slow/new", 2, candidate);
      assertShed(ask(router, "/new"), Shed.TRACK);
      assertThat(ask(router, "/").text()).isEqualTo("stable");
      Measures measures = router.measures();
      assertThat(measures.turnedAway("candidate", "track")).isEqualTo(1);
      assertThat(measures.track("candidate").started()).isEqualTo(2);
      assertThat(measures.track("candidate").failed()).isZero();
      assertThat(PrometheusText.of(measures))
          .contains("curtain_router_requests_shed_total{track=\"candidate\",reason=\"track\"} 1\n");
      more.release(2);
      for (Wire wire : waiting) {
        assertThat(wire.response().text()).isEqualTo("candidate");
      }
      Eventually.holds("room again", () -> ask(router, "/new").status() == 200);
    }
  }

  @Test
  void inAFullRouterTheCandidateGoesFirstAndTheBaselineLast() throws Exception {
    try (Router router = router("router=20")) {
      router.apply(table(0));
      hold(router, "/slow", 17, stable);
      assertShed(ask(router, "/new"), Shed.ROUTER);
      assertThat(ask(router, "/").text()).isEqualTo("stable");
      settled(router, 17);
      hold(router, "/slow", 3, stable);
      assertShed(ask(router, "/"), Shed.ROUTER);
      Measures measures = router.measures();
      assertThat(measures.turnedAway("candidate", "router")).isEqualTo(1);
      assertThat(measures.turnedAway("stable", "router")).isEqualTo(1);
      assertThat(measures.track("candidate").started()).isZero();
      assertThat(measures.track("stable").failed()).isZero();
      more.release(20);
      for (Wire wire : waiting) {
        assertThat(wire.response().text()).isEqualTo("stable");
      }
      Eventually.holds("room for all", () -> ask(router, "/new").status() == 200);
    }
  }

  @Test
  void copiesAreLeftOutBeforeAnybodyIsTurnedAway() throws Exception {
    try (TestService shadow = TestService.named("shadow");
        Router router = router("router=10")) {
      Route route =
          Tables.route("/", Tables.track("shadow", 0, shadow), Tables.all("stable", stable))
              .withPolicy(
                  RoutePolicy.NONE.withMirror(RoutePolicy.Mirror.of("shadow", Route.WHOLE)));
      router.apply(new RouteTable(1, List.of(route)));
      hold(router, "/slow", 7, stable);
      long before = router.measures().mirror("shadow").dropped();
      assertThat(ask(router, "/").text()).isEqualTo("stable");
      assertThat(router.measures().mirror("shadow").dropped()).isEqualTo(before + 1);
      assertThat(router.measures().turnedAway("stable", "router")).isZero();
    }
  }

  @Test
  void requestsThatEndInAnyWayMakeRoom() throws Exception {
    try (Router router = router("router=2,track=2,replica=2")) {
      router.apply(table(0));
      hold(router, "/slow", 2, stable);
      assertThat(ask(router, "/").status()).isEqualTo(503);
      for (Wire wire : waiting) {
        wire.reset();
      }
      Eventually.holds("clients gone", () -> router.measures().track("stable").cancelled() == 2);
      assertThat(ask(router, "/").text()).isEqualTo("stable");
      settled(router, 0);
      hold(router, "/slow", 2, stable);
      stable.close();
      Eventually.holds("service gone", () -> router.measures().track("stable").broken() >= 2);
      assertThat(ask(router, "/new").text()).isEqualTo("candidate");
    }
  }

  @Test
  void aReplicaAtItsBoundIsPassedOverAndAllOfThemTurnAway() throws Exception {
    try (TestService other = slow("other");
        Router router = router("replica=1")) {
      router.apply(Tables.one(1, Tables.all("t", stable, other)));
      hold(router, "/slow", 1, stable);
      hold(router, "/slow", 1, other);
      assertShed(ask(router, "/"), Shed.REPLICA);
      assertThat(router.measures().turnedAway("t", "replica")).isEqualTo(1);
      more.release(2);
      for (Wire wire : waiting) {
        assertThat(wire.response().status()).isEqualTo(200);
      }
      Eventually.holds("room again", () -> ask(router, "/").status() == 200);
    }
  }

  @Test
  void onlySoManyWaitForAConnection() throws Exception {
    List<Socket> filling = new ArrayList<>();
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Router router =
            Router.onLoopback(
                RouterOptions.DEFAULT
                    .withLoad(LoadLimits.parse("pending=1"))
                    .withServiceTimeouts(
                        Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofHours(1)))) {
      assertThatThrownBy(() -> fill(deaf, filling)).isInstanceOf(SocketTimeoutException.class);
      Route.Backend backend = new Route.Backend("deaf", "127.0.0.1", deaf.getLocalPort());
      router.apply(
          Tables.one(
              1, new Route.Track("t", "v", Route.WHOLE, List.of(backend), Optional.empty())));
      waiting.add(Wire.to(router.port()).send("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
      Eventually.holds("waits", () -> router.measures().track("t").inFlight() == 1);
      assertShed(ask(router, "/"), Shed.REPLICA);
    } finally {
      for (Socket socket : filling) {
        socket.close();
      }
    }
  }

  /** Connects until the queue of those that nobody accepts is full. */
  private static void fill(ServerSocket deaf, List<Socket> filling) throws IOException {
    for (int i = 0; i < 100; i++) {
      Socket socket = new Socket();
      filling.add(socket);
      socket.connect(new InetSocketAddress("127.0.0.1", deaf.getLocalPort()), 300);
    }
  }

  @Test
  void whatIsNoLimitIsNamed() {
    assertThat(LoadLimits.parse("router=5,open=7s"))
        .isEqualTo(new LoadLimits(5, 0, 0, 0, 0, Duration.ofSeconds(7)));
    for (String wrong : List.of("router", "router=-1", "open=5", "router=5s", "what=1", "")) {
      assertThatThrownBy(() -> LoadLimits.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("limit \"")
          .hasMessageContaining("expected");
    }
  }
}
