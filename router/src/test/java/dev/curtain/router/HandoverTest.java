package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A new process takes the place of a running router. */
@EnabledOnOs(OS.LINUX)
class HandoverTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private Launched routers;
  private TestService v1;

  @BeforeEach
  void start() throws IOException {
    routers = new Launched(directory);
    v1 = TestService.named("v1");
  }

  @AfterEach
  void stop() throws Exception {
    routers.close();
    v1.close();
  }

  private Process launch(String listen) throws Exception {
    Process process = routers.launch(listen, "--take-over", "yes");
    assertThat(process.isAlive()).as(routers.output()).isTrue();
    return process;
  }

  private RouterInfo info() throws IOException {
    return routers.info();
  }

  private String output() throws IOException {
    return routers.output();
  }

  /**
   * Half of the clients keep their connection as long as they may, half take a new one each time.
   */
  private static final class Load implements AutoCloseable {
    private final AtomicBoolean on = new AtomicBoolean(true);
    private final AtomicLong answered = new AtomicLong();
    private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    Load(int port, int clients) {
      for (int i = 0; i < clients; i++) {
        boolean keeps = i % 2 == 0;
        threads.add(Thread.ofVirtual().start(() -> run(port, keeps)));
      }
    }

    private void run(int port, boolean keeps) {
      while (on.get()) {
        try (Wire wire = Wire.to(port)) {
          boolean open = true;
          while (open && on.get()) {
            Wire.Message answer =
                wire.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi").response();
            if (answer.status() != 200) {
              failed.add(answer.startLine());
            }
            answered.incrementAndGet();
            // So that the processes under test get some of a small machine too.
            LockSupport.parkNanos(1_000_000);
            open = keeps && !answer.field("connection").orElse("").equals("close");
          }
        } catch (IOException failure) {
          failed.add(failure.toString());
        }
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
  void underLoadNoRequestFailsAndWhatIsUnderWayEndsWhereItBegan() throws Exception {
    Semaphore more = new Semaphore(0);
    CountDownLatch begun = new CountDownLatch(1);
    try (TestService slow =
        TestService.scripted(
            "slow",
            wire -> {
              if (wire.request().isEmpty()) {
                return; // a probe
              }
              wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst");
              begun.countDown();
              more.acquire();
              wire.send("final");
              wire.rest();
            })) {
      Process old = launch("127.0.0.1:0");
      String address = routers.address();
      int port = routers.port();
      try (RemoteRouter remote = routers.remote()) {
        remote.apply(
            new RouteTable(
                7,
                List.of(
                    Tables.route("/slow", Tables.all("slow", slow)),
                    Tables.route("/", Tables.all("v1", v1)))));
      }
      try (Load load = new Load(port, 8);
          Wire wire = Wire.to(port)) {
        wire.send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
        begun.await();
        Eventually.holds("load", () -> load.answered.get() > 500);
        String control = info().control();
        Process next = launch(address);
        assertThat(info().control()).as("where the controller looks for it").isEqualTo(control);
        try (RemoteRouter remote = routers.remote()) {
          assertThat(remote.measures().epoch()).isEqualTo(7);
          Eventually.holds(
              "the controller sees what the old process is at",
              () -> remote.measures().inFlightAt("slow") == 1);
          long before = load.answered.get();
          Eventually.holds("load goes on", () -> load.answered.get() > before + 500);
          more.release();
          assertThat(wire.response().text()).isEqualTo("firstfinal");
          assertThat(old.waitFor(60, TimeUnit.SECONDS)).as(routers.output()).isTrue();
          assertThat(old.exitValue()).as(routers.output()).isZero();
          Eventually.holds("it is gone", () -> remote.measures().inFlightAt("slow") == 0);
          long later = load.answered.get();
          Eventually.holds("load goes on", () -> load.answered.get() > later + 500);
          remote.apply(Tables.one(8, Tables.all("v1", v1)));
        }
        load.stop();
        assertThat(load.failed).isEmpty();
        assertThat(next.isAlive()).isTrue();
        assertThat(info().pid()).isEqualTo(next.pid());
      }
    }
  }

  @Test
  void aSuccessorThatFailsBeforeItServesChangesNothing() throws Exception {
    launch("127.0.0.1:0");
    HttpRequest order =
        HttpRequest.newBuilder(URI.create("http://" + info().control() + "/v1/handover"))
            .header("Authorization", "Bearer " + Launched.SECRET)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(order, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
    RouterInfo before = info();
    try (UnixPeer peer = UnixPeer.connect(Handover.socket(routers.state()))) {
      assertThat(peer.receiveDescriptor(PATIENCE)).isPositive();
      peer.sendLine(Handover.READY, PATIENCE);
      assertThat(peer.receiveLine(PATIENCE)).contains("\"epoch\":0");
    }
    Eventually.holds("takes orders again", () -> !info().startedAt().equals(before.startedAt()));
    try (RemoteRouter remote = routers.remote();
        Wire wire = Wire.to(routers.port())) {
      remote.apply(Tables.one(1, Tables.all("v1", v1)));
      assertThat(wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response().text()).isEqualTo("v1");
    }
    assertThat(output()).contains("not handed over: the other router has gone; serving on");
  }
}
