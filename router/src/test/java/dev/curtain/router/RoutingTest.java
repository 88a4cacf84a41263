package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.flags.Cohort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets what. */
class RoutingTest {
  private Router router;
  private TestService v1;
  private TestService v2;

  @BeforeEach
  void start() throws IOException {
    router = Router.onLoopback(RouterOptions.DEFAULT);
    v1 = TestService.named("v1");
    v2 = TestService.named("v2");
  }

  @AfterEach
  void stop() throws IOException {
    router.close();
    v1.close();
    v2.close();
  }

  private Route.Track[] split(int candidate) {
    return new Route.Track[] {
      Tables.track("v2", candidate, v2), Tables.track("v1", Route.WHOLE - candidate, v1)
    };
  }

  private static String ask(Wire wire, String target, String fields) throws IOException {
    String host = fields.contains("Host:") ? "" : "Host: h\r\n";
    Wire.Message response =
        wire.send("GET " + target + " HTTP/1.1\r\n" + host + fields + "\r\n").response();
    return response.status() == 200 ? response.text() : String.valueOf(response.status());
  }

  private List<String> tracksOf(int users, String field) throws IOException {
    List<String> tracks = new ArrayList<>();
    try (Wire wire = Wire.to(router.port())) {
      for (int i = 0; i < users; i++) {
        tracks.add(ask(wire, "/", field.replace("?", "user-" + i) + "\r\n"));
      }
    }
    return tracks;
  }

  @Test
  void aUserFallsIntoTheTrackOfItsCohort() throws IOException {
    router.apply(Tables.one(1, split(20_000)));
    List<String> tracks = tracksOf(500, "Cookie: a=b; curtain_user=?; c=d");
    for (int i = 0; i < tracks.size(); i++) {
      boolean candidate = Cohort.bucket("salt", "user-" + i) < 20_000;
      assertThat(tracks.get(i)).isEqualTo(candidate ? "v2" : "v1");
    }
    assertThat(tracks).contains("v1", "v2");
  }

  @Test
  void theSameUserGetsTheSameTrackByCookieOrHeaderAndTheCookieWins() throws IOException {
    router.apply(Tables.one(1, split(50_000)));
    List<String> byCookie = tracksOf(200, "Cookie: curtain_user=?");
    assertThat(tracksOf(200, "X-User-Id: ?")).isEqualTo(byCookie);
    assertThat(tracksOf(200, "X-User-Id: x\r\nCookie: curtain_user=?")).isEqualTo(byCookie);
    assertThat(tracksOf(200, "Cookie: curtain_user=\r\nX-User-Id: ?")).isEqualTo(byCookie);
    assertThat(tracksOf(200, "Cookie: xcurtain_user=q; curtain_users=z\r\nX-User-Id: ?"))
        .isEqualTo(byCookie);
  }

  @Test
  void withoutAnIdentityTheAddressDecidesSoThatOneClientStaysOnOneTrack() throws IOException {
    router.apply(Tables.one(1, split(50_000)));
    boolean candidate = Cohort.bucket("salt", "127.0.0.1") < 50_000;
    for (int i = 0; i < 10; i++) {
      try (Wire wire = Wire.to(router.port())) {
        assertThat(ask(wire, "/", "")).isEqualTo(candidate ? "v2" : "v1");
      }
    }
  }

  @Test
  void theUsersOfAGrowingCandidateStayOnIt() throws IOException {
    List<String> before = List.of();
    int epoch = 0;
    for (int weight : new int[] {0, 5_000, 25_000, 50_000, 100_000}) {
      router.apply(Tables.one(++epoch, split(weight)));
      List<String> now = tracksOf(300, "Cookie: curtain_user=?");
      for (int i = 0; i < before.size(); i++) {
        if (before.get(i).equals("v2")) {
          assertThat(now.get(i)).isEqualTo("v2");
        }
      }
      assertThat(now.stream().filter("v2"::equals).count() / 300.0)
          .isBetween(weight / 100_000.0 - 0.09, weight / 100_000.0 + 0.09);
      before = now;
    }
  }

  @Test
  void anotherCookieNameMayBeChosen() throws IOException {
    try (Router other = Router.onLoopback(RouterOptions.DEFAULT.withUserCookie("sid"))) {
      other.apply(Tables.one(1, split(50_000)));
      try (Wire wire = Wire.to(other.port())) {
        for (int i = 0; i < 50; i++) {
          boolean candidate = Cohort.bucket("salt", "u" + i) < 50_000;
          assertThat(ask(wire, "/", "Cookie: curtain_user=1; sid=u" + i + "\r\n"))
              .isEqualTo(candidate ? "v2" : "v1");
        }
      }
    }
  }

  @Test
  void theLongestPrefixOfWholeSegmentsWinsAndANamedHostBeforeAnyHost() throws IOException {
    try (TestService api = TestService.named("api");
        TestService orders = TestService.named("orders");
        TestService named = TestService.named("named")) {
      Route host =
          new Route("n", Optional.of("Shop.test"), "/", "s", List.of(Tables.all("named", named)));
      router.apply(
          new RouteTable(
              1,
              List.of(
                  Tables.route("/", Tables.all("v1", v1)),
                  Tables.route("/api", Tables.all("api", api)),
                  Tables.route("/api/orders/", Tables.all("orders", orders)),
                  host)));
      try (Wire wire = Wire.to(router.port())) {
        assertThat(ask(wire, "/", "")).isEqualTo("v1");
        assertThat(ask(wire, "/api", "")).isEqualTo("api");
        assertThat(ask(wire, "/api?x=/y", "")).isEqualTo("api");
        assertThat(ask(wire, "/apis", "")).isEqualTo("v1");
        assertThat(ask(wire, "/api/orders", "")).isEqualTo("orders");
        assertThat(ask(wire, "/api/orders/7", "")).isEqualTo("orders");
        assertThat(ask(wire, "/api/ordersx", "")).isEqualTo("api");
        assertThat(ask(wire, "/api", "Host: SHOP.TEST:8080\r\n")).isEqualTo("named");
        assertThat(ask(wire, "/api", "Host: shop.test.\r\n")).isEqualTo("named");
        assertThat(ask(wire, "/api", "Host: xshop.test\r\n")).isEqualTo("api");
        assertThat(ask(wire, "*", "")).isEqualTo("v1");
      }
    }
  }

  @Test
  void whatHasNoRouteIsToldSoAndCounted() throws IOException {
    try (Wire wire = Wire.to(router.port())) {
      assertThat(ask(wire, "/", "")).isEqualTo("503");
      router.apply(new RouteTable(1, List.of(Tables.route("/api", Tables.all("v1", v1)))));
      assertThat(ask(wire, "/other", "")).isEqualTo("404");
      assertThat(ask(wire, "/api", "")).isEqualTo("v1");
    }
    assertThat(router.measures().unrouted()).isEqualTo(2);
    assertThat(router.measures().track("v1").started()).isEqualTo(1);
  }

  @Test
  void replicasOfATrackTakeTurnsAndABusyOneIsSpared() throws Exception {
    try (TestService slow =
            TestService.scripted("slow", wire -> wire.head().ifPresent(head -> hold()));
        Router single = Router.onLoopback(RouterOptions.DEFAULT.withLoops(1))) {
      single.apply(Tables.one(1, Tables.all("t", v1, v2)));
      try (Wire wire = Wire.to(single.port())) {
        List<String> turns = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          turns.add(ask(wire, "/", ""));
        }
        assertThat(turns).containsExactly("v1", "v2", "v1", "v2", "v1", "v2");
      }
      single.apply(Tables.one(2, Tables.all("u", slow, v1)));
      try (Wire holder = Wire.to(single.port());
          Wire wire = Wire.to(single.port())) {
        holder.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        Eventually.holds("in flight", () -> single.measures().inFlightAt("slow") == 1);
        for (int i = 0; i < 5; i++) {
          assertThat(ask(wire, "/", "")).isEqualTo("v1");
        }
      }
    }
  }

  private static void hold() {
    java.util.concurrent.locks.LockSupport.parkNanos(30_000_000_000L);
  }

  @Test
  void anOlderEpochIsRefusedAndTheSameOneChangesNothing() throws IOException {
    router.apply(Tables.one(5, Tables.all("v1", v1)));
    assertThat(router.apply(Tables.one(5, Tables.all("v2", v2))).epoch()).isEqualTo(5);
    assertThat(router.table().routes().getFirst().tracks().getFirst().name()).isEqualTo("v1");
    assertThatThrownBy(() -> router.apply(Tables.one(4, Tables.all("v2", v2))))
        .isInstanceOf(RouterControl.StaleEpochException.class)
        .hasMessage("route table epoch: 4 (expected: > 5, the one in force)");
  }

  @Test
  void aTableThatCannotBeServedChangesNothing() throws IOException {
    router.apply(Tables.one(1, Tables.all("v1", v1)));
    assertThatThrownBy(() ->
            router.apply(new RouteTable(2, List.of(Tables.route("api", Tables.all("v2", v2))))))
        .hasMessage("Shop.API: path prefix \"api\" (expected: to start with /)");
    assertThatThrownBy(() -> router.apply(Tables.one(2, Tables.all("v\r\n2", v2))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(router.measures().epoch()).isEqualTo(1);
  }
}
