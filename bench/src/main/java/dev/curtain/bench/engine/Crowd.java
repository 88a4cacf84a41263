package dev.curtain.bench.engine;

import com.sun.management.OperatingSystemMXBean;
import dev.curtain.model.Deployment;
import dev.curtain.model.ModelReader;
import dev.curtain.rollout.Pace;
import dev.curtain.rollout.RolloutState;
import dev.curtain.router.Router;
import dev.curtain.router.RouterOptions;
import dev.curtain.server.engine.Engine;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Many services over one real engine, one real router and one real log; replicas are imaginary. */
final class Crowd implements AutoCloseable {
  private static final Pace PACE = new Pace(60, Duration.ofSeconds(1));
  private static final Engine.Options OPTIONS =
      new Engine.Options(
          PACE, Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofMillis(100));
  private static final long LOOK_NANOS = 50_000_000;
  private static final int FIRST_PORT = 10_000;
  private static final int PORTS = 50_000;

  private final EventLog log;
  private final Ledger ledger;
  private final Router router;
  private final Engine engine;
  private final int services;

  /**
   * Raises {@code services} services with a replica each and waits until all are there.
   *
   * @param watchSeconds of the model: nobody asks them anything, so that each rollout ends for want
   *     of evidence, after four times that and 30 seconds at most
   */
  Crowd(Path file, int services, int watchSeconds) throws IOException, InterruptedException {
    this.services = services;
    log = EventLog.open(file, EventLog.Durability.PROCESS);
    ledger = Ledger.over(log);
    router = Router.onLoopback(RouterOptions.DEFAULT);
    AtomicInteger port = new AtomicInteger();
    engine =
        new Engine(
            ledger,
            new ImaginaryRuntime(),
            router,
            InstantSource.system(),
            OPTIONS,
            () -> FIRST_PORT + port.getAndIncrement() % PORTS,
            trouble -> System.err.println("engine: " + trouble));
    String text = model(services, watchSeconds);
    Deployment deployment = ModelReader.read(text).model().deployments().getFirst();
    engine.start(
        deployment,
        new Entry.Raised(InstantSource.system().instant(), "crowd.sruja", text, deployment.id()));
    try {
      engine.raised(Duration.ofMinutes(5)).get();
    } catch (ExecutionException e) {
      throw new IOException("the crowd does not come up", e);
    }
  }

  private static String model(int services, int watchSeconds) {
    StringBuilder text = new StringBuilder("Big = system \"Big\" {\n");
    for (int i = 0; i < services; i++) {
      text.append("  S").append(i).append(" = container \"S\" { run \"run {port}\" }\n");
    }
    text.append("}\ndeployment Prod \"Prod\" {\n  node M \"M\" {\n");
    for (int i = 0; i < services; i++) {
      text.append("    containerInstance Big.S")
          .append(i)
          .append(" { replicas 1 version \"v1\" deployment_strategy \"canary\"")
          .append(" canary { steps [10, 50, 100] }")
          .append(" auto_rollback { error_rate \"> 1%\" trigger_time \"")
          .append(watchSeconds)
          .append(" seconds\" } }\n");
    }
    return text.append("  }\n}\n").toString();
  }

  /** Entries written so far. */
  long entries() {
    return ledger.seq();
  }

  /** Begins to move every {@code services / n}th service. */
  void deploy(int n) throws Exception {
    for (int i = 0; i < n; i++) {
      engine.deploy("Big.S" + (long) i * services / n, "v2", Optional.empty());
    }
  }

  /** Returns when no rollout is under way any more. */
  void settle() {
    while (!ledger.world().moving().isEmpty()) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  List<RolloutState> rollouts() {
    return List.copyOf(ledger.world().rollouts().values());
  }

  /** CPU time of this process, nanoseconds. */
  static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** What is alive on the heap, bytes. */
  static long liveBytes() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Override
  public void close() {
    engine.close();
    router.close();
    log.close();
  }
}
