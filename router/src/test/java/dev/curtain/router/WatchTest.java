package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.flags.Cohort;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users of a share are counted apart from the others, on whatever track they are. */
class WatchTest {
  private static final int USERS = 60;
  private static final RoutePolicy.Watch CHECKOUT =
      new RoutePolicy.Watch("new-checkout", "exposure/new-checkout", 30_000);

  private Router router;
  private TestService v1;
  private TestService v2;

  @BeforeEach
  void start() throws IOException {
    router = Router.onLoopback(RouterOptions.DEFAULT);
    v1 = TestService.answering("v1", WatchTest::answer);
    v2 = TestService.answering("v2", WatchTest::answer);
  }

  @AfterEach
  void stop() throws IOException {
    router.close();
    v1.close();
    v2.close();
  }

  /** Fails for those who are in the share, as an application with the flag would. */
  private static String answer(Wire.Message request) {
    String user = request.field("x-user-id").orElse("");
    return !user.isEmpty() && isIn(user)
        ? "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"
        : TestService.ok("fine");
  }

  private static boolean isIn(String user) {
    return Cohort.bucket(CHECKOUT.salt(), user) < CHECKOUT.below();
  }

  private void table(long epoch, List<RoutePolicy.Watch> watches) throws IOException {
    Route route = Tables.route("/", Tables.track("v2", 50_000, v2), Tables.track("v1", 50_000, v1));
    RouteTable table =
        new RouteTable(epoch, List.of(route.withPolicy(RoutePolicy.NONE.withWatches(watches))));
    // As it goes over the wire and onto the disk.
    router.apply(Json.table(Json.MAPPER.writeValueAsBytes(table)));
  }

  private void ask(String fields) throws IOException {
    try (Wire wire = Wire.to(router.port())) {
      wire.send("GET / HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n").response();
    }
  }

  private void askAll() throws IOException {
    for (int i = 0; i < USERS; i++) {
      ask("X-User-Id: user-" + i + "\r\n");
    }
  }

  private static long in() {
    long in = 0;
    for (int i = 0; i < USERS; i++) {
      in += isIn("user-" + i) ? 1 : 0;
    }
    return in;
  }

  private Measures.WatchMeasures seen(String name, long requests) throws Exception {
    Eventually.holds(
        requests + " requests counted under " + name,
        () -> {
          Measures.WatchMeasures now = router.measures().watch(name);
          return now.inside().judged() + now.outside().judged() == requests;
        });
    return router.measures().watch(name);
  }

  @Test
  void whoIsInTheShareIsCountedApartFromWhoIsNot() throws Exception {
    table(1, List.of(CHECKOUT));
    askAll();
    Measures.WatchMeasures seen = seen("new-checkout", USERS);
    assertThat(in()).isBetween(1L, USERS - 1L);
    assertThat(seen.inside().judged()).isEqualTo(in());
    assertThat(seen.inside().failed()).isEqualTo(in());
    assertThat(seen.inside().latency().total()).isEqualTo(in());
    assertThat(seen.outside().failed()).isZero();
    assertThat(seen.outside().inFlight()).isZero();
    Measures all = router.measures();
    assertThat(all.track("v1").failed() + all.track("v2").failed())
        .as("tracks count everybody as before")
        .isEqualTo(in());
  }

  @Test
  void whoDoesNotSayWhoItIsCountsOnNeitherSide() throws Exception {
    table(1, List.of(CHECKOUT));
    ask("");
    ask("Cookie: curtain_user=user-1\r\n");
    Measures.WatchMeasures seen = seen("new-checkout", 1);
    assertThat(isIn("user-1") ? seen.inside().judged() : seen.outside().judged()).isEqualTo(1);
  }

  @Test
  void severalAreCountedAtOnceAndOneThatLeftTheTableBeginsAnew() throws Exception {
    RoutePolicy.Watch everybody = new RoutePolicy.Watch("all", "exposure/all", Route.WHOLE);
    table(1, List.of(CHECKOUT, everybody));
    askAll();
    assertThat(seen("all", USERS).inside().judged()).isEqualTo(USERS);
    assertThat(seen("new-checkout", USERS).inside().judged()).isEqualTo(in());
    table(2, List.of(everybody));
    assertThat(router.measures().watch("new-checkout")).isEqualTo(Measures.WatchMeasures.NONE);
    assertThat(router.measures().watch("all").inside().judged()).isEqualTo(USERS);
    table(3, List.of(CHECKOUT, everybody));
    assertThat(router.measures().watch("new-checkout").inside().judged()).isZero();
    byte[] told = Json.MAPPER.writeValueAsBytes(router.measures());
    assertThat(Json.MAPPER.readValue(told, Measures.class).watch("all"))
        .isEqualTo(router.measures().watch("all"));
  }

  @Test
  void aTableOfBeforeThatKnowsNoSharesIsReadAsItIs() {
    String before =
        """
        {"epoch":1,"routes":[{"service":"S","host":null,"pathPrefix":"/","salt":"s","tracks":
          [{"name":"t","version":"v1","weight":100000,"backends":[{"id":"r","host":"127.0.0.1",
            "port":1,"protocol":null}],"readyPath":null,"shedding":null}],
          "policy":{"rules":[],"mirror":null,"hold":null,"faults":[]}}]}
        """;
    RouteTable table = Json.table(before.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(table.routes().getFirst().policy().orElseThrow().watches()).isEmpty();
    assertThatThrownBy(() -> new RoutePolicy.Watch("f", "s", 100_001))
        .hasMessage("f: below 100001 (expected: 0..100000)");
  }
}
