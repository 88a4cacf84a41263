package dev.curtain.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.model.Deployment;
import dev.curtain.model.ModelReader;
import dev.curtain.model.Region;
import dev.curtain.model.Service;
import dev.curtain.rollout.RolloutEvent.Command;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Region after region, and what the others can carry. */
class RegionsTest {
  private static final String MODEL =
      """
      Shop = system "Shop" { API = container "API" }
      deployment P "P" {
        node East "East" {
          region "us-east" traffic 50
          containerInstance Shop.API { version "v1" replicas 10 max_replicas %d }
        }
        node West "West" {
          region "us-west" traffic 30
          containerInstance Shop.API { version "v1" replicas 6 max_replicas 20 }
        }
        node Europe "Europe" {
          region "eu" traffic 20
          containerInstance Shop.API { version "v1" replicas 4 max_replicas 20 }
        }
        node Spare "Spare" {
          region "spare" status "standby"
          containerInstance Shop.API { version "v1" replicas 2 }
        }
        deployment_strategy "canary"
        canary { steps [10, 100] }
        regions { order ["eu", "us-west"] bake "30 minutes" }
      }
      """;

  private static Deployment deployment(int mostInEast) {
    return ModelReader.read(MODEL.formatted(mostInEast)).model().deployments().getFirst();
  }

  private static RolloutSpec plan() throws PlanRefused {
    Service service = deployment(10).services().getFirst();
    return Planner.plan(
        "api-v2",
        service,
        Planner.tracks(service, service.placements(), "v1", "0"),
        Optional.of("v1"),
        "v2",
        Optional.empty(),
        Pace.REAL);
  }

  @Test
  void oneRegionAfterTheOtherEachByTheSharesOfTheStrategyAndThenItBakes() throws Exception {
    assertThat(
            plan().steps().stream()
                .filter(step -> step instanceof Step.Advance || step instanceof Step.Watch)
                .map(Step::describe)
                .toList())
        .containsExactly(
            "shift eu to 10 %, 2 % of all",
            "analyse",
            "shift eu to 100 %, 20 % of all",
            "analyse",
            "shift us-west to 10 %, 23 % of all",
            "analyse",
            "shift us-west to 100 %, 50 % of all",
            "analyse",
            "shift us-east to 10 %, 55 % of all",
            "analyse",
            "shift us-east to 100 %, 99.99 % of all",
            "analyse to a conclusion",
            "shift spare to 100 %, 100 % of all");
  }

  @Test
  void eachRegionKeepsItsShareWhileItsVersionsChange() throws Exception {
    Rehearsing play = new Rehearsing(plan()).begin().healthyTo(Phase.WATCHING);
    assertThat(play.state.share()).isEqualTo(2);
    Map<String, Integer> weights = Shares.weights(play.state.spec(), Map.of("P/Europe", 10.0));
    assertThat(weights)
        .containsEntry("Shop.API@v2/Europe#api-v2", 2_000)
        .containsEntry("Shop.API@v1/Europe#0", 18_000)
        .containsEntry("Shop.API@v1/East#0", 50_000)
        .containsEntry("Shop.API@v1/West#0", 30_000);
    assertThat(weights.values().stream().mapToInt(each -> each).sum()).isEqualTo(Shares.WHOLE);
  }

  @Test
  void itGoesBackEverywhereAtOnceFromEveryRegion() throws Exception {
    Rehearsing play = new Rehearsing(plan()).begin();
    play.healthyTo(Phase.SOAKING);
    assertThat(play.state.share()).isEqualTo(100);
    assertThat(play.state.warm()).isTrue();
    play.say(Command.ROLLBACK);
    assertThat(play.state.phase()).isEqualTo(Phase.ROLLING_BACK);
    assertThat(((Effect.ApplyRoute) play.open.getLast()).weights())
        .containsEntry("Shop.API@v1/East#0", 50_000);
  }

  @Test
  void aRegionThatIsNotOneIsRefused() {
    Service service =
        ModelReader.read(MODEL.formatted(10).replace("\"us-west\"]", "\"mars\"]"))
            .model()
            .deployments()
            .getFirst()
            .services()
            .getFirst();
    assertThatThrownBy(() ->
            Planner.plan(
                "x",
                service,
                Planner.tracks(service, service.placements(), "v1", "0"),
                Optional.of("v1"),
                "v2",
                Optional.empty(),
                Pace.REAL))
        .isInstanceOf(PlanRefused.class)
        .hasMessageContaining("mars (expected: of us-east, us-west, eu, spare)");
  }

  @Test
  void whatTheOthersMayGrowToIsKnownBeforeARegionIsLost() {
    Deployment deployment = deployment(10);
    List<Region> regions = Region.of(deployment, deployment.services().getFirst());
    assertThat(regions)
        .extracting(Region::name)
        .containsExactly("us-east", "us-west", "eu", "spare");
    Region west = Region.named(regions, "US-West").orElseThrow();
    // East may grow to 10, Europe to 20, the standby to everything there is.
    assertThat(Region.without(west, regions).left()).isEqualTo(10 + 20 + 22);
    assertThat(Region.without(west, regions).needed()).isEqualTo(20);
    List<Region> poor = regions.subList(0, 1);
    assertThat(Region.without(poor.getFirst(), poor).enough()).isFalse();
  }

  @Test
  void whatIsLostIsCarriedByTheOthersInProportion() {
    Map<String, Integer> asked = Map.of("east", 50_000, "west", 30_000, "eu", 20_000);
    assertThat(Shares.among(asked, List.of("west", "eu"), _ -> "v1"))
        .containsEntry("west", 60_000)
        .containsEntry("eu", 40_000);
    assertThat(Shares.among(asked, List.of("spare", "reserve"), _ -> "v1"))
        .containsEntry("spare", 50_000)
        .containsEntry("reserve", 50_000);
  }
}
