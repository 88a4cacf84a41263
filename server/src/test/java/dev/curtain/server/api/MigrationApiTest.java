package dev.curtain.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.rollout.Pace;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
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

  private static final String TOKEN = "0123456789abcdef";

  @TempDir Path home;

  @Test
  void planStartWatchContractAndTakeBack() throws Exception {
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start();
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
  void whatIsPausedIsTakenBackAtOnceAndTheRecordSaysWhoWantedIt() throws Exception {
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start();
        Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        Backstage backstage = Backstage.raise(home, "shop.sruja", ApiTest.MODEL, Pace.REAL)) {
      statement.execute("CREATE TABLE orders (id bigint PRIMARY KEY, amount numeric NOT NULL)");
      statement.execute("INSERT INTO orders SELECT i, i FROM generate_series(1, 200000) i");
      Map<String, String> environment =
          Map.of(
              "CURTAIN_DATABASE_URL",
              postgres.getJdbcUrl("postgres", "postgres"),
              "PGUSER",
              "postgres");
      Binding binding = new Binding("127.0.0.1", 0, Keys.parse("operator ada " + TOKEN));
      try (ApiServer server = ApiServer.start(binding, backstage.parts(() -> {}, environment))) {
        Ada ada = new Ada(new Wire(server.port()));
        ada.post("start", Map.of("document", AMOUNTS), 202);
        ada.await(it -> it.path("passes").size() > 0);
        JsonNode paused = ada.post("amounts/pause", Map.of("reason", "pager"), 200);
        assertThat(paused.get("paused").booleanValue()).isTrue();
        assertThat(paused.get("state").stringValue()).isEqualTo("running");

        JsonNode back = ada.post("amounts/rollback", Map.of("who", "eve", "reason", "no"), 200);
        assertThat(back.get("state").stringValue()).isEqualTo("rolled_back");
        assertThat(ada.asked(back))
            .containsExactly(
                "asked to begin: ada (operator): ",
                "asked to pause: ada (operator): pager",
                "asked to take it back: ada (operator): no");
        assertThat(columns(statement)).isEqualTo("id,amount");

        // The runner has left; it begins anew, is paused, resumed at once, and taken back while it
        // still looks at what is usual.
        ada.await(it -> said(it).anyMatch(says -> says.startsWith("stopped: ")));
        ada.post("start", Map.of("document", AMOUNTS), 202);
        ada.await(it -> it.path("state").stringValue().equals("running"));
        ada.await(it -> it.path("passes").size() > 0);
        ada.post("amounts/pause", Map.of(), 200);
        assertThat(ada.post("amounts/resume", Map.of(), 202).get("paused").booleanValue())
            .isFalse();
        ada.post("amounts/rollback", Map.of(), 200);
        JsonNode last =
            ada.await(it -> said(it).anyMatch(says -> says.endsWith("it is being taken back")));
        assertThat(last.get("state").stringValue()).isEqualTo("rolled_back");
        assertThat(columns(statement)).isEqualTo("id,amount");
      }
    }
  }

  private static String columns(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid ="
                + " 'orders'::regclass AND attnum > 0 AND NOT attisdropped")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Stream<String> said(JsonNode migration) {
    return migration.path("events").valueStream().map(event -> event.get("says").stringValue());
  }

  /** Somebody with a key of her own. */
  private record Ada(Wire wire) {
    JsonNode post(String path, Map<String, String> body, int status) throws Exception {
      Wire.Answer answer =
          wire.post(
              "/api/v1/migrations/" + path,
              JsonMapper.shared().writeValueAsString(body),
              "content-type",
              "application/json",
              "authorization",
              "Bearer " + TOKEN);
      assertThat(answer.status()).as(answer.text()).isEqualTo(status);
      return answer.json();
    }

    /** The migration once it is so; there is none in its first seconds. */
    JsonNode await(Predicate<JsonNode> so) throws Exception {
      for (int looks = 0; ; looks++) {
        Wire.Answer answer =
            wire.get("/api/v1/migrations/amounts", "authorization", "Bearer " + TOKEN);
        if (answer.status() == 200 && so.test(answer.json())) {
          return answer.json();
        }
        assertThat(looks).as("not so: %s", answer.text()).isLessThan(1_000);
        // Watched from outside, as a script would.
        LockSupport.parkNanos(50_000_000);
      }
    }

    /** What people asked for: what, who and why. */
    List<String> asked(JsonNode migration) {
      return migration
          .get("events")
          .valueStream()
          .filter(event -> event.get("who").isString())
          .map(event ->
              event.get("says").stringValue()
                  + ": "
                  + event.get("who").stringValue()
                  + ": "
                  + event.path("reason").asString(""))
          .toList();
    }
  }

  @Test
  void withoutADatabaseThereAreNoneAndNothingBegins() throws Exception {
    try (Backstage backstage = Backstage.raise(home, "shop.sruja", ApiTest.MODEL, Pace.REAL);
        ApiServer server = ApiServer.start(Binding.loopback(0), backstage.parts(() -> {}))) {
      Wire wire = new Wire(server.port());
      assertThat(wire.get("/api/v1/migrations").text())
          .isEqualTo("{\"migrations\":[],\"adopted\":[]}");
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
    Wire.Answer answer = wire.get("/api/v1/migrations/amounts");
    for (int looks = 0; !"ready".equals(answer.json().path("state").asString("")); looks++) {
      assertThat(looks).as("not ready: %s", answer.text()).isLessThan(600);
      // Watched from outside, as a script would.
      LockSupport.parkNanos(100_000_000);
      answer = wire.get("/api/v1/migrations/amounts");
    }
  }
}
