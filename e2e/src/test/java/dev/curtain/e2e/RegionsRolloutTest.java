package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.server.api.ApiClient;
import dev.curtain.server.api.ApiRefused;
import dev.curtain.server.document.DrillDocument;
import dev.curtain.server.document.FailoverDocument;
import dev.curtain.server.document.RolloutDocument;
import dev.curtain.server.traffic.Load;
import dev.curtain.server.traffic.SyntheticUsers;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A shop in two regions and a standby, as real processes under load. */
class RegionsRolloutTest {
  private static final String MODEL =
      """
      Shop = system "Shop" { API = container "API" { run "%s" ready "/readyz" } }
      deployment Local "This machine" {
        listen "127.0.0.1:%d"
        deployment_strategy "blue-green"
        blue_green { steps [100] }
        regions { order ["west"] bake "1 second" }
        soak "10 minutes"
        failover { within "2 minutes" }
        auto_rollback { error_rate "> 10%%" trigger_time "3 seconds" }
        node East "East" {
          region "east" traffic 60
          containerInstance Shop.API { version "v1" replicas 1 }
        }
        node West "West" {
          region "west" traffic 40
          containerInstance Shop.API { version "v1" replicas 1 max_replicas 2 }
        }
      }
      """;

  @Test
  void regionsChangeOneAfterTheOtherAndCarryEachOther() throws Exception {
    try (RaisedShop shop =
            RaisedShop.raiseModel(users -> MODEL.formatted(RaisedShop.program(), users));
        SyntheticUsers users =
            SyntheticUsers.start(
                Load.of(URI.create("http://127.0.0.1:" + shop.users + "/orders/1"), 60, 100, 1));
        ApiClient api = shop.api()) {
      // East may not grow, so it could not carry west; west can carry east.
      assertThatThrownBy(() -> api.regions().leave("Shop.API", "west", false, "test", ""))
          .isInstanceOf(ApiRefused.class)
          .hasMessageContaining("without west the others may grow to 1 of 2 replicas")
          .hasMessageContaining("--now");

      api.regions().drill("Shop.API", "east", Optional.empty());
      shop.await("evidence", () -> !api.drills("Shop.API").drills().isEmpty());
      DrillDocument.Evidence drill = api.drills("Shop.API").drills().getFirst();
      assertThat(drill.kind()).isEqualTo("failover");
      assertThat(drill.held()).as(drill.words()).isTrue();
      assertThat(drill.objectiveMillis()).as("the model declares it").isEqualTo(120_000);
      assertThat(drill.requests()).isPositive();
      assertThat(api.regions().of("Shop.API").away()).isNull();

      String id = api.deploy("Shop.API", "v2", Optional.empty()).id();
      shop.await("west has it", () -> shop.latest().share() >= 40);
      assertThat(api.regions().leave("Shop.API", "east", true, "test", "east is on fire").away())
          .as("also in the middle of a rollout")
          .isNotNull()
          .extracting(FailoverDocument.AwayDocument::stage)
          .isEqualTo("away");
      assertThat(api.status().services().getFirst().tracks())
          .filteredOn(track -> track.node().equals("Local/East"))
          .as("what is left out has nothing")
          .isNotEmpty()
          .allMatch(track -> track.share() == 0);
      api.regions().comeBack("Shop.API", "test", "it was a drill after all");
      RolloutDocument soaking = shop.awaitPhase("soaking", "rolled_back", "inconclusive");
      assertThat(soaking.phase()).as("%s", soaking.reason()).isEqualTo("soaking");
      assertThat(soaking.id()).isEqualTo(id);
      api.command(id, Command.PROMOTE, "test", "seen enough");
      shop.awaitPhase("promoted");
      assertThat(users.snapshot().failures()).isEmpty();
    }
  }
}
