package dev.curtain.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.model.Deployment;
import dev.curtain.model.ModelReader;
import dev.curtain.rollout.Pace;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.rollout.RolloutState;
import dev.curtain.router.Router;
import dev.curtain.router.RouterOptions;
import dev.curtain.runtime.FreePorts;
import dev.curtain.runtime.standin.StandInRuntime;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clock that is set while something is being watched. */
class ClockJumpTest {
  private static final String MODEL =
      """
      Shop = system "Shop" { API = container "API" }
      deployment P "P" {
        node Box "Box" {
          containerInstance Shop.API {
            version "v1" replicas 1
            deployment_strategy "blue-green"
            blue_green { steps [100] }
            auto_rollback { trigger_time "1s" }
            soak "1h"
          }
        }
      }
      """;
  private static final Duration JUMP = Duration.ofHours(3);
  private static final Duration SOAK = Duration.ofHours(1);

  /** Nobody looks at the clock unless something is to be written down. */
  private static final Duration NEVER = Duration.ofHours(5);

  private static final Deployment DEPLOYMENT =
      ModelReader.read(MODEL).model().deployments().getFirst();

  @TempDir private Path home;

  /** Replicas outlive a controller. */
  private final StandInRuntime runtime =
      new StandInRuntime(1, 1, List.of(), InstantSource.system());

  private final AtomicReference<Duration> skew = new AtomicReference<>(Duration.ZERO);

  private final InstantSource clock = () -> InstantSource.system().instant().plus(skew.get());

  @AfterEach
  void end() {
    runtime.close();
  }

  @Test
  void aJumpIsOnRecordBeforeAnythingElseWithTheNewTimeIs() throws Exception {
    try (Raised raised = new Raised(NEVER)) {
      String id = raised.soaking();
      Instant since = raised.state(id).since();
      skew.set(JUMP);
      raised.engine.command(id, Command.PAUSE, "ada", "");
      List<Entry> entries = raised.engine.ledger().log().about(id);
      assertThat(entries.subList(entries.size() - 2, entries.size()))
          .extracting(entry -> ((Entry.Moved) entry).event().getClass().getSimpleName())
          .containsExactly("Resumed", "Commanded");
      assertThat(Duration.between(since, raised.state(id).since()))
          .isBetween(JUMP.minusSeconds(1), JUMP.plusSeconds(1));
      assertThat(raised.trouble.get()).contains("has jumped");
      raised.engine.command(id, Command.RESUME, "ada", "");
      List<Entry> after = raised.engine.ledger().log().about(id);
      assertThat(after).as("it is told once").hasSize(entries.size() + 1);
    }
  }

  @Test
  void aClockThatIsSetBackWhileNobodyIsThereDoesNotProlongASoak() throws Exception {
    skew.set(JUMP);
    String id;
    try (Raised raised = new Raised(NEVER)) {
      id = raised.soaking();
    }
    skew.set(Duration.ZERO);
    try (Raised again = new Raised(Duration.ofMillis(100))) {
      again.await(() -> again.last(id) instanceof RolloutEvent.Measured);
      RolloutState state = again.state(id);
      assertThat(state.phase()).isEqualTo(Phase.SOAKING);
      Duration left = Duration.between(clock.instant(), state.wakeAt().orElseThrow());
      assertThat(left).isBetween(SOAK.minusMinutes(2), SOAK);
    }
  }

  /** A controller over the log of this test. */
  private final class Raised implements AutoCloseable {
    final Engine engine;
    final AtomicReference<String> trouble = new AtomicReference<>("");
    private final EventLog log;
    private final Router router;

    Raised(Duration beat) throws Exception {
      log = EventLog.open(home.resolve("events.db"), EventLog.Durability.PROCESS);
      router = Router.onLoopback(RouterOptions.DEFAULT);
      FreePorts ports = new FreePorts(new SplittableRandom());
      engine =
          new Engine(
              Ledger.over(log),
              runtime,
              router,
              clock,
              new Engine.Options(Pace.REAL, beat, NEVER, Duration.ofSeconds(1)),
              () -> next(ports),
              trouble::set);
      engine.start(
          DEPLOYMENT, new Entry.Raised(clock.instant(), "shop.sruja", MODEL, DEPLOYMENT.id()));
      engine.raised(Duration.ofSeconds(30)).get();
    }

    private static int next(FreePorts ports) {
      try {
        return ports.next();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Lets a rollout come to its soak. */
    String soaking() throws Exception {
      String id = engine.deploy("Shop.API", "v2", Optional.empty());
      await(() -> state(id).phase() == Phase.SOAKING);
      return id;
    }

    /** Asked again at every entry of the log. */
    void await(BooleanSupplier so) throws InterruptedException {
      CountDownLatch reached = new CountDownLatch(1);
      Ledger.Listener listener =
          (_, _, _) -> {
            if (so.getAsBoolean()) {
              reached.countDown();
            }
          };
      engine.ledger().listen(listener);
      assertThat(so.getAsBoolean() || reached.await(60, TimeUnit.SECONDS)).isTrue();
      engine.ledger().unlisten(listener);
    }

    RolloutState state(String id) {
      return Optional.ofNullable(engine.ledger().world().rollouts().get(id)).orElseThrow();
    }

    RolloutEvent last(String id) {
      return ((Entry.Moved) engine.ledger().log().about(id).getLast()).event();
    }

    @Override
    public void close() {
      engine.close();
      router.close();
      log.close();
    }
  }
}
