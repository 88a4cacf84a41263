package dev.curtain.server.rehearsal;

import dev.curtain.rollout.Pace;
import dev.curtain.router.Router;
import dev.curtain.router.RouterOptions;
import dev.curtain.runtime.FreePorts;
import dev.curtain.runtime.standin.Fault;
import dev.curtain.runtime.standin.StandInRuntime;
import dev.curtain.server.engine.Engine;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.world.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The parts of a rehearsal, put up and taken down together; nothing of it is left on the machine.
 */
final class Stage implements AutoCloseable {
  private static final Duration BEAT = Duration.ofMillis(100);
  private static final Duration PROBE = Duration.ofMillis(200);
  private static final Duration DRAIN = Duration.ofSeconds(5);

  final Engine engine;
  final Router router;
  final StandInRuntime runtime;
  private final EventLog log;
  private final Path home;

  private Stage(Engine engine, Router router, StandInRuntime runtime, EventLog log, Path home) {
    this.engine = engine;
    this.router = router;
    this.runtime = runtime;
    this.log = log;
    this.home = home;
  }

  static Stage put(
      long seed, Pace pace, List<Fault> faults, InstantSource clock, Consumer<String> trouble)
      throws IOException {
    Path home = Files.createTempDirectory("curtain-rehearsal-");
    EventLog log = EventLog.open(home.resolve("events.db"), EventLog.Durability.PROCESS);
    Router router = Router.onLoopback(RouterOptions.DEFAULT.withExposeTrack(true));
    StandInRuntime runtime = new StandInRuntime(seed, pace.speed(), faults, clock);
    FreePorts ports = new FreePorts(new SplittableRandom(seed));
    Engine engine =
        new Engine(
            Ledger.over(log),
            runtime,
            router,
            clock,
            new Engine.Options(pace, BEAT, PROBE, DRAIN),
            () -> next(ports),
            trouble);
    return new Stage(engine, router, runtime, log, home);
  }

  private static int next(FreePorts ports) {
    try {
      return ports.next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    engine.lower();
    engine.close();
    router.close();
    runtime.close();
    log.close();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(home + ": the rehearsal's files cannot be removed", e);
    }
  }
}
