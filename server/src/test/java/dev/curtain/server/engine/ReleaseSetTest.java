package dev.curtain.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.model.Deployment;
import dev.curtain.model.ModelReader;
import dev.curtain.rollout.Pace;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.Reconfigured;
import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.router.Router;
import dev.curtain.router.RouterOptions;
import dev.curtain.runtime.FreePorts;
import dev.curtain.runtime.ReplicaSpec;
import dev.curtain.runtime.standin.StandInRuntime;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import dev.curtain.server.world.ReplicaStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a version runs with goes forward and back with it. */
class ReleaseSetTest {
  private static final String SERVICE = "Shop.API";

  /**
   * @return the model whose container sets {@code LEVEL}, and has {@code more} in it
   */
  private static String model(String level, String more) {
    return """
    Shop = system "Shop" { API = container "API" { env { LEVEL "%s" } %s } }
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
    """
        .formatted(level, more);
  }

  private static Deployment deployment(String text) {
    return ModelReader.read(text).model().deployments().getFirst();
  }

  @TempDir private Path home;

  /** Replicas outlive a controller. */
  private final StandInRuntime runtime =
      new StandInRuntime(1, 1, List.of(), InstantSource.system());

  /** What stands in the file now. */
  private volatile String file = model("info", "");

  @AfterEach
  void end() {
    runtime.close();
  }

  @Test
  void aVersionRunsWithWhatTheModelSaidWhenItWasDeployedAndComesBackWithWhatItHad()
      throws Exception {
    String id;
    try (Raised raised = new Raised()) {
      assertThat(raised.levels("v1")).containsExactly("info");
      file = model("debug", "");
      id = raised.soaking("v2");
      assertThat(raised.levels("v2")).containsExactly("debug");
      assertThat(raised.levels("v1")).as("the previous version").containsExactly("info");
      raised.loseAll("v1");
      assertThat(raised.levels("v1")).as("replaced while it is warm").containsExactly("info");
    }
    // The file goes on changing; what runs does not.
    file = model("trace", "");
    try (Raised again = new Raised()) {
      again.loseAll("v1");
      assertThat(again.levels("v1")).as("after a restart").containsExactly("info");
      assertThat(again.levels("v2")).as("after a restart").containsExactly("debug");
      again.engine.command(id, Command.ROLLBACK, "ada", "");
      again.await(() -> again.state(id).phase() == Phase.ROLLED_BACK);
      again.loseAll("v1");
      assertThat(again.levels("v1")).as("back, and replaced").containsExactly("info");
      assertThat(again.levels("v2")).isEmpty();
    }
  }

  @Test
  void anUndoPutsBackWhatTheVersionRanWithEvenWhereTheFileCannotBeRead() throws Exception {
    try (Raised raised = new Raised()) {
      file = model("debug", "");
      raised.promoted("v2");
      file = model("trace", "");
      raised.loseAll("v2");
      assertThat(raised.levels("v2")).as("replaced").containsExactly("debug");
      file = "nonsense";
      assertThatThrownBy(() -> raised.engine.deploy(SERVICE, "v3", Optional.empty()))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("cannot be read");
      String back = raised.engine.control().undo(SERVICE, "ada", "");
      raised.await(() -> raised.state(back).phase() == Phase.SOAKING);
      assertThat(raised.state(back).spec().strategy()).isEqualTo("return");
      assertThat(raised.levels("v1")).containsExactly("info");
      assertThat(raised.state(back).spec().reconfigured())
          .extracting(Reconfigured::words)
          .containsExactly("env LEVEL: debug → info");
    }
  }

  @Test
  void aChangeOfConfigurationAloneIsARolloutAndCanBeUndone() throws Exception {
    try (Raised raised = new Raised()) {
      assertThatThrownBy(() -> raised.engine.deploy(SERVICE, "v1", Optional.empty()))
          .isInstanceOf(PlanRefused.class)
          .hasMessageContaining("is at v1 already");
      file = model("debug", "secrets { KEY \"file:key\" }");
      RolloutSpec plan = raised.engine.preview(SERVICE, "v1", Optional.empty());
      assertThat(plan.change()).isEqualTo("v1, configured anew");
      assertThat(plan.reconfigured())
          .extracting(Reconfigured::words)
          .containsExactly("env LEVEL: info → debug", "secret KEY: new");
      raised.promoted("v1");
      assertThat(raised.levels("v1")).containsExactly("debug");
      file = model("trace", "");
      // Not a return to what was: the version is the one that serves, and the file is newer.
      assertThat(raised.engine.preview(SERVICE, "v1", Optional.empty()).reconfigured())
          .extracting(Reconfigured::words)
          .containsExactly("env LEVEL: debug → trace", "secret KEY: gone");
      String back = raised.engine.control().undo(SERVICE, "ada", "");
      raised.await(() -> raised.state(back).phase() == Phase.SOAKING);
      raised.engine.command(back, Command.PROMOTE, "ada", "");
      raised.await(() -> raised.state(back).phase() == Phase.PROMOTED);
      assertThat(raised.levels("v1")).containsExactly("info");
    }
  }

  @Test
  void aCandidateThatTheModelShowsHasItsOwnInstancesConfiguration() throws Exception {
    String shown =
        """
        Shop = system "Shop" { API = container "API" { env { LEVEL "info" COLOUR "red" } } }
        deployment P "P" {
          node Box "Box" { containerInstance Shop.API { version "v1" traffic 95 } }
          node Canary "Canary" {
            containerInstance Shop.API { version "v2" traffic 5 env { LEVEL "debug" } }
          }
        }
        """;
    file = shown;
    try (Raised raised = new Raised()) {
      RolloutSpec plan = raised.engine.preview(SERVICE, "v2", Optional.empty());
      assertThat(plan.candidate())
          .allSatisfy(track ->
              assertThat(track.configuration().orElseThrow().env())
                  .isEqualTo(Map.of("LEVEL", "debug", "COLOUR", "red")));
      assertThat(plan.reconfigured())
          .extracting(Reconfigured::words)
          .containsExactly("env LEVEL: info → debug");
    }
  }

  @Test
  void aLogOfBeforeThatRunsWithWhatTheModelSaidWhenItWasRaised() throws Exception {
    String text = file;
    Instant at = InstantSource.system().instant();
    TrackSpec old = new TrackSpec("Shop.API@v1/Box#0", SERVICE, "v1", "P/Box", 1, 100);
    try (EventLog log = EventLog.open(home.resolve("events.db"), EventLog.Durability.PROCESS)) {
      Ledger.over(log)
          .append(
              new Entry.Raised(at, "shop.sruja", text, "P"),
              new Entry.Declared(at, SERVICE, Optional.of("v1"), List.of(old)),
              new Entry.Wanted(at, SERVICE, Map.of(old.name(), 1)));
    }
    try (Raised raised = new Raised()) {
      assertThat(raised.levels("v1")).containsExactly("info");
      file = model("debug", "");
      String id = raised.soaking("v2");
      assertThat(raised.state(id).spec().reconfigured())
          .extracting(Reconfigured::words)
          .containsExactly("env LEVEL: info → debug");
      raised.loseAll("v1");
      assertThat(raised.levels("v1")).containsExactly("info");
    }
  }

  @Test
  void secretsAreComparedByWhereTheyAreAndShownByName() throws Exception {
    file = model("info", "secrets { KEY \"file:key.v1\" OLD \"env:OLD\" }");
    try (Raised raised = new Raised()) {
      file = model("info", "secrets { KEY \"file:key.v2\" }");
      String id = raised.soaking("v2");
      assertThat(raised.state(id).spec().reconfigured())
          .allSatisfy(each -> {
            assertThat(each.from()).isEmpty();
            assertThat(each.to()).isEmpty();
          })
          .extracting(Reconfigured::words)
          .containsExactly("secret KEY: is elsewhere", "secret OLD: gone");
      raised.engine.command(id, Command.ROLLBACK, "ada", "");
      raised.await(() -> raised.state(id).phase() == Phase.ROLLED_BACK);
      raised.loseAll("v1");
      assertThat(raised.replicas("v1"))
          .extracting(ReplicaSpec::secrets)
          .containsExactly(Map.of("KEY", "file:key.v1", "OLD", "env:OLD"));
    }
  }

  /** A controller over the log of this test. */
  private final class Raised implements AutoCloseable {
    final Engine engine;
    private final EventLog log;
    private final Router router;

    Raised() throws Exception {
      log = EventLog.open(home.resolve("events.db"), EventLog.Durability.PROCESS);
      router = Router.onLoopback(RouterOptions.DEFAULT);
      FreePorts ports = new FreePorts(new SplittableRandom());
      Ledger ledger = Ledger.over(log);
      engine =
          new Engine(
              ledger,
              runtime,
              router,
              InstantSource.system(),
              new Engine.Options(
                  Pace.REAL, Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofSeconds(1)),
              () -> next(ports),
              _ -> {});
      Entry.Raised raised =
          ledger
              .world()
              .raised()
              .orElse(new Entry.Raised(InstantSource.system().instant(), "shop.sruja", file, "P"));
      engine.start(deployment(raised.text()), raised, 0, this::now);
      engine.raised(Duration.ofSeconds(30)).get();
    }

    private Optional<Deployment> now() throws Refused {
      if (file.equals("nonsense")) {
        throw new Refused(Refused.Kind.CONFLICT, "shop.sruja cannot be read");
      }
      return Optional.of(deployment(file));
    }

    private static int next(FreePorts ports) {
      try {
        return ports.next();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** What the ready replicas of a version were started with. */
    List<ReplicaSpec> replicas(String version) {
      return engine.ledger().world().replicas().values().stream()
          .filter(
              each -> each.status() == ReplicaStatus.READY && each.spec().version().equals(version))
          .map(each -> each.spec())
          .toList();
    }

    List<String> levels(String version) {
      return replicas(version).stream().map(each -> each.env().get("LEVEL")).toList();
    }

    /** Every replica of a version ends by itself; returns when others are ready instead. */
    void loseAll(String version) throws InterruptedException {
      Set<String> lost =
          replicas(version).stream().map(ReplicaSpec::id).collect(Collectors.toSet());
      lost.forEach(each -> runtime.stop(each, Duration.ZERO));
      await(() ->
          replicas(version).size() == lost.size()
              && replicas(version).stream().noneMatch(each -> lost.contains(each.id())));
    }

    /** Lets a rollout come to its soak. */
    String soaking(String version) throws Exception {
      String id = engine.deploy(SERVICE, version, Optional.empty());
      await(() -> state(id).phase() == Phase.SOAKING);
      return id;
    }

    void promoted(String version) throws Exception {
      String id = soaking(version);
      engine.command(id, Command.PROMOTE, "ada", "");
      await(() -> state(id).phase() == Phase.PROMOTED);
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

    @Override
    public void close() {
      engine.close();
      router.close();
      log.close();
    }
  }
}
