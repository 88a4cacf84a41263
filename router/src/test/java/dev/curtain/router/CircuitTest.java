package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A version that fails one request after the other is given a pause. */
class CircuitTest {
  private static final long SECOND = 1_000_000_000L;

  private static int ask(Wire wire) throws IOException {
    return wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response().status();
  }

  @Test
  void itIsLeftAloneAndOneRequestAtATimeTriesWhetherItIsBack() throws Exception {
    AtomicBoolean ill = new AtomicBoolean(true);
    LoadLimits limits = new LoadLimits(0, 0, 0, 0, 3, Duration.ofMillis(300));
    try (TestService service =
            TestService.answering(
                "s",
                request ->
                    ill.get()
                        ? "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"
                        : TestService.ok("well"));
        Router router = Router.onLoopback(RouterOptions.DEFAULT.withLoad(limits));
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      int asked = 0;
      while (router.measures().turnedAway("t", "circuit") < 5) {
        assertThat(ask(wire)).isEqualTo(503);
        asked++;
      }
      Measures measures = router.measures();
      // Requests that tried, of which there is one in 300 ms, are not turned away.
      assertThat(service.requests()).hasSize(asked - 5).hasSizeGreaterThanOrEqualTo(3);
      assertThat(measures.event("circuits_opened")).isEqualTo(1);
      // It is the version's own doing: a judge has to see it.
      assertThat(measures.track("t").failed()).isEqualTo(asked);
      assertThat(measures.track("t").broken()).isEqualTo(5);
      ill.set(false);
      Eventually.holds("it is back", () -> ask(wire) == 200);
      for (int i = 0; i < 20; i++) {
        assertThat(ask(wire)).isEqualTo(200);
      }
    }
  }

  @Test
  void failuresInARowOpenItAndATryThatFailsMakesThePauseLonger() {
    Circuit circuit = new Circuit(3, SECOND);
    circuit.failed(0, false);
    circuit.failed(0, false);
    circuit.succeeded(false);
    circuit.failed(0, false);
    circuit.failed(0, false);
    assertThat(circuit.lets(0)).isTrue();
    circuit.failed(0, false);
    assertThat(circuit.lets(0)).isFalse();
    assertThat(circuit.lets(SECOND - 1)).isFalse();
    assertThat(circuit.lets(SECOND)).as("one tries").isTrue();
    assertThat(circuit.lets(SECOND)).as("and only one").isFalse();
    circuit.failed(SECOND, true);
    assertThat(circuit.lets(2 * SECOND)).isFalse();
    assertThat(circuit.lets(3 * SECOND)).isTrue();
    circuit.succeeded(true);
    assertThat(circuit.lets(3 * SECOND)).isTrue();
    assertThat(circuit.lets(3 * SECOND)).isTrue();
    assertThat(circuit.opened()).isEqualTo(1);
  }

  @Test
  void answersThatWereOnTheirWayWhenItOpenedSayNothing() {
    Circuit circuit = new Circuit(1, SECOND);
    circuit.failed(0, false);
    circuit.succeeded(false);
    circuit.failed(0, false);
    assertThat(circuit.lets(SECOND - 1)).isFalse();
    assertThat(circuit.lets(SECOND)).isTrue();
  }

  @Test
  void aTryThatNobodyEndsIsFollowedByAnother() {
    Circuit circuit = new Circuit(1, SECOND);
    circuit.failed(0, false);
    assertThat(circuit.lets(SECOND)).isTrue();
    assertThat(circuit.lets(2 * SECOND)).isTrue();
  }
}
