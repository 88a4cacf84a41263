package dev.curtain.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.model.Deployment;
import dev.curtain.model.Gate;
import dev.curtain.model.ModelReader;
import dev.curtain.model.Region;
import dev.curtain.model.Service;
import dev.curtain.rollout.Pace;
import dev.curtain.rollout.Planner;
import dev.curtain.rollout.RolloutEvent.GateAnswered;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Step;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate {@code survives_region_loss}: any one region may be lost, now. */
class SurvivesRegionLossTest {
  private static final String MODEL =
      """
      Shop = system "Shop" { API = container "API" { run "run {port}" } }
      deployment P "P" {
        deployment_strategy "blue-green"
        gates { start { survives_region_loss true } }
        node East "East" {
          region "east" traffic 60
          containerInstance Shop.API { version "v1" replicas 3 max_replicas %d }
        }
        node West "West" {
          region "west" traffic 40
          containerInstance Shop.API { version "v1" replicas 2 max_replicas %d }
        }
      }
      """;
  private static final String ONE_REGION =
      """
      Shop = system "Shop" { API = container "API" { run "run {port}" } }
      deployment P "P" {
        deployment_strategy "blue-green"
        gates { start { survives_region_loss true } }
        node East "East" { containerInstance Shop.API { version "v1" replicas 3 } }
      }
      """;
  private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");

  @TempDir private Path home;

  /**
   * @param lost how many replicas of the last region are not there
   */
  private GateAnswered answer(String text, int lost) throws Exception {
    Deployment deployment = ModelReader.read(text).model().deployments().getFirst();
    Service service = deployment.services().getFirst();
    List<TrackSpec> tracks = Planner.tracks(service, service.placements(), "v1", "0");
    RolloutSpec spec =
        Planner.plan("r1", service, tracks, Optional.of("v1"), "v2", Optional.empty(), Pace.REAL);
    assertThat(spec.steps().getFirst())
        .isInstanceOfSatisfying(
            Step.Gated.class, gated -> assertThat(gated.gate()).isEqualTo(new Gate.Spare()));
    World world =
        World.EMPTY
            .after(new Entry.Raised(NOW, "shop.sruja", text, deployment.id()))
            .after(new Entry.Declared(NOW, service.element(), Optional.of("v1"), tracks));
    for (TrackSpec track : tracks) {
      world =
          world.after(
              new Entry.Wanted(NOW, service.element(), Map.of(track.name(), track.replicas())));
      int there = track.replicas() - (track.equals(tracks.getLast()) ? lost : 0);
      for (int i = 0; i < there; i++) {
        world = ready(world, track, track.name() + i);
      }
    }
    try (EventLog log = EventLog.open(home.resolve("events.db"), EventLog.Durability.PROCESS);
        Router router = Router.onLoopback(RouterOptions.DEFAULT)) {
      GateKeeper gates =
          new GateKeeper(
              new Looks(router),
              log,
              SloBook.over(log),
              new CelPolicies(),
              _ -> Optional.empty(),
              Map.of(service.element(), Region.of(deployment, service)));
      return gates.answer(world, RolloutState.planned(spec), 1, new Gate.Spare(), NOW);
    }
  }

  private static World ready(World world, TrackSpec track, String id) {
    ReplicaSpec replica =
        new ReplicaSpec(
            id,
            track.service(),
            track.version(),
            track.node(),
            10_000,
            Optional.empty(),
            Optional.empty(),
            Map.of());
    return world
        .after(new Entry.ReplicaPlanned(NOW, track.name(), replica))
        .after(new Entry.ReplicaIs(NOW, track.service(), id, ReplicaStatus.READY, ""));
  }

  @Test
  void itIsOpenWhereTheOthersMayGrowToWhatAnyOneCarries() throws Exception {
    GateAnswered answer = answer(MODEL.formatted(5, 5), 0);
    assertThat(answer.open()).as(answer.reason()).isTrue();
    assertThat(answer.opener()).isEmpty();
  }

  @Test
  void itIsClosedWhereOneOfThemCouldNotCarryAnother() throws Exception {
    GateAnswered answer = answer(MODEL.formatted(5, 4), 0);
    assertThat(answer.open()).isFalse();
    assertThat(answer.reason())
        .isEqualTo(
            "without east the others may grow to 4 of 5 replicas, each with 1.3 times its"
                + " load");
    assertThat(answer.opener()).contains("max_replicas").contains("curtain skip r1 --reason");
  }

  @Test
  void itIsClosedWhileARegionIsNotWhole() throws Exception {
    GateAnswered answer = answer(MODEL.formatted(5, 5), 1);
    assertThat(answer.open()).isFalse();
    assertThat(answer.reason())
        .isEqualTo("west has not all of its replicas: the others are its spare already");
  }

  @Test
  void itIsClosedWhereThereIsOneRegionOnly() throws Exception {
    GateAnswered answer = answer(ONE_REGION, 0);
    assertThat(answer.open()).isFalse();
    assertThat(answer.reason()).contains("runs in one region");
  }
}
