package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.server.api.ApiClient;
import dev.curtain.server.api.ApiRefused;
import dev.curtain.server.document.DrillDocument;
import dev.curtain.server.document.RolloutDocument;
import dev.curtain.server.traffic.Load;
import dev.curtain.server.traffic.SyntheticUsers;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Every strategy on a real shop under load: taken back half-way, then carried to its end. */
class StrategiesTest {
  private static final String RINGS =
      """
      deployment_strategy "ring"
      rings {
        staff { header "x-staff" values ["yes"] soak "1 second" }
        early { users "20%" soak "1 second" }
        everybody { }
      }
      """;

  private static final String SHADOW =
      """
      deployment_strategy "shadow"
      shadow { share 100 lasting "2 seconds" compare_bodies false then "blue-green" }
      """;

  @Test
  void everyStrategyIsTakenBackAndCarriedThroughWithoutLosingARequest() throws Exception {
    try (RaisedShop shop = RaisedShop.changing(RINGS);
        SyntheticUsers users =
            SyntheticUsers.start(
                Load.of(URI.create("http://127.0.0.1:" + shop.users + "/orders/1"), 60, 100, 1));
        ApiClient api = shop.api()) {
      String[] versions = {"v1", "v2"};
      int serving = 0;
      for (String strategy : new String[] {"canary", "blue-green", "rolling", "ring", "ab"}) {
        int next = 1 - serving;
        takenBack(shop, api, versions[next], strategy);
        carriedThrough(shop, api, versions[next], strategy);
        serving = next;
        assertThat(users.snapshot().failures()).as(strategy).isEmpty();
      }
      shadowed(shop, api, versions[1 - serving]);
      assertThat(users.snapshot().failures()).as("shadow").isEmpty();

      drilled(api);
      assertThat(users.snapshot().failures()).as("drill").isEmpty();

      recreated(shop, api, versions[1 - serving]);
      assertThat(users.snapshot().failures()).as("whoever came in the gap waited").isEmpty();
    }
  }

  @Test
  void aShadowWhoseCopiesAreAnsweredAsWellIsLetInAndPromoted() throws Exception {
    try (RaisedShop shop = RaisedShop.changing(SHADOW);
        SyntheticUsers users =
            SyntheticUsers.start(
                Load.of(URI.create("http://127.0.0.1:" + shop.users + "/orders/1"), 60, 100, 1));
        ApiClient api = shop.api()) {
      String id = api.deploy("Shop.API", "v2", Optional.empty()).id();
      shop.await(
          "the shadow is promoted",
          () -> {
            RolloutDocument now = shop.latest();
            assertThat(now.outcome()).as("%s", now.reason()).isNotEqualTo("rolled_back");
            // Its copies are watched to a conclusion; what comes after that is another test's.
            if (now.share() > 0 && List.of("watching", "soaking").contains(now.phase())) {
              goOn(api, id);
            }
            return now.phase().equals("promoted");
          });
      assertThat(api.status().services().getFirst().version()).isEqualTo("v2");
      assertThat(users.snapshot().failures()).isEmpty();
    }
  }

  private static void takenBack(RaisedShop shop, ApiClient api, String to, String strategy)
      throws Exception {
    String id = api.deploy("Shop.API", to, Optional.of(strategy)).id();
    shop.awaitPhase("watching", "experimenting", "soaking");
    api.command(id, Command.ABORT, "test", "the way back is tried");
    RolloutDocument back = shop.awaitPhase("rolled_back");
    assertThat(back.id()).isEqualTo(id);
    assertThat(back.requestsToCandidateAfterRollback()).as(strategy).isZero();
    assertThat(back.receipt().lost()).as(strategy).isZero();
    assertThat(back.downtimeMillis()).as(strategy).isNull();
  }

  private static void carriedThrough(RaisedShop shop, ApiClient api, String to, String strategy)
      throws Exception {
    String id = api.deploy("Shop.API", to, Optional.of(strategy)).id();
    if (strategy.equals("ab")) {
      shop.awaitPhase("experimenting");
      for (int i = 0; i < 5 && shop.latest().phase().equals("experimenting"); i++) {
        tellOutcome(api, id);
      }
    }
    shop.await(
        strategy + " is promoted",
        () -> {
          RolloutDocument now = shop.latest();
          assertThat(now.outcome())
              .as("%s: %s", strategy, now.reason())
              .isNotEqualTo("rolled_back");
          if (List.of("watching", "soaking").contains(now.phase())) {
            goOn(api, id);
          }
          return now.phase().equals("promoted");
        });
    assertThat(shop.latest().id()).isEqualTo(id);
  }

  /** An experiment may end between the look and the word. */
  private static void tellOutcome(ApiClient api, String id) throws Exception {
    try {
      api.outcome(id, "60/1000", "160/1000", "test");
    } catch (ApiRefused e) {
      assertThat(e.code()).isEqualTo("conflict");
    }
  }

  /** A button that is pressed a moment too late is refused, and that is all. */
  private static void goOn(ApiClient api, String id) throws Exception {
    try {
      api.command(id, Command.PROMOTE, "test", "seen enough");
    } catch (ApiRefused e) {
      assertThat(e.code()).isEqualTo("conflict");
    }
  }

  private static void shadowed(RaisedShop shop, ApiClient api, String to) throws Exception {
    String id = api.deploy("Shop.API", to, Optional.of("shadow")).id();
    RolloutDocument report = shop.awaitPhase("rolled_back", "reported");
    assertThat(report.id()).isEqualTo(id);
    assertThat(report.reason()).as("the shop's versions answer differently").contains("otherwise");
    assertThat(report.exposure().requests()).as("no user met it").isZero();
    assertThat(api.status().services().getFirst().version()).isNotEqualTo(to);
  }

  private static void drilled(ApiClient api) throws Exception {
    RolloutDocument begun = api.drill("Shop.API", "rollback", "10s");
    assertThat(begun.strategy()).isEqualTo("drill");
    Awaitility.await("evidence")
        .atMost(Duration.ofSeconds(60))
        .until(() -> !api.drills("Shop.API").drills().isEmpty());
    DrillDocument.Evidence drill = api.drills("Shop.API").drills().getFirst();
    assertThat(drill.held()).as(drill.words()).isTrue();
    assertThat(drill.requests()).isPositive();
    assertThat(drill.lost()).isZero();
  }

  /** The one strategy with a gap: declared, measured, and nothing is lost outside of it. */
  private static void recreated(RaisedShop shop, ApiClient api, String to) throws Exception {
    String from = api.status().services().getFirst().version();
    String first = api.deploy("Shop.API", to, Optional.of("recreate")).id();
    shop.awaitPhase("watching");
    api.command(first, Command.ABORT, "test", "the way back is tried");
    RolloutDocument back = shop.awaitPhase("rolled_back");
    assertThat(back.downtimeMillis()).isPositive().isLessThan(back.declaredDowntimeMillis());
    assertThat(api.status().services().getFirst().version()).isEqualTo(from);

    api.deploy("Shop.API", to, Optional.of("recreate"));
    RolloutDocument good = shop.awaitPhase("promoted", "rolled_back", "failed");
    assertThat(good.outcome()).as("%s", good.reason()).isEqualTo("promoted");
    assertThat(good.downtimeMillis()).isPositive().isLessThan(good.declaredDowntimeMillis());
    assertThat(api.status().services().getFirst().version()).isEqualTo(to);
  }
}
