package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that wait in the router while there is nobody to give them to. */
class HoldTest {
  private Router router;
  private TestService service;

  @BeforeEach
  void start() throws IOException {
    router = Router.onLoopback(RouterOptions.DEFAULT);
    service = TestService.answering("s", request -> TestService.ok(request.target()));
  }

  @AfterEach
  void stop() throws IOException {
    router.close();
    service.close();
  }

  private void hold(long epoch, long limitMillis, int most) throws IOException {
    Route route = Tables.route("/", Tables.all("t", service));
    router.apply(
        new RouteTable(
            epoch,
            List.of(
                route.withPolicy(
                    RoutePolicy.NONE.withHold(new RoutePolicy.Hold(limitMillis, most))))));
  }

  private void waiting(long count) throws Exception {
    Eventually.holds("on hold", () -> router.measures().event("held_now") == count);
  }

  @Test
  void theyAreAnsweredOnceTheHoldIsOverAndNoneReachesTheServiceBefore() throws Exception {
    hold(1, 60_000, 100);
    List<Wire> clients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Wire client = Wire.to(router.port());
      client.send("POST /" + i + " HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbo");
      clients.add(client);
    }
    waiting(20);
    assertThat(service.requests()).isEmpty();
    router.apply(Tables.one(2, Tables.all("t", service)));
    for (int i = 0; i < 20; i++) {
      assertThat(clients.get(i).send("dy").response().text()).isEqualTo("/" + i);
      clients.get(i).close();
    }
    assertThat(router.measures().track("t").completed()).isEqualTo(20);
    waiting(0);
  }

  @Test
  void whoHasWaitedTooLongIsToldToComeAgainAndMayStayConnected() throws Exception {
    hold(1, 50, 100);
    try (Wire client = Wire.to(router.port())) {
      Wire.Message late = client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response();
      assertThat(late.status()).isEqualTo(503);
      assertThat(late.field("Retry-After")).contains("1");
      router.apply(Tables.one(2, Tables.all("t", service)));
      assertThat(client.send("GET /now HTTP/1.1\r\nHost: h\r\n\r\n").response().text())
          .isEqualTo("/now");
    }
    assertThat(router.measures().event("held_too_long")).isEqualTo(1);
  }

  @Test
  void onlySoManyMayWaitAndThoseWhoLeaveMakeRoom() throws Exception {
    hold(1, 60_000, 1);
    try (Wire first = Wire.to(router.port());
        Wire second = Wire.to(router.port());
        Wire third = Wire.to(router.port())) {
      first.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n");
      waiting(1);
      assertThat(second.send("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n").response().status())
          .isEqualTo(503);
      first.socket().close();
      waiting(0);
      third.send("GET /3 HTTP/1.1\r\nHost: h\r\n\r\n");
      waiting(1);
      hold(2, 60_000, 1);
      waiting(1);
      router.apply(Tables.one(3, Tables.all("t", service)));
      assertThat(third.response().text()).isEqualTo("/3");
    }
    assertThat(service.requests()).hasSize(1);
  }
}
