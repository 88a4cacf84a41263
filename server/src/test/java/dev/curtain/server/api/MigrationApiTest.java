package dev.curtain.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.rollout.Pace;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A migration by the API alone, from its plan to its trial, on a real PostgreSQL. */
@Timeout(120)
class MigrationApiTest {
  private static final String AMOUNTS =
      """
      {"migration": "amounts",
       "operations": [{"op": "change_type", "table": "orders", "column": "amount", "to": "cents",
         "type": "bigint", "up": "round(amount * 100)", "down": "cents / 100.0",
         "not_null": true}]}
      """;

  @TempDir Path home;

  @Test
  void planStartWatchContractAndTakeBack() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        Backstage backstage = Backstage.raise(home, "shop.sruja", ApiTest.MODEL, Pace.REAL)) {
      statement.execute("CREATE TABLE orders (id bigint PRIMARY KEY, amount numeric NOT NULL)");
      statement.execute("INSERT INTO orders SELECT i, i FROM generate_series(1, 1000) i");
      Map<String, String> environment =
          Map.of(
              "CURTAIN_DATABASE_URL",
              postgres.getJdbcUrl("postgres", "postgres"),
              "PGUSER",
              "postgres");
      try (ApiServer server =
          ApiServer.start(Binding.loopback(0), backstage.parts(() -> {}, environment))) {
        Wire wire = new Wire(server.port());
        String document = JsonMapper.shared().writeValueAsString(Map.of("document", AMOUNTS));

        JsonNode plan = post(wire, "plan", document, 200);
        assertThat(plan.get("removes").get(0).asString()).isEqualTo("orders.amount");
        assertThat(plan.get("targets").get(0).asString()).isEqualTo("Shop.API v1 is live");

        assertThat(post(wire, "start", document, 202).get("state").asString()).isEqualTo("running");
        assertThat(post(wire, "start", document, 409).at("/error/message").asString())
            .contains("amounts is at work");
        awaitReady(wire);
        JsonNode ready = wire.get("/api/v1/migrations/amounts").json();
        assertThat(ready.get("events").valueStream().map(event -> event.get("says").asString()))
            .contains("ready: both shapes work");
        assertThat(ready.get("passes").valueStream().map(pass -> pass.get("rows").asLong()))
            .as(ready.get("passes").toString())
            .containsOnly(1000L);
        assertThat(post(wire, "amounts/verify", "{}", 200).get("wrong").asLong()).isZero();
        while (wire.post("/api/v1/migrations/amounts/contract", "{}").status() == 409) {
          // It is watched a little longer than it works.
          LockSupport.parkNanos(200_000_000);
        }
        assertThat(
                post(wire, "amounts/contract", "{\"soak\":\"1s\"}", 200)
                    .get("reasons")
                    .get(0)
                    .asString())
            .isEqualTo("Shop.API v1 is live and may need the old shape");
        assertThat(post(wire, "amounts/rollback", "{}", 200).get("state").asString())
            .isEqualTo("rolled_back");
        assertThat(wire.get("/api/v1/migrations/nope").status()).isEqualTo(404);
        assertThat(post(wire, "plan", "{\"document\":\"{}\"}", 409).at("/error/code").asString())
            .isEqualTo("conflict");
      }
    }
  }

  @Test
  void withoutADatabaseThereAreNoneAndNothingBegins() throws Exception {
    try (Backstage backstage = Backstage.raise(home, "shop.sruja", ApiTest.MODEL, Pace.REAL);
        ApiServer server = ApiServer.start(Binding.loopback(0), backstage.parts(() -> {}))) {
      Wire wire = new Wire(server.port());
      assertThat(wire.get("/api/v1/migrations").text()).isEqualTo("{\"migrations\":[]}");
      String document = JsonMapper.shared().writeValueAsString(Map.of("document", AMOUNTS));
      assertThat(post(wire, "start", document, 409).at("/error/message").asString())
          .contains("knows no database", "CURTAIN_DATABASE_URL");
    }
  }

  private static JsonNode post(Wire wire, String path, String body, int status) throws Exception {
    Wire.Answer answer = wire.post("/api/v1/migrations/" + path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer.json();
  }

  private static void awaitReady(Wire wire) throws Exception {
    for (Optional<String> state = Optional.empty();
        !state.equals(Optional.of("ready"));
        state =
            Optional.ofNullable(wire.get("/api/v1/migrations/amounts").json().get("state"))
                .map(JsonNode::asString)) {
      // Watched from outside, as a script would.
      LockSupport.parkNanos(100_000_000);
    }
  }
}
