package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The router as a process of its own. */
class RouterProcessTest {
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

  private static Wire.Message ask(String address) throws IOException {
    try (Wire wire = Wire.to(Listening.parse(address).getPort())) {
      return wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response();
    }
  }

  @Test
  void afterAKillItServesItsLastTableWithoutAnyController() throws Exception {
    Process first = routers.launch("127.0.0.1:0");
    String address = routers.address();
    assertThat(ask(address).status()).isEqualTo(503);
    try (RemoteRouter remote = routers.remote()) {
      remote.apply(Tables.one(12, Tables.all("v1", v1)));
    }
    assertThat(ask(address).text()).isEqualTo("v1");
    first.destroyForcibly().waitFor();
    routers.launch(address);
    assertThat(ask(address).text()).isEqualTo("v1");
    try (RemoteRouter remote = routers.remote()) {
      assertThat(remote.measures().epoch()).isEqualTo(12);
      assertThat(remote.measures().track("v1").completed()).isEqualTo(1);
    }
    // It says so after it can be found.
    Eventually.holds("said", () -> routers.output().contains("by table 12"));
    assertThat(routers.output()).contains("by table 0").doesNotContain("secret");
  }

  @Test
  void anOrderToEndLetsRequestsInFlightFinish() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Semaphore more = new Semaphore(0);
    try (TestService slow =
        TestService.answering(
            "slow",
            request -> {
              begun.countDown();
              more.acquire();
              return TestService.ok("done");
            })) {
      Process process = routers.launch("127.0.0.1:0");
      String address = routers.address();
      try (RemoteRouter remote = routers.remote();
          Wire wire = Wire.to(Listening.parse(address).getPort())) {
        remote.apply(Tables.one(1, Tables.all("slow", slow)));
        wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        begun.await();
        remote.shutdown(Duration.ofSeconds(10));
        more.release();
        assertThat(wire.response().text()).isEqualTo("done");
      }
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(routers.output()).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(RouterInfo.read(routers.state())).isEmpty();
    }
  }

  @Test
  void aTermSignalEndsItInOrder() throws Exception {
    Process process = routers.launch("127.0.0.1:0");
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(routers.output()).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(RouterInfo.read(routers.state())).isEmpty();
  }

  @Test
  void aDamagedTableIsReportedAndNotServed() throws Exception {
    Files.createDirectories(routers.state());
    Files.writeString(routers.state().resolve("table.json"), "{\"epoch\":1,\"routes\":[]}");
    routers.launch("127.0.0.1:0");
    assertThat(ask(routers.address()).status()).isEqualTo(503);
    assertThat(routers.output())
        .contains("table.json: not a route table")
        .contains("table.damaged");
  }

  private static String refusal(int expected, String... arguments) {
    return refusal(expected, List.of(arguments));
  }

  private static String refusal(int expected, List<String> arguments) {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int code =
        RouterProcess.run(arguments, new PrintStream(messages, true, StandardCharsets.UTF_8));
    assertThat(code).isEqualTo(expected);
    return messages.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aPortInUseIsNamedWithWhatToDo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      for (String message :
          List.of(
              refusal(3, routers.arguments(address, "127.0.0.1:0")),
              refusal(3, routers.arguments("127.0.0.1:0", address)))) {
        assertThat(message)
            .contains("cannot listen on " + address + ": the port is in use")
            .contains("ss -ltnp")
            .contains("choose another port");
      }
    }
    assertThat(routers.state().resolve("router.json")).doesNotExist();
  }

  @Test
  void wrongUsageIsNamed() {
    assertThat(refusal(2)).contains("--listen: missing").contains("usage: router");
    assertThat(refusal(2, "--listen", "8080")).contains("address: \"8080\" (expected: host:port)");
    assertThat(refusal(2, "--listen", "a:99999")).contains("a:99999");
    assertThat(refusal(2, "--listen")).contains("--listen: without a value");
    assertThat(refusal(2, "--what", "x")).contains("--what: no such option");
    assertThat(refusal(2, "--control", "0.0.0.0:1")).contains("--control: 0.0.0.0:1");
    assertThat(refusal(2, "--listen", ":0", "--control", "127.0.0.1:0", "--state", "x"))
        .contains("--token-file: missing");
  }

  @Test
  void aMissingTokenFileIsNamed() throws IOException {
    Files.delete(routers.token());
    assertThat(refusal(3, routers.arguments("127.0.0.1:0", "127.0.0.1:0")))
        .contains(routers.token().toString());
  }

  @Test
  void twoRoutersDoNotShareAStateDirectory() throws Exception {
    routers.launch("127.0.0.1:0");
    assertThat(refusal(3, routers.arguments("127.0.0.1:0", "127.0.0.1:0")))
        .contains("another router uses this state directory");
  }
}
