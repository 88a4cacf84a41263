package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.server.api.ApiClient;
import dev.curtain.server.document.RolloutDocument;
import dev.curtain.server.traffic.Load;
import dev.curtain.server.traffic.SyntheticUsers;
import dev.curtain.server.traffic.TrafficReport;
import java.net.URI;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * The promise that the controller may die between any two instructions, against real processes
 * under load.
 */
class KilledControllerTest {
  private static final int KILLS = Integer.getInteger("curtain.kills", 20);
  private static final long SEED = Long.getLong("curtain.seed", 1);
  private static final long WINDOW_MILLIS = 5_000;

  @Test
  void neverAFailedRequestAndAlwaysTheSameEnd() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    try (RaisedShop shop = RaisedShop.raise();
        SyntheticUsers users =
            SyntheticUsers.start(
                Load.of(
                    URI.create("http://127.0.0.1:" + shop.users + "/orders/1"), 200, 400, SEED))) {
      for (int kill = 0; kill < KILLS; kill++) {
        String to = kill % 2 == 0 ? "v2" : "v1";
        try (ApiClient api = shop.api()) {
          api.deploy("Shop.API", to, Optional.empty());
        }
        long after = random.nextLong(WINDOW_MILLIS);
        String where = "seed " + SEED + ", kill " + kill + " after " + after + " ms";
        LockSupport.parkNanos(after * 1_000_000);
        shop.kill();
        shop.restart();
        RolloutDocument settled =
            shop.awaitPhase("soaking", "promoted", "rolled_back", "inconclusive", "failed");
        assertThat(settled.outcome()).as(where + ": " + settled.reason()).isEqualTo("promoted");
        if (settled.phase().equals("soaking")) {
          try (ApiClient api = shop.api()) {
            api.command(settled.id(), Command.PROMOTE, "test", "enough");
          }
        }
        assertThat(shop.awaitPhase("promoted").to()).as(where).isEqualTo(to);
        assertThat(users.snapshot().failures()).as(where).isEmpty();
      }
      TrafficReport report = users.stop();
      assertThat(report.failed()).isZero();
      assertThat(report.requests()).isGreaterThan(KILLS * 100L);
    }
  }
}
