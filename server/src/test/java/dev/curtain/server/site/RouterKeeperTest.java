package dev.curtain.server.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.router.RemoteRouter;
import dev.curtain.router.Route;
import dev.curtain.router.RouteTable;
import dev.curtain.router.RouterInfo;
import dev.curtain.runtime.FreePorts;
import dev.curtain.runtime.process.ProcessRuntime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A router that is replaced by a new process under a controller that goes on, or comes back. */
@EnabledOnOs(OS.LINUX)
class RouterKeeperTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private final List<Process> started = new ArrayList<>();
  private final FreePorts ports = new FreePorts(new SplittableRandom());
  private Home home;
  private ProcessRuntime runtime;
  private InetSocketAddress listen;

  @BeforeEach
  void start() throws IOException {
    home = new Home(directory.resolve("home"));
    home.create();
    runtime = new ProcessRuntime(home.directory(), directory);
    listen = new InetSocketAddress("127.0.0.1", ports.next());
  }

  @AfterEach
  void stop() throws Exception {
    runtime.stop("router", Duration.ofMillis(100));
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  private static List<String> curtain() {
    return List.of(
        ProcessHandle.current().info().command().orElseThrow(),
        "-Xmx128m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("java.class.path"),
        RouterMain.class.getName());
  }

  private RouterKeeper keeper() {
    return keeper("");
  }

  private RouterKeeper keeper(String options) {
    return new RouterKeeper(home, runtime, curtain(), ports, options);
  }

  private RouterInfo info() throws IOException {
    return RouterInfo.read(home.router()).orElseThrow();
  }

  /** A new process of the same router, as an operator starts it. */
  private Process upgrade() throws Exception {
    List<String> command = new ArrayList<>(curtain());
    command.addAll(
        List.of(
            "router",
            "--listen",
            "127.0.0.1:" + listen.getPort(),
            "--control",
            "127.0.0.1:0",
            "--state",
            home.router().toString(),
            "--token-file",
            home.token().toString(),
            "--take-over",
            "yes"));
    Process next =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    started.add(next);
    eventually(
        "the new process has taken over",
        () -> {
          boolean taken = info().pid() == next.pid();
          assertThat(taken || next.isAlive())
              .as("it ended: %s", Files.readString(directory.resolve("output")))
              .isTrue();
          return taken;
        });
    return next;
  }

  private static void eventually(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("not within " + LIMIT + ": " + what).isLessThan(deadline);
      // Another process: there is nothing to be woken up by.
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static RouteTable table(long epoch, int port) {
    Route.Backend backend = new Route.Backend("r1", "127.0.0.1", port);
    Route.Track track =
        new Route.Track("v1", "v1", Route.WHOLE, List.of(backend), Optional.empty());
    return new RouteTable(
        epoch, List.of(new Route("Shop.API", Optional.empty(), "/", "salt", List.of(track))));
  }

  @Test
  void aControllerThatGoesOnAndOneThatComesBackBothFindTheNewProcess() throws Exception {
    Process next;
    try (RemoteRouter before = keeper().keep(listen)) {
      before.apply(table(5, 9));
      long first = info().pid();
      next = upgrade();
      assertThat(next.pid()).isNotEqualTo(first);
      assertThat(before.apply(table(6, 9)).epoch()).as("orders go on").isEqualTo(6);
      eventually("the first has ended", () -> !runtime.running().contains("router"));
    }
    RouterKeeper later = keeper();
    try (RemoteRouter found = later.keep(listen)) {
      assertThat(found.measures().epoch()).isEqualTo(6);
      assertThat(info().pid()).isEqualTo(next.pid());
      assertThat(runtime.running()).as("no second router").isEmpty();
    }
    later.end();
    assertThat(next.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(next.exitValue()).isZero();
    assertThat(home.router()).isEmptyDirectory();
  }

  @Test
  void theFirstStillHasARequestUnderWayAndBothEndTogether() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Socket client = new Socket()) {
      RouterKeeper keeper = keeper();
      try (RemoteRouter before = keeper.keep(listen)) {
        before.apply(table(5, silent.getLocalPort()));
        client.connect(listen);
        client
            .getOutputStream()
            .write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        eventually("under way", () -> before.measures().inFlightAt("r1") == 1);
      }
      Process next = upgrade();
      assertThat(runtime.running()).as("the first still drains").contains("router");
      try (RemoteRouter found = keeper().keep(listen)) {
        eventually("it knows of the first's", () -> found.measures().inFlightAt("r1") == 1);
      }
      CompletableFuture<Boolean> ended =
          CompletableFuture.supplyAsync(() -> {
            try {
              keeper.end();
              return true;
            } catch (IOException failure) {
              throw new IllegalStateException(failure);
            }
          });
      assertThat(next.waitFor(60, TimeUnit.SECONDS)).isTrue();
      client.shutdownOutput();
      assertThat(ended.get(60, TimeUnit.SECONDS)).isTrue();
      assertThat(runtime.running()).isEmpty();
      assertThat(home.router()).isEmptyDirectory();
    }
  }

  @Test
  void optionsOfTheEnvironmentReachTheRouterAndAWrongOneIsNamed() throws Exception {
    Path log = directory.resolve("access.log");
    assertThatThrownBy(() -> keeper("--limits what=1").keep(listen))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the router did not start")
        .hasMessageContaining("limit \"what\"");
    RouterKeeper keeper = keeper("--limits track=500 --access-log \"" + log + "\"");
    keeper.keep(listen).close();
    assertThat(log).exists();
    keeper.end();
  }

  @Test
  void aNewProcessThatWasKilledIsFollowedByOneThatServesTheLastTable() throws Exception {
    try (RemoteRouter before = keeper().keep(listen)) {
      before.apply(table(7, 9));
    }
    Process next = upgrade();
    eventually("the first has ended", () -> !runtime.running().contains("router"));
    next.destroyForcibly().waitFor();
    assertThat(Files.exists(home.router().resolve("router.json"))).isTrue();
    RouterKeeper keeper = keeper();
    try (RemoteRouter found = keeper.keep(listen)) {
      assertThat(found.measures().epoch()).isEqualTo(7);
      assertThat(runtime.running()).contains("router");
    }
    keeper.end();
    assertThat(runtime.running()).isEmpty();
  }
}
