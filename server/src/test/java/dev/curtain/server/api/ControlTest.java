package dev.curtain.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.rollout.Pace;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.rollout.RolloutEvent.Commanded;
import dev.curtain.server.document.RolloutDocument;
import dev.curtain.server.document.WayBackDocument;
import dev.curtain.server.world.Entry;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waiting for a rollout, superseding it, trying it again, undoing it. */
class ControlTest {
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
  private static final String SERVICE = "Shop.API";

  @TempDir Path home;
  private Backstage backstage;
  private ApiServer server;
  private ApiClient client;
  private Wire wire;

  @BeforeEach
  void raise() throws Exception {
    backstage = Backstage.raise(home, "shop.sruja", MODEL, Pace.REAL);
    server = ApiServer.start(Binding.loopback(0), backstage.parts(() -> {}));
    client = new ApiClient(URI.create(server.url()), Optional.empty());
    wire = new Wire(server.port());
  }

  @AfterEach
  void lower() {
    client.close();
    server.close();
    backstage.close();
  }

  private RolloutDocument deploy(String version, String whenUnderway, String reason)
      throws Exception {
    return client.deploy(
        SERVICE, version, Optional.empty(), whenUnderway, Optional.empty(), "ann", reason);
  }

  @Test
  void whatWaitsBeginsOnceTheRolloutUnderWayHasEnded() throws Exception {
    String first = deploy("v2", "wait", "").id();
    assertThat(first).as("nothing to wait for").isEqualTo("shop.api-v2");
    RolloutDocument asked = deploy("v3", "wait", "");
    assertThat(asked.id()).as("whose end it waits for").isEqualTo(first);
    assertThat(backstage.engine.ledger().world().rollouts()).containsOnlyKeys(first);
    client.command(first, Command.ABORT, "ann", "no");
    backstage.await(first, Phase.ROLLED_BACK);
    backstage.await(world -> world.rollouts().containsKey("shop.api-v3"));
    assertThat(client.show("shop.api-v3").rollout().from()).isEqualTo("v1");
  }

  @Test
  void whatSupersedesSendsTheOtherBackFirst() throws Exception {
    String first = deploy("v2", "refuse", "").id();
    backstage.await(first, Phase.SOAKING);
    assertThat(deploy("v2.1", "supersede", "the fix").id()).isEqualTo(first);
    backstage.await(first, Phase.ROLLED_BACK);
    assertThat(client.show(first).rollout().reason())
        .isEqualTo("rolled back by ann: superseded by v2.1: the fix");
    backstage.await(world -> world.rollouts().containsKey("shop.api-v2.1"));
    RolloutDocument fix = client.show("shop.api-v2.1").rollout();
    assertThat(fix.from()).isEqualTo("v1");
    assertThat(fix.to()).isEqualTo("v2.1");
  }

  @Test
  void whatIsNeitherIsRefusedByName() throws Exception {
    Wire.Answer answer =
        wire.post(
            "/api/v1/deploy",
            "{\"service\":\"Shop.API\",\"version\":\"v2\",\"when_underway\":\"hurry\"}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains("hurry").contains("refuse, wait, supersede");
    String first = deploy("v2", "refuse", "").id();
    assertThatThrownBy(() -> deploy("v3", "refuse", ""))
        .isInstanceOf(ApiRefused.class)
        .hasMessageStartingWith(first + " moves Shop.API already");
  }

  @Test
  void onlyWhatEndedWithoutSuccessIsTriedAgain() throws Exception {
    String first = deploy("v2", "refuse", "").id();
    assertThat(retry(first).status()).as("it goes on").isEqualTo(409);
    client.command(first, Command.ABORT, "ann", "");
    backstage.await(first, Phase.ROLLED_BACK);
    Wire.Answer again = retry(first);
    assertThat(again.status()).as(again.text()).isEqualTo(202);
    String second = again.json().get("id").stringValue();
    assertThat(second).isEqualTo("shop.api-v2-2");
    backstage.await(second, Phase.SOAKING);
    client.command(second, Command.PROMOTE, "ann", "");
    backstage.await(second, Phase.PROMOTED);
    Wire.Answer promoted = retry(second);
    assertThat(promoted.status()).isEqualTo(409);
    assertThat(promoted.message()).contains("only one that ended without success");
    assertThat(retry("nope").status()).isEqualTo(404);
  }

  private Wire.Answer retry(String rollout) throws Exception {
    return wire.post("/api/v1/rollouts/" + rollout + "/retry", "{}");
  }

  @Test
  void whatARollbackWouldDoIsSaidAndNotDone() throws Exception {
    WayBackDocument fresh = client.looks().wayBack(SERVICE);
    assertThat(fresh.how()).isEqualTo("none");
    assertThat(fresh.sentence()).contains("there has been one version only");
    String id = deploy("v2", "refuse", "").id();
    backstage.await(id, Phase.SOAKING);
    WayBackDocument warm = client.looks().wayBack(SERVICE);
    assertThat(warm.how()).isEqualTo("route");
    assertThat(warm.rollout()).isEqualTo(id);
    assertThat(warm.from()).isEqualTo("v2");
    assertThat(warm.to()).isEqualTo("v1");
    assertThat(warm.ready()).isEqualTo(1);
    assertThat(warm.together()).containsExactly(SERVICE);
    assertThat(warm.sentence()).startsWith("v1 would get everything by one route table");
    assertThat(client.show(id).rollout().phase()).isEqualTo("soaking");
    assertThat(backstage.engine.ledger().log().about(id))
        .noneMatch(
            entry -> entry instanceof Entry.Moved moved && moved.event() instanceof Commanded);
    client.command(id, Command.PROMOTE, "ann", "");
    backstage.await(id, Phase.PROMOTED);
    WayBackDocument gone = client.looks().wayBack(SERVICE);
    assertThat(gone.how()).isEqualTo("redeploy");
    assertThat(gone.to()).isEqualTo("v1");
    assertThat(gone.sentence()).contains("curtain undo Shop.API begins a rollout to v1");
    assertThat(wire.get("/api/v1/rollback?service=nope").status()).isEqualTo(404);
    assertThat(wire.get("/api/v1/rollback").status()).isEqualTo(400);
  }

  @Test
  void anUndoGoesBackByRouteWhileItIsWarmAndByARolloutAfterwards() throws Exception {
    assertThatThrownBy(() -> client.undo(SERVICE, "ann", ""))
        .isInstanceOf(ApiRefused.class)
        .hasMessageContaining("has had one version only");
    String first = deploy("v2", "refuse", "").id();
    backstage.await(first, Phase.SOAKING);
    assertThat(client.undo(SERVICE, "ann", "").id()).as("still warm").isEqualTo(first);
    backstage.await(first, Phase.ROLLED_BACK);

    String second = deploy("v2", "refuse", "").id();
    backstage.await(second, Phase.SOAKING);
    client.command(second, Command.PROMOTE, "ann", "");
    backstage.await(second, Phase.PROMOTED);
    RolloutDocument back = client.undo(SERVICE, "ann", "");
    assertThat(back.to()).isEqualTo("v1");
    assertThat(back.strategy()).as("it was good a moment ago").isEqualTo("return");
    backstage.await(back.id(), Phase.SOAKING);
  }
}
