package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.server.api.ApiClient;
import dev.curtain.server.document.RolloutDocument;
import dev.curtain.server.traffic.Load;
import dev.curtain.server.traffic.SyntheticUsers;
import dev.curtain.server.traffic.TrafficReport;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A real shop under load: a good version stays, a bad one goes, and one that was promoted is taken
 * back.
 */
class ShopRolloutTest {
  @Test
  void goodVersionsStayBadOnesGoAndTheWayBackIsARoute() throws Exception {
    try (RaisedShop shop = RaisedShop.raise();
        SyntheticUsers users =
            SyntheticUsers.start(
                Load.of(URI.create("http://127.0.0.1:" + shop.users + "/orders/1"), 200, 300, 1))) {
      try (ApiClient api = shop.api()) {
        api.deploy("Shop.API", "v2", Optional.empty());
        RolloutDocument good =
            shop.awaitPhase("soaking", "promoted", "rolled_back", "inconclusive");
        assertThat(good.outcome()).as("%s", good.reason()).isEqualTo("promoted");

        api.rollback("Shop.API", "test", "the way back is tried");
        RolloutDocument back = shop.awaitPhase("rolled_back");
        assertThat(back.requestsToCandidateAfterRollback()).isZero();
        assertThat(back.receipt().lost()).isZero();
        assertThat(users.snapshot().failures()).isEmpty();

        api.deploy("Shop.API", "v3", Optional.empty());
        RolloutDocument bad = shop.awaitPhase("soaking", "promoted", "rolled_back", "inconclusive");
        assertThat(bad.outcome()).as("%s", bad.reason()).isEqualTo("rolled_back");
        assertThat(bad.reason()).contains("failed");
        assertThat(api.status().services().getFirst().version()).isEqualTo("v1");
      }
      TrafficReport report = users.stop();
      assertThat(report.failed()).as("v3 fails a fifth of its orders").isPositive();
      assertThat(report.statuses().keySet())
          .as("nothing but the shop's own answers")
          .isSubsetOf(200, 500);
    }
  }

  @Test
  void anAbortedRolloutLeavesThePreviousVersionServingAndWhoWatchesSeesIt() throws Exception {
    Path watched = Files.createTempFile("curtain-watch", ".txt");
    Process watch = null;
    try (RaisedShop shop = RaisedShop.raise();
        LateStream late = new LateStream(shop.port());
        SyntheticUsers users =
            SyntheticUsers.start(
                Load.of(URI.create("http://127.0.0.1:" + shop.users + "/orders/1"), 50, 50, 1))) {
      watch =
          Curtain.command("watch", "--port", String.valueOf(late.port()))
              .redirectErrorStream(true)
              .redirectOutput(watched.toFile())
              .start();
      await(watched, "Shop.API  v1");
      try (ApiClient api = shop.api()) {
        // It has seen what runs, and does not follow what happens yet.
        api.command(
            api.deploy("Shop.API", "v2", Optional.empty()).id(), Command.ABORT, "test", "too soon");
        shop.awaitPhase("rolled_back");
        late.letFollow();
        await(watched, "rolled back: v1 serves");

        String id = api.deploy("Shop.API", "v2", Optional.empty()).id();
        shop.awaitPhase("watching");
        api.command(id, Command.ABORT, "test", "changed my mind");
        assertThat(shop.awaitPhase("rolled_back").reason()).contains("changed my mind");
      }
      await(watched, "changed my mind");
      Awaitility.await("both ends are told")
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.readString(watched).split("rolled back: v1 serves", -1).length == 3);
      assertThat(users.stop().statuses()).isEqualTo(Map.of(200, users.snapshot().requests()));
    } finally {
      if (watch != null) {
        watch.destroy();
      }
      Files.delete(watched);
    }
  }

  private static void await(Path output, String text) {
    Awaitility.await(text)
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(Files.readString(output)).contains(text));
  }
}
