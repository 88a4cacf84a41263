package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables change while requests are under way. */
class CutoverTest {
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

  /** Clients that ask as fast as they can until told to stop. */
  private final class Load implements AutoCloseable {
    private final AtomicBoolean on = new AtomicBoolean(true);
    private final AtomicLong answered = new AtomicLong();
    private final AtomicInteger failed = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();

    Load(int clients) {
      for (int i = 0; i < clients; i++) {
        String request = "GET / HTTP/1.1\r\nHost: h\r\nX-User-Id: u" + i + "\r\n\r\n";
        threads.add(Thread.ofVirtual().start(() -> run(request)));
      }
    }

    private void run(String request) {
      try (Wire wire = Wire.to(router.port())) {
        while (on.get()) {
          if (wire.send(request).response().status() == 200) {
            answered.incrementAndGet();
          } else {
            failed.incrementAndGet();
          }
        }
      } catch (IOException failure) {
        failed.incrementAndGet();
      }
    }

    @Override
    public void close() {
      on.set(false);
    }

    void stop() throws InterruptedException {
      on.set(false);
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  @Test
  void aThousandFlipsUnderLoadLoseNothingAndNothingStartsOnTheTrackThatWasLeft() throws Exception {
    router.apply(Tables.one(1, Tables.all("v1", v1)));
    long answered;
    int failed;
    try (Load load = new Load(16)) {
      Eventually.holds("load", () -> load.answered.get() > 500);
      String left = "v1";
      for (int epoch = 2; epoch < 1002; epoch++) {
        String taken = left.equals("v1") ? "v2" : "v1";
        Route.Track track = Tables.all(taken, taken.equals("v1") ? v1 : v2);
        Measures then = router.apply(Tables.one(epoch, track));
        long before = load.answered.get();
        if (epoch % 10 == 0) {
          Eventually.holds("progress", () -> load.answered.get() > before + 20);
        }
        Measures later = router.measures();
        assertThat(later.track(left).started()).isEqualTo(then.track(left).started());
        left = taken;
      }
      load.stop();
      answered = load.answered.get();
      failed = load.failed.get();
    }
    assertThat(failed).isZero();
    Measures end = router.measures();
    Measures.TrackMeasures both = end.track("v1").plus(end.track("v2"));
    assertThat(both.started()).isEqualTo(answered);
    assertThat(both.completed()).isEqualTo(answered);
    assertThat(both.broken() + both.cancelled() + both.inFlight()).isZero();
    assertThat(end.track("v1").started()).isPositive();
    assertThat(end.track("v2").started()).isPositive();
  }

  @Test
  void aLongAnswerFinishesOnTheTrackItStartedOn() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Semaphore more = new Semaphore(0);
    try (TestService old =
            TestService.scripted(
                "old",
                wire -> {
                  wire.request();
                  wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst");
                  begun.countDown();
                  more.acquire();
                  wire.send("final");
                  wire.rest();
                });
        Wire wire = Wire.to(router.port())) {
      router.apply(Tables.one(1, Tables.all("old", old)));
      wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      begun.await();
      Measures then = router.apply(Tables.one(2, Tables.all("v2", v2)));
      assertThat(then.track("old").inFlight()).isEqualTo(1);
      assertThat(then.inFlightAt("old")).isEqualTo(1);
      try (Wire other = Wire.to(router.port())) {
        assertThat(other.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response().text())
            .isEqualTo("v2");
      }
      more.release();
      assertThat(wire.response().text()).isEqualTo("firstfinal");
      Measures end = router.measures();
      assertThat(end.track("old").completed()).isEqualTo(1);
      assertThat(end.track("old").inFlight()).isZero();
      assertThat(end.backends()).containsOnlyKeys("v2");
      assertThat(wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response().text()).isEqualTo("v2");
      Eventually.holds("connection to the old replica closed", () -> old.openConnections() == 0);
    }
  }

  @Test
  void idleConnectionsToAReplicaThatLeavesAreClosed() throws Exception {
    router.apply(Tables.one(1, Tables.all("v1", v1)));
    try (Wire wire = Wire.to(router.port())) {
      wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response();
      assertThat(v1.openConnections()).isEqualTo(1);
      router.apply(Tables.one(2, Tables.all("v2", v2)));
      Eventually.holds("closed", () -> v1.openConnections() == 0);
    }
  }

  /** One event loop, so that what one connection saw of the drain holds for all. */
  private void drained(String beforeDrain, String afterDrain, boolean announced) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Semaphore more = new Semaphore(0);
    try (Router single = Router.onLoopback(RouterOptions.DEFAULT.withLoops(1));
        TestService slow =
            TestService.scripted(
                "slow",
                wire -> {
                  wire.request();
                  wire.send(beforeDrain);
                  begun.countDown();
                  more.acquire();
                  wire.send(afterDrain);
                  wire.rest();
                });
        Wire idle = Wire.to(single.port());
        Wire wire = Wire.to(single.port())) {
      single.apply(Tables.one(1, Tables.all("slow", slow)));
      wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      begun.await();
      Eventually.holds("in flight", () -> single.measures().track("slow").inFlight() == 1);
      String head = beforeDrain.isEmpty() ? "" : wire.text("HTTP/1.1 200 OK\r\n".length());
      AtomicInteger cut = new AtomicInteger(-1);
      Thread draining =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  cut.set(single.drain(Duration.ofSeconds(10)));
                } catch (IOException | InterruptedException failure) {
                  throw new IllegalStateException(failure);
                }
              });
      assertThat(idle.rest()).isEmpty();
      idle.socket().close();
      more.release();
      String all = head + wire.rest();
      assertThat(all).startsWith("HTTP/1.1 200 OK\r\n").endsWith("done");
      assertThat(all.contains("Connection: close")).isEqualTo(announced);
      wire.socket().close();
      draining.join();
      assertThat(cut.get()).isZero();
      assertThatThrownBy(() -> Wire.to(single.port())).isInstanceOf(IOException.class);
    }
  }

  @Test
  void drainingTheRouterLetsRequestsFinishAndTakesNoMore() throws Exception {
    drained("", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone", true);
  }

  @Test
  void drainingTheRouterEndsConnectionsWhoseAnswerHadBegunBefore() throws Exception {
    drained("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n", "done", false);
  }
}
