package dev.curtain.server.api;

import dev.curtain.model.Deployment;
import dev.curtain.model.ModelReader;
import dev.curtain.model.Resolution;
import dev.curtain.rollout.Pace;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutState;
import dev.curtain.router.Router;
import dev.curtain.router.RouterOptions;
import dev.curtain.runtime.FreePorts;
import dev.curtain.runtime.standin.Fault;
import dev.curtain.runtime.standin.StandInRuntime;
import dev.curtain.server.engine.Engine;
import dev.curtain.server.flags.FlagDesk;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.site.Site;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import dev.curtain.server.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A model raised on stand-ins behind a real router with a real log: what the API is a window to.
 */
final class Backstage implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final Engine engine;
  final FlagDesk flags;
  final Router router;
  private final StandInRuntime runtime;
  private final EventLog log;

  private Backstage(Engine engine, Router router, StandInRuntime runtime, EventLog log) {
    this.engine = engine;
    this.flags =
        FlagDesk.open(engine.ledger(), InstantSource.system(), Site.counting(engine, router));
    this.router = router;
    this.runtime = runtime;
    this.log = log;
  }

  static Backstage raise(Path home, String file, String text, Pace pace, Fault... faults)
      throws Exception {
    Resolution resolution = ModelReader.read(text);
    if (resolution.hasErrors()) {
      throw new IllegalArgumentException(file + ": " + resolution.diagnostics());
    }
    Deployment deployment = resolution.model().deployments().getFirst();
    InstantSource clock = InstantSource.system();
    EventLog log = EventLog.open(home.resolve("events.db"), EventLog.Durability.PROCESS);
    Router router = Router.onLoopback(RouterOptions.DEFAULT);
    StandInRuntime runtime = new StandInRuntime(1, pace.speed(), List.of(faults), clock);
    FreePorts ports = new FreePorts(new SplittableRandom());
    Engine.Options options =
        new Engine.Options(
            pace, Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofSeconds(5));
    Engine engine =
        new Engine(Ledger.over(log), runtime, router, clock, options, () -> next(ports), _ -> {});
    Backstage backstage = new Backstage(engine, router, runtime, log);
    engine.start(deployment, new Entry.Raised(clock.instant(), file, text, deployment.id()));
    engine.raised(PATIENCE).get();
    return backstage;
  }

  private static int next(FreePorts ports) {
    try {
      return ports.next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Parts parts(Runnable down) {
    return parts(down, Map.of());
  }

  /**
   * @param environment where the database is, of which the migrations are
   */
  Parts parts(Runnable down, Map<String, String> environment) {
    return new Parts(
        engine,
        flags,
        Parts.migrations(environment, router),
        Parts.databases(environment, engine),
        router,
        router.addresses(),
        down,
        InstantSource.system());
  }

  /** Returns once the rollout is in this phase. */
  void await(String rollout, Phase phase) throws InterruptedException {
    await(world -> {
      RolloutState state = world.rollouts().get(rollout);
      return state != null && state.phase() == phase;
    });
  }

  /** Returns once that is so. */
  void await(Predicate<World> so) throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    Ledger.Listener listener =
        (_, _, world) -> {
          if (so.test(world)) {
            reached.countDown();
          }
        };
    engine.ledger().listen(listener);
    boolean there =
        so.test(engine.ledger().world())
            || reached.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    engine.ledger().unlisten(listener);
    if (!there) {
      throw new AssertionError(
          "not within " + PATIENCE + ": " + engine.ledger().world().rollouts());
    }
  }

  @Override
  public void close() {
    flags.close();
    engine.lower();
    engine.close();
    router.close();
    runtime.close();
    log.close();
  }
}
