package dev.curtain.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.curtain.rollout.Pace;
import dev.curtain.rollout.Phase;
import dev.curtain.server.document.FlagBatchDocument;
import dev.curtain.server.document.FlagsDocument;
import dev.curtain.server.document.FlagsDocument.FlagChangeDocument;
import dev.curtain.server.document.FlagsDocument.LiveDocument;
import dev.curtain.server.document.MovesDocument;
import dev.curtain.server.world.Entry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Flags of a Curtain that runs, over HTTP. */
@Timeout(60)
class FlagApiTest {
  private static final Map<String, String> TERMS =
      Map.of("category", "release", "owner", "shop", "remove_by", "2027-03-01", "who", "ann");

  @TempDir Path home;
  private Backstage backstage;
  private ApiServer server;
  private Wire wire;
  private ApiClient client;

  @BeforeEach
  void raise() throws Exception {
    backstage = Backstage.raise(home, "shop.sruja", ApiTest.MODEL, Pace.REAL);
    server = ApiServer.start(Binding.loopback(0), backstage.parts(() -> {}));
    wire = new Wire(server.port());
    client = new ApiClient(URI.create(server.url()), Optional.empty());
    client.changeFlag("new-checkout", "set", terms());
  }

  @AfterEach
  void lower() {
    client.close();
    server.close();
    backstage.close();
  }

  /** A removal day is at most half a year off, so that it has to follow the calendar. */
  private static Map<String, String> terms() {
    Map<String, String> terms = new LinkedHashMap<>(TERMS);
    terms.put(
        "remove_by", java.time.LocalDate.now(java.time.ZoneOffset.UTC).plusDays(90).toString());
    return terms;
  }

  private String evaluated(String context) throws Exception {
    return wire.post("/ofrep/v1/evaluate/flags/new-checkout", "{\"context\":" + context + "}")
        .json()
        .path("variant")
        .asString();
  }

  @Test
  void whoever_hears_of_a_change_and_looks_at_once_finds_it() throws Exception {
    CompletableFuture<Boolean> found = new CompletableFuture<>();
    backstage
        .engine
        .ledger()
        .listen((_, entry, _) -> {
          if (entry instanceof Entry.FlagChanged) {
            Thread.ofVirtual().start(() -> look(found));
            // Whoever makes the change is slow: time enough to look before it is in force.
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
          }
        });
    client.changeFlag("new-checkout", "retire", Map.of());
    assertThat(found.get(30, TimeUnit.SECONDS)).isTrue();
  }

  private void look(CompletableFuture<Boolean> found) {
    try {
      found.complete(live().removal() != null);
    } catch (Exception e) {
      found.completeExceptionally(e);
    }
  }

  private LiveDocument live() throws Exception {
    return Objects.requireNonNull(client.flag("new-checkout").live());
  }

  @Test
  void a_customer_is_turned_off_at_once_and_on_again() throws Exception {
    client.changeFlag("new-checkout", "on", Map.of());
    assertThat(evaluated("{\"customer\":\"acme\"}")).isEqualTo("on");
    FlagChangeDocument off =
        client.changeFlag(
            "new-checkout", "off", Map.of("for", "customer=acme", "reason", "orders fail"));
    assertThat(off.action()).isEqualTo("off for customer=acme");
    assertThat(evaluated("{\"customer\":\"acme\"}")).isEqualTo("off");
    assertThat(evaluated("{\"customer\":\"umbrella\"}")).isEqualTo("on");
    assertThat(live().denied()).containsExactly("customer=acme");
    client.changeFlag("new-checkout", "undo", Map.of());
    assertThat(evaluated("{\"customer\":\"acme\"}")).isEqualTo("on");
    assertThat(client.flagHistory("new-checkout").events().get(2).reason())
        .isEqualTo("orders fail");
  }

  @Test
  void what_is_refused_says_why_and_changes_nothing() throws Exception {
    ApiRefused ownerless =
        catchThrowableOfType(
            ApiRefused.class, () -> client.changeFlag("x", "set", Map.of("category", "ops")));
    assertThat(ownerless.getMessage()).contains("flags.x.metadata.owner");
    ApiRefused unknown =
        catchThrowableOfType(ApiRefused.class, () -> client.changeFlag("nope", "off", Map.of()));
    assertThat(unknown.code()).isEqualTo("unknown");
    ApiRefused past =
        catchThrowableOfType(
            ApiRefused.class,
            () ->
                client.changeFlag("new-checkout", "off", Map.of("until", "2020-01-01T00:00:00Z")));
    assertThat(past.getMessage()).contains("until");
    assertThat(client.flags().flags()).hasSize(1);
  }

  @Test
  void who_reads_a_flag_is_known_and_holds_its_removal() throws Exception {
    assertThat(live().unused()).isTrue();
    wire.post(
        "/api/v1/flags/report",
        "{\"service\":\"Shop.API\",\"version\":\"v1\",\"evaluated\":[\"new-checkout\",\"nope\"]}");
    assertThat(live().unused()).isFalse();
    assertThat(live().lastEvaluated()).containsOnlyKeys("Shop.API v1");
    ApiRefused refused =
        catchThrowableOfType(
            ApiRefused.class, () -> client.changeFlag("new-checkout", "remove", Map.of()));
    assertThat(refused.getMessage()).contains("Shop.API v1 reads it and is live");
    client.changeFlag("new-checkout", "remove", Map.of("reason", "never shipped"));
    assertThat(client.flags().flags()).isEmpty();
  }

  @Test
  void a_report_that_reports_nothing_or_nonsense_is_refused() throws Exception {
    assertThat(wire.post("/api/v1/flags/report", "{}").status()).isEqualTo(400);
    assertThat(
            wire.post(
                    "/api/v1/flags/report",
                    "{\"outcomes\":[{\"flag\":\"a\",\"variant\":\"b\",\"requests\":1,\"failed\":2}]}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void another_salt_is_tried_first_and_refused_without_the_word_of_the_trial() throws Exception {
    client.changeFlag("new-checkout", "expose", Map.of("percent", "50"));
    ApiRefused untried =
        catchThrowableOfType(
            ApiRefused.class,
            () -> client.changeFlag("new-checkout", "set", Map.of("salt", "other")));
    assertThat(untried.getMessage()).contains("curtain flag rebucket new-checkout first");
    MovesDocument moves = client.flagMoves("new-checkout", Map.of("salt", "other"));
    assertThat(moves.asked()).isEqualTo(10_000);
    assertThat(moves.moved()).isBetween(4_700, 5_300);
    assertThat(moves.changes()).containsOnlyKeys("on → off", "off → on");
    MovesDocument own =
        client.flagMoves(
            "new-checkout",
            Map.of(
                "salt", "other", "contexts", "{\"targetingKey\":\"a\"}\n{\"targetingKey\":\"b\"}"));
    assertThat(own.asked()).isEqualTo(2);
    client.changeFlag("new-checkout", "off", Map.of());
    Map<String, String> confirmed = Map.of("salt", "other", "confirm", moves.confirm());
    assertThat(
            catchThrowableOfType(
                ApiRefused.class, () -> client.changeFlag("new-checkout", "set", confirmed)))
        .hasMessageContaining("has changed since that was tried");
    client.changeFlag("new-checkout", "undo", Map.of());
    client.changeFlag("new-checkout", "set", confirmed);
    assertThat(client.flagMoves("new-checkout", Map.of("salt", "other")).moved()).isZero();
    ApiRefused by =
        catchThrowableOfType(
            ApiRefused.class,
            () -> client.changeFlag("new-checkout", "expose", Map.of("by", "customer")));
    assertThat(by.getMessage()).contains("divided otherwise");
    client.changeFlag("new-checkout", "expose", Map.of("percent", "60"));
  }

  @Test
  void a_removal_is_a_task_that_says_what_is_open() throws Exception {
    wire.post(
        "/api/v1/flags/report",
        "{\"service\":\"Shop.API\",\"version\":\"v1\",\"evaluated\":[\"new-checkout\"]}");
    client.changeFlag("new-checkout", "expose", Map.of("percent", "50"));
    client.changeFlag("new-checkout", "retire", Map.of("who", "ann", "references", "3"));
    assertThat(Objects.requireNonNull(live().removal()).steps())
        .extracting(FlagsDocument.RemovalStepDocument::what)
        .containsExactly(
            "everybody gets the same variant",
            "no code names it (3 places do)",
            "no live version evaluates it (Shop.API v1 does)",
            "no flag waits for it");
    assertThat(
            catchThrowableOfType(
                ApiRefused.class, () -> client.changeFlag("new-checkout", "remove", Map.of())))
        .hasMessageContaining("3 places");
    client.changeFlag("new-checkout", "expose", Map.of("percent", "100"));
    client.changeFlag("new-checkout", "retire", Map.of("who", "bob", "references", "0"));
    assertThat(Objects.requireNonNull(live().removal()).steps())
        .extracting(FlagsDocument.RemovalStepDocument::done)
        .containsExactly(true, true, false, true);
    assertThat(Objects.requireNonNull(live().removal()).who()).isEqualTo("ann");
  }

  @Test
  void a_deployment_waits_for_the_owners_of_overdue_flags_where_the_policy_says_so()
      throws Exception {
    String model =
        """
        Shop = system "Shop" { API = container "API" { run "run {port}" ready "/readyz" } }
        deployment P "P" {
          node A "A" {
            containerInstance Shop.API {
              version "v1" replicas 1
              deployment_strategy "rolling"
              gates { start { policy "overdue_flags == 0" } }
            }
          }
        }
        """;
    try (Backstage gated =
            Backstage.raise(
                java.nio.file.Files.createDirectory(home.resolve("gated")),
                "gated.sruja",
                model,
                Pace.REAL);
        ApiServer other = ApiServer.start(Binding.loopback(0), gated.parts(() -> {}));
        ApiClient api = new ApiClient(URI.create(other.url()), Optional.empty())) {
      java.time.LocalDate today = java.time.LocalDate.now(java.time.ZoneOffset.UTC);
      String definition =
          "{\"state\":\"ENABLED\",\"variants\":{\"on\":true,\"off\":false},\"metadata\":"
              + "{\"category\":\"release\",\"owner\":\"search\",\"service\":\"Shop.API\","
              + "\"created\":\"%s\",\"remove_by\":\"%s\"}}"
                  .formatted(today.minusDays(60), today.minusDays(3));
      api.changeFlag("old-search", "set", Map.of("definition", definition));
      String id = api.deploy("Shop.API", "v2", Optional.empty()).id();
      gated.await(id, Phase.GATED);
      String shown = "";
      for (int looks = 0; looks < 800 && !shown.contains("old-search"); looks++) {
        // The gate is asked on a thread of its own; nothing tells when it was answered.
        LockSupport.parkNanos(50_000_000);
        shown = new Wire(other.port()).get("/api/v1/rollouts/" + id).text();
      }
      assertThat(shown).contains("overdue are old-search (search, " + today.minusDays(3) + ")");
    }
  }

  @Test
  void an_export_is_taken_in_with_owner_and_day_and_never_over_what_is_there() throws Exception {
    String export =
        "{\"features\":[{\"name\":\"b\",\"type\":\"release\",\"enabled\":true,\"strategies\":[],"
            + "\"dependencies\":[{\"feature\":\"a\"}]},"
            + "{\"name\":\"a\",\"type\":\"release\",\"enabled\":true,\"strategies\":[]},"
            + "{\"name\":\"new-checkout\",\"type\":\"release\",\"enabled\":true}]}";
    FlagBatchDocument ownerless = client.flagBatch("import", Map.of("text", export));
    assertThat(ownerless.changed()).isEmpty();
    assertThat(ownerless.refused()).hasSize(3);
    Map<String, String> given = new LinkedHashMap<>(terms());
    given.remove("category");
    given.put("text", export);
    Map<String, String> dry = new LinkedHashMap<>(given);
    dry.put("dry_run", "true");
    assertThat(client.flagBatch("import", dry).changed()).containsExactly("a", "b");
    assertThat(client.flags().flags()).hasSize(1);
    FlagBatchDocument done = client.flagBatch("import", given);
    assertThat(done.changed()).containsExactly("a", "b");
    assertThat(done.refused()).singleElement().asString().contains("is there already");
    assertThat(client.flag("b").prerequisites()).containsEntry("a", "on");
    assertThat(client.flagHistory("a").events().getFirst().action()).isEqualTo("import");
  }

  @Test
  void a_model_is_declared_while_it_runs() throws Exception {
    String model =
        "flag Cart \"c\" { category \"release\" owner \"x\" remove_by \"%s\" }"
            .formatted(java.time.LocalDate.now(java.time.ZoneOffset.UTC).plusDays(30));
    FlagBatchDocument done = client.flagBatch("declare", Map.of("text", model, "file", "m.sruja"));
    assertThat(done.changed()).containsExactly("Cart");
    assertThat(client.flag("Cart").owner()).isEqualTo("x");
    ApiRefused wrong =
        catchThrowableOfType(
            ApiRefused.class,
            () -> client.flagBatch("declare", Map.of("text", "flag X \"x\" { owner \"y\" }")));
    assertThat(wrong.getMessage()).contains("F001");
  }
}
