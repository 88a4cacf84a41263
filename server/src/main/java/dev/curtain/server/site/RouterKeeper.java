package dev.curtain.server.site;

import dev.curtain.router.RemoteRouter;
import dev.curtain.router.RouterInfo;
import dev.curtain.runtime.FreePorts;
import dev.curtain.runtime.ReplicaSpec;
import dev.curtain.runtime.Runtime;
import dev.curtain.runtime.process.ProcessRuntime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds the router that runs, or starts one: a process of its own that goes on when this one ends.
 */
final class RouterKeeper {
  private static final String ID = "router";

  /** One that ends instead is noticed at once; one that starts on a busy machine is let. */
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);

  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final Home home;
  private final ProcessRuntime runtime;
  private final List<String> curtain;
  private final FreePorts ports;
  private final String more;

  /**
   * @param curtain the command that runs this program
   * @param more options for a router that is started, as they are typed
   */
  RouterKeeper(
      Home home, ProcessRuntime runtime, List<String> curtain, FreePorts ports, String more) {
    this.more = more;
    this.home = home;
    this.runtime = runtime;
    this.curtain = List.copyOf(curtain);
    this.ports = ports;
  }

  /** A router that listens at {@code listen}, started or found. */
  RemoteRouter keep(InetSocketAddress listen) throws IOException, InterruptedException {
    Files.createDirectories(home.router());
    Optional<RemoteRouter> successor = successor();
    if (successor.isPresent()) {
      return successor.get();
    }
    if (!runtime.running().contains(ID)) {
      Files.deleteIfExists(info());
      start(listen);
    }
    return RemoteRouter.at(await(listen).controlAddress(), home.token());
  }

  /** A router that has taken the place of the one that was started here. */
  private Optional<RemoteRouter> successor() throws IOException {
    Optional<RouterInfo> info =
        runtime.running().contains(ID) ? Optional.empty() : RouterInfo.read(home.router());
    if (info.isEmpty()) {
      return Optional.empty();
    }
    RemoteRouter there = RemoteRouter.at(info.get().controlAddress(), home.token());
    try {
      there.measures();
      return Optional.of(there);
    } catch (IOException gone) {
      // It was killed, and what it wrote has stayed.
      there.close();
      return Optional.empty();
    }
  }

  private void start(InetSocketAddress listen) throws IOException {
    int control = ports.next();
    try {
      runtime.start(spec(listen, control));
    } catch (Runtime.StartFailure e) {
      throw new IOException("the router cannot be started: " + e.getMessage(), e);
    }
  }

  private ReplicaSpec spec(InetSocketAddress listen, int control) throws IOException {
    String run =
        String.join(" ", curtain.stream().map(RouterKeeper::quoted).toList())
            + " router --listen "
            + listen.getHostString()
            + ":"
            + listen.getPort()
            + " --control 127.0.0.1:{port} --state "
            + quoted(home.router().toString())
            + " --token-file "
            + quoted(home.token().toString())
            + (more.isBlank() ? "" : " " + more.strip());
    return new ReplicaSpec(
        ID,
        ID,
        "1",
        "this-machine",
        control,
        Optional.of(run),
        Optional.empty(),
        Map.of("CURTAIN_NO_BUILD", "1"));
  }

  private static String quoted(String argument) {
    return "\"" + argument.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** The router has written where it takes orders; a router that ended instead said why. */
  private RouterInfo await(InetSocketAddress listen) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    Optional<RouterInfo> info = RouterInfo.read(home.router());
    while (info.isEmpty()) {
      if (!runtime.running().contains(ID)) {
        throw new IOException(
            "the router did not start at "
                + listen.getHostString()
                + ":"
                + listen.getPort()
                + ": "
                + runtime.lastOutput(ID).strip());
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "the router did not start within "
                + READY_WITHIN.toSeconds()
                + " s; it has said: "
                + runtime.lastOutput(ID).strip());
      }
      Thread.sleep(POLL);
      info = RouterInfo.read(home.router());
    }
    return info.get();
  }

  private Path info() {
    return home.router().resolve("router.json");
  }

  private void awaitEnd() throws IOException {
    long deadline = System.nanoTime() + DRAIN.plusSeconds(2).toNanos();
    while (RouterInfo.read(home.router()).isPresent() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** Ends the router once its requests in flight have ended, and forgets its table. */
  void end() throws IOException {
    long deadline = System.nanoTime() + DRAIN.plusSeconds(2).toNanos();
    Optional<RouterInfo> info = RouterInfo.read(home.router());
    if (info.isPresent()) {
      // Whoever takes the orders now: the one that was started here may have been replaced, and
      // still be at what it had under way.
      try (RemoteRouter there = RemoteRouter.at(info.get().controlAddress(), home.token())) {
        there.shutdown(DRAIN);
        awaitEnd();
      } catch (IOException gone) {
        trouble("the router that was to end does not answer", gone);
      }
    }
    Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    runtime.stop(ID, left.plusSeconds(1));
    Files.deleteIfExists(info());
    try (var files = Files.list(home.router())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private static void trouble(String what, IOException why) {
    System.getLogger("dev.curtain.server").log(System.Logger.Level.DEBUG, what, why);
  }
}
