package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.server.api.ApiClient;
import dev.curtain.server.document.RolloutDocument;
import dev.curtain.server.traffic.Load;
import dev.curtain.server.traffic.SyntheticUsers;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Two controllers over one PostgreSQL: the one that leads dies, the other one goes on. */
class TwoControllersTest {
  private static final int DEATHS = 3;

  @Test
  void a_rollout_is_finished_by_whoever_is_left() throws Exception {
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start();
        RaisedShop shop = RaisedShop.raise("--log", postgres.getJdbcUrl("postgres", "postgres"));
        SyntheticUsers users =
            SyntheticUsers.start(
                Load.of(URI.create("http://127.0.0.1:" + shop.users + "/orders/1"), 200, 400, 1))) {
      for (int death = 0; death < DEATHS; death++) {
        shop.standBy();
        String to = death % 2 == 0 ? "v2" : "v1";
        try (ApiClient api = shop.api()) {
          api.deploy("Shop.API", to, Optional.empty());
        }
        LockSupport.parkNanos(death * 1_500_000_000L);
        shop.kill();
        shop.succeed();
        RolloutDocument settled =
            shop.awaitPhase("soaking", "promoted", "rolled_back", "inconclusive", "failed");
        assertThat(settled.outcome()).as(settled.reason()).isEqualTo("promoted");
        try (ApiClient api = shop.api()) {
          api.command(settled.id(), Command.PROMOTE, "test", "enough");
        }
        assertThat(shop.awaitPhase("promoted").to()).isEqualTo(to);
        assertThat(users.snapshot().failures()).isEmpty();
      }
      assertThat(users.stop().failed()).isZero();
    }
  }
}
