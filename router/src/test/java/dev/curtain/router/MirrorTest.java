package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.router.Measures.MirrorMeasures;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies of requests for a version that nobody gets answers from. */
class MirrorTest {
  private Router router;
  private TestService live;

  @BeforeEach
  void start() throws IOException {
    router = Router.onLoopback(RouterOptions.DEFAULT.withLoops(1));
    live = TestService.answering("live", request -> TestService.ok("the same"));
  }

  @AfterEach
  void stop() throws IOException {
    router.close();
    live.close();
  }

  private void mirror(RoutePolicy.Mirror mirror, TestService shadow) throws IOException {
    Route route = Tables.route("/", Tables.track("shadow", 0, shadow), Tables.all("live", live));
    router.apply(new RouteTable(1, List.of(route.withPolicy(RoutePolicy.NONE.withMirror(mirror)))));
  }

  private static RoutePolicy.Mirror everything(int most, int bytes) {
    return new RoutePolicy.Mirror("shadow", Route.WHOLE, true, true, most, bytes);
  }

  private void ask(int times, String request) throws IOException {
    try (Wire wire = Wire.to(router.port())) {
      for (int i = 0; i < times; i++) {
        assertThat(wire.send(request).response().text()).isEqualTo("the same");
      }
    }
  }

  private static String post(String path, String body) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: h\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  /** Asks until so many pairs were compared: a busy machine's router drops copies. */
  private MirrorMeasures compared(long count, String request) throws Exception {
    Eventually.holds(
        "compared " + count,
        () -> {
          MirrorMeasures now = router.measures().mirror("shadow");
          if (now.compared() < count && now.compared() + now.dropped() == now.offered()) {
            ask(1, request);
          }
          return now.compared() == count;
        });
    return router.measures().mirror("shadow");
  }

  @Test
  void aCopyHasTheWholeRequestAndEqualAnswersAreFoundEqualWhateverTheirFraming() throws Exception {
    try (TestService shadow =
        TestService.answering(
            "shadow",
            request ->
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3\r\nthe\r\n5\r\n same\r\n0\r\n\r\n")) {
      mirror(everything(8, 1000), shadow);
      MirrorMeasures counts = compared(3, post("/orders?id=7", "what is wanted"));
      assertThat(counts.statusDiffers() + counts.bodyDiffers()).isZero();
      assertThat(counts.offered()).isEqualTo(3 + counts.dropped());
      assertThat(shadow.last().text()).isEqualTo("what is wanted");
      assertThat(shadow.last().target()).isEqualTo("/orders?id=7");
      assertThat(shadow.last().field("x-curtain-shadow")).contains("1");
      assertThat(shadow.last().field("x-curtain-version")).contains("version-of-shadow");
      assertThat(live.last().field("x-curtain-shadow")).isEmpty();
      assertThat(counts.shadow().completed()).isEqualTo(3);
      assertThat(counts.primary().completed()).isEqualTo(3);
      // Nobody has met the track: its own counts are about users.
      assertThat(router.measures().track("shadow").started()).isZero();
    }
  }

  @Test
  void answersThatDifferAreCountedWithExamplesThatCarryNoQuery() throws Exception {
    try (TestService shadow =
        TestService.answering(
            "shadow",
            request ->
                request.target().startsWith("/bad")
                    ? "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"
                    : TestService.ok("not the same"))) {
      mirror(RoutePolicy.Mirror.of("shadow", Route.WHOLE), shadow);
      compared(1, "GET /bad?secret=1 HTTP/1.1\r\nHost: h\r\n\r\n");
      MirrorMeasures counts = compared(2, "GET /other HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(counts.statusDiffers()).isEqualTo(1);
      assertThat(counts.bodyDiffers()).isEqualTo(1);
      assertThat(counts.shadow().serverErrors()).isEqualTo(1);
      assertThat(counts.examples()).hasSize(2);
      assertThat(counts.examples().getFirst().request()).isEqualTo("GET /bad");
      assertThat(counts.examples().getFirst().shadowStatus()).isEqualTo(500);
      assertThat(counts.examples().get(1).shadowBytes()).isEqualTo(12);
    }
  }

  @Test
  void whatMayChangeSomethingIsNotCopiedUnlessThatIsWanted() throws Exception {
    try (TestService shadow = TestService.named("shadow")) {
      mirror(RoutePolicy.Mirror.of("shadow", Route.WHOLE), shadow);
      ask(2, post("/", "x"));
      assertThat(router.measures().mirror("shadow").offered()).isZero();
      compared(1, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(shadow.requests()).hasSize(1);
      assertThat(shadow.last().method()).isEqualTo("GET");
    }
  }

  @Test
  void aShadowThatHangsCostsUsersNothingAndCopiesAboveTheBoundAreDropped() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (TestService shadow = TestService.scripted("shadow", wire -> end.await())) {
      mirror(everything(2, 1000), shadow);
      ask(10, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      Eventually.holds("dropped", () -> router.measures().mirror("shadow").dropped() >= 6);
      MirrorMeasures counts = router.measures().mirror("shadow");
      assertThat(counts.shadow().inFlight()).isLessThanOrEqualTo(2);
      assertThat(router.measures().track("live").completed()).isEqualTo(10);
      end.countDown();
    }
  }

  @Test
  void aBodyThatIsTooLongIsNotCopiedAndTheUserGetsTheAnswer() throws Exception {
    try (TestService shadow = TestService.named("shadow")) {
      mirror(everything(2, 10), shadow);
      ask(2, post("/", "more than ten bytes"));
      Eventually.holds("dropped", () -> router.measures().mirror("shadow").dropped() == 2);
      assertThat(shadow.requests()).isEmpty();
    }
  }

  @Test
  void aShadowThatIsGoneBreaksNothing() throws Exception {
    TestService shadow = TestService.named("shadow");
    mirror(everything(2, 10), shadow);
    shadow.close();
    ask(5, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    // A copy may begin after its user has the answer.
    Eventually.holds(
        "all over",
        () -> {
          MirrorMeasures now = router.measures().mirror("shadow");
          return now.shadow().broken() + now.dropped() == 5 && now.shadow().inFlight() == 0;
        });
    assertThat(router.measures().mirror("shadow").compared()).isZero();
    assertThat(router.measures().track("live").failed()).isZero();
  }
}
