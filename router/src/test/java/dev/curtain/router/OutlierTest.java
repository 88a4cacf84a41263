package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Replicas that fail though their readiness says nothing, and second attempts. */
class OutlierTest {
  private static final long SECOND = 1_000_000_000L;

  private static int ask(Wire wire) throws IOException {
    return wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response().status();
  }

  @Test
  void aReplicaThatFailsFiveTimesInARowIsLeftOutAndTheOthersTakeItsShare() throws IOException {
    try (TestService good = TestService.named("good");
        TestService fine = TestService.named("fine");
        TestService bad =
            TestService.answering(
                "bad", request -> "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
        Router router = Router.onLoopback(RouterOptions.DEFAULT.withLoops(1))) {
      router.apply(Tables.one(1, Tables.all("t", good, bad, fine)));
      try (Wire wire = Wire.to(router.port())) {
        int failed = 0;
        for (int i = 0; i < 60; i++) {
          failed += ask(wire) == 503 ? 1 : 0;
        }
        assertThat(failed).isEqualTo(5);
      }
    }
  }

  @Test
  void whereMostReplicasFailNobodyIsSparedAsItIsNotTheirFault() throws IOException {
    TestService.Answer no = request -> "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n";
    try (TestService one = TestService.answering("one", no);
        TestService two = TestService.answering("two", no);
        Router router = Router.onLoopback(RouterOptions.DEFAULT.withLoops(1))) {
      router.apply(Tables.one(1, Tables.all("t", one, two)));
      try (Wire wire = Wire.to(router.port())) {
        for (int i = 0; i < 30; i++) {
          assertThat(ask(wire)).isEqualTo(503);
        }
      }
      assertThat(one.requests().size()).isGreaterThanOrEqualTo(8);
      assertThat(two.requests().size()).isGreaterThanOrEqualTo(8);
    }
  }

  @Test
  void itComesBackAfterAWhileSlowlyAndStaysOutLongerTheNextTime() {
    Outlier replica = new Outlier();
    long now = 0;
    for (int i = 0; i < 5; i++) {
      assertThat(replica.out(now)).isFalse();
      replica.failed(now);
    }
    assertThat(replica.out(now + 4 * SECOND)).isTrue();
    assertThat(replica.out(now + 6 * SECOND)).isFalse();
    assertThat(replica.share(now + 6 * SECOND)).isBetween(0.09, 0.11);
    assertThat(replica.share(now + 10 * SECOND)).isBetween(0.49, 0.51);
    for (int i = 0; i < 5; i++) {
      replica.failed(now + 6 * SECOND);
    }
    assertThat(replica.out(now + 15 * SECOND)).isTrue();
    assertThat(replica.out(now + 17 * SECOND)).isFalse();
    assertThat(replica.out(now + 40 * SECOND)).isFalse();
    assertThat(replica.share(now + 40 * SECOND)).isEqualTo(1);
  }

  @Test
  void oneSuccessInBetweenForgivesWhatWasBefore() {
    Outlier replica = new Outlier();
    for (int i = 0; i < 20; i++) {
      replica.failed(0);
      if (i % 4 == 3) {
        replica.succeeded();
      }
    }
    assertThat(replica.out(0)).isFalse();
  }

  @Test
  void secondAttemptsAreAFifthOfTheRequestsAtMostOnceTheReserveIsUsedUp() {
    RetryBudget budget = new RetryBudget();
    for (int i = 0; i < 100; i++) {
      assertThat(budget.take()).isTrue();
    }
    int taken = 0;
    for (int i = 0; i < 1000; i++) {
      budget.request();
      taken += budget.take() ? 1 : 0;
    }
    assertThat(taken).isBetween(190, 200);
  }

  @Test
  void measuresAreReadByPrometheus() throws IOException {
    try (TestService service = TestService.named("s");
        Router router = Router.onLoopback(RouterOptions.DEFAULT)) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      try (Wire wire = Wire.to(router.port())) {
        ask(wire);
      }
      assertThat(PrometheusText.of(router.measures()))
          .contains("# TYPE curtain_router_requests_started_total counter\n")
          .contains("curtain_router_requests_started_total{track=\"t\"} 1\n")
          .contains("curtain_router_epoch 1\n")
          .contains("curtain_router_request_duration_seconds_bucket{track=\"t\",le=\"+Inf\"}");
    }
  }
}
