package dev.curtain.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.model.Deployment;
import dev.curtain.model.Gate;
import dev.curtain.model.ModelReader;
import dev.curtain.model.Service;
import dev.curtain.rollout.Pace;
import dev.curtain.rollout.Planner;
import dev.curtain.rollout.RolloutEvent.GateAnswered;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.router.Router;
import dev.curtain.router.RouterOptions;
import dev.curtain.runtime.ReplicaSpec;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.policy.CelPolicies;
import dev.curtain.server.slo.SloBook;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.ReplicaStatus;
import dev.curtain.server.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gate says, and who it says can open it. */
class GateKeeperTest {
  private static final Deployment DEPLOYMENT =
      ModelReader.read(
              """
              Shop = system "Shop" { API = container "API" Web = container "Web" }
              deployment P "P" {
                node Box "Box" {
                  containerInstance Shop.API { version "v1" replicas 1 }
                  containerInstance Shop.Web { version "v7" replicas 2 }
                }
              }
              """)
          .model()
          .deployments()
          .getFirst();
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String DRILL = "curtain drill rollback Shop.API";

  @TempDir private Path home;
  private EventLog log;
  private Router router;
  private GateKeeper gates;

  @BeforeEach
  void open() throws Exception {
    log = EventLog.open(home.resolve("events.db"), EventLog.Durability.PROCESS);
    router = Router.onLoopback(RouterOptions.DEFAULT);
    gates =
        new GateKeeper(
            new Looks(router),
            log,
            SloBook.over(log),
            new CelPolicies(),
            DatabaseMigrations.of(Map.of()),
            Map.of());
  }

  @AfterEach
  void close() {
    router.close();
    log.close();
  }

  @Test
  void aDrillHasToHaveHeldAndNotTooLongAgo() throws Exception {
    Gate gate = new Gate.Drilled("rollback", Duration.ofDays(30));
    closed(gate, world(), "there was no rollback drill that held", DRILL);
    drilled(NOW.minus(Duration.ofDays(1)), "rollback", false);
    drilled(NOW.minus(Duration.ofDays(1)), "failover", true);
    closed(gate, world(), "there was no rollback drill that held", DRILL);
    drilled(NOW.minus(Duration.ofDays(31)), "rollback", true);
    closed(gate, world(), "the last rollback drill was", DRILL);
    drilled(NOW.minus(Duration.ofDays(29)), "rollback", true);
    GateAnswered open = answer(gate, world());
    assertThat(open.open()).as(open.reason()).isTrue();
    assertThat(open.reason()).contains("back in 12 ms");
    assertThat(open.opener()).isEmpty();
  }

  private void drilled(Instant at, String kind, boolean held) {
    log.append(
        List.of(new Entry.Drilled(at, "Shop.API", kind, 12, 30_000, 100, 0, held, "back in 12 ms")),
        EventLog.Durability.PROCESS);
  }

  @Test
  void anotherServiceHasToBeThereAtRestAndReady() throws Exception {
    Gate gate = new Gate.After(List.of("Shop.Web"));
    closed(gate, world(), "0 of 2 replicas of Shop.Web@v7/Box#0 are ready", "the end of that");
    World ready = world().after(planned("w1")).after(ready("w1"));
    closed(gate, ready, "1 of 2 replicas of Shop.Web@v7/Box#0 are ready", "the end of that");
    ready = ready.after(planned("w2")).after(ready("w2"));
    assertThat(answer(gate, ready).open()).isTrue();
    World moving =
        ready.after(
            new Entry.Planned(
                NOW,
                Planner.plan(
                    "shop.web-v8",
                    service("Shop.Web"),
                    tracks("Shop.Web"),
                    Optional.of("v7"),
                    "v8",
                    Optional.empty(),
                    Pace.REAL)));
    closed(gate, moving, "Shop.Web is being changed", "the end of that");
    closed(
        new Gate.After(List.of("Shop.Web", "Shop.Mail")),
        ready,
        "Shop.Mail is not raised",
        "the end of that");
  }

  @Test
  void aPolicyThatDoesNotHoldOrCannotBeReadIsClosed() throws Exception {
    assertThat(answer(new Gate.Policy("crashes == 0"), world()).open()).isTrue();
    closed(new Gate.Policy("crashes > 0"), world(), "crashes > 0 does not hold", "curtain skip");
    closed(
        new Gate.Policy("nobody.knows == 1"),
        world(),
        "the policy cannot be evaluated",
        "whoever corrects the model");
  }

  private void closed(Gate gate, World world, String reason, String opener) throws Exception {
    GateAnswered answer = answer(gate, world);
    assertThat(answer.open()).as(answer.reason()).isFalse();
    assertThat(answer.reason()).contains(reason);
    assertThat(answer.opener()).contains(opener).contains("in an emergency: curtain skip");
  }

  private GateAnswered answer(Gate gate, World world) throws Exception {
    RolloutState rollout =
        RolloutState.planned(
            Planner.plan(
                "shop.api-v2",
                service("Shop.API"),
                tracks("Shop.API"),
                Optional.of("v1"),
                "v2",
                Optional.empty(),
                Pace.REAL));
    return gates.answer(world, rollout, 1, gate, NOW);
  }

  private static Service service(String path) {
    return DEPLOYMENT.services().stream()
        .filter(each -> each.element().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private static List<TrackSpec> tracks(String path) {
    Service service = service(path);
    return Planner.tracks(service, service.placements(), service.version().orElseThrow(), "0");
  }

  /** Raised, with no replica yet. */
  private static World world() {
    World world = World.EMPTY;
    for (Entry entry :
        Raising.entries(World.EMPTY, DEPLOYMENT, new Entry.Raised(NOW, "shop.sruja", "", "P"))) {
      world = world.after(entry);
    }
    return world;
  }

  private static Entry planned(String id) {
    TrackSpec track = tracks("Shop.Web").getFirst();
    return new Entry.ReplicaPlanned(
        NOW,
        track.name(),
        new ReplicaSpec(
            id, "Shop.Web", "v7", track.node(), 1, Optional.empty(), Optional.empty(), Map.of()));
  }

  private static Entry ready(String id) {
    return new Entry.ReplicaIs(NOW, "Shop.Web", id, ReplicaStatus.READY, "");
  }
}
