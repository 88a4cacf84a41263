package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults on purpose: for whom they are meant, and not beyond their end. */
class DrillTest {
  private Router router;
  private TestService service;

  @BeforeEach
  void start() throws IOException {
    router = Router.onLoopback(RouterOptions.DEFAULT);
    service = TestService.named("s");
  }

  @AfterEach
  void stop() throws IOException {
    router.close();
    service.close();
  }

  private void drill(RoutePolicy.Fault fault) throws IOException {
    Route route = Tables.route("/", Tables.all("t", service));
    router.apply(
        new RouteTable(1, List.of(route.withPolicy(RoutePolicy.NONE.withFaults(List.of(fault))))));
  }

  private static RoutePolicy.Fault fault(
      long delay, Optional<Integer> answer, boolean reset, long untilMillis) {
    return new RoutePolicy.Fault(
        "d",
        Optional.of("t"),
        List.of(Condition.header("x-drill", "yes")),
        Route.WHOLE,
        delay,
        answer,
        reset,
        untilMillis);
  }

  private static final String HARMED = "GET / HTTP/1.1\r\nHost: h\r\nx-drill: yes\r\n\r\n";
  private static final String SPARED = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

  @Test
  void anAnswerInPlaceOfTheTrackCountsAgainstItAndOthersAreSpared() throws IOException {
    drill(fault(0, Optional.of(500), false, Long.MAX_VALUE));
    try (Wire wire = Wire.to(router.port())) {
      assertThat(wire.send(HARMED).response().status()).isEqualTo(500);
      assertThat(wire.send(SPARED).response().text()).isEqualTo("s");
    }
    assertThat(router.measures().track("t").serverErrors()).isEqualTo(1);
    assertThat(router.measures().track("t").completed()).isEqualTo(2);
    assertThat(router.measures().event("faults")).isEqualTo(1);
    assertThat(service.requests()).hasSize(1);
  }

  @Test
  void aDelayIsPartOfTheMeasuredLatency() throws Exception {
    drill(fault(120, Optional.empty(), false, Long.MAX_VALUE));
    try (Wire wire = Wire.to(router.port())) {
      assertThat(wire.send(HARMED).response().text()).isEqualTo("s");
    }
    Eventually.holds("counted", () -> router.measures().track("t").completed() == 1);
    assertThat(router.measures().track("t").latency().atOrAbove(100_000)).isEqualTo(1);
  }

  @Test
  void aClientThatLeavesDuringTheDelayIsCancelled() throws Exception {
    drill(fault(60_000, Optional.empty(), false, Long.MAX_VALUE));
    try (Wire wire = Wire.to(router.port())) {
      wire.send(HARMED);
      Eventually.holds("started", () -> router.measures().track("t").started() == 1);
    }
    Eventually.holds("cancelled", () -> router.measures().track("t").cancelled() == 1);
  }

  @Test
  void aResetIsABrokenRequest() throws IOException {
    drill(fault(0, Optional.empty(), true, Long.MAX_VALUE));
    try (Wire wire = Wire.to(router.port())) {
      assertThat(wire.send(HARMED).rest()).contains("eset");
    }
    assertThat(router.measures().track("t").broken()).isEqualTo(1);
  }

  @Test
  void afterItsEndADrillDoesNothing() throws IOException {
    drill(fault(0, Optional.of(500), false, System.currentTimeMillis() - 1));
    try (Wire wire = Wire.to(router.port())) {
      assertThat(wire.send(HARMED).response().text()).isEqualTo("s");
    }
    assertThat(router.measures().event("faults")).isZero();
  }
}
