package dev.curtain.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.rollout.Pace;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.server.document.RolloutDocument;
import dev.curtain.server.document.ShowDocument;
import dev.curtain.server.document.StatusDocument;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiTest {
  static final String MODEL =
      """
      Shop = system "Shop" {
        API = container "Shop API" {
          technology "Java"
        }
        Web = container "Web" { }
      }
      deployment Production "Production" {
        node Here "Here" {
          containerInstance Shop.API {
            version "v1"
            replicas 2
            deployment_strategy "canary"
          }
          containerInstance Shop.Web {
            replicas 1
          }
        }
      }
      """;

  @TempDir Path home;
  private Backstage backstage;
  private ApiServer server;
  private Wire wire;
  private ApiClient client;
  private final CompletableFuture<Void> down = new CompletableFuture<>();

  @BeforeEach
  void raise() throws Exception {
    backstage = Backstage.raise(home, "shop.sruja", MODEL, Pace.REAL);
    server = ApiServer.start(Binding.loopback(0), backstage.parts(() -> down.complete(null)));
    wire = new Wire(server.port());
    client = new ApiClient(URI.create(server.url()), Optional.empty());
  }

  @AfterEach
  void lower() {
    client.close();
    server.close();
    backstage.close();
  }

  @Test
  void itSaysWhatRuns() throws Exception {
    StatusDocument status = client.status();
    assertThat(status.model()).isEqualTo("shop.sruja");
    assertThat(status.deployment()).isEqualTo("Production");
    assertThat(status.since()).isNotNull();
    assertThat(status.routerEpoch()).isPositive();
    assertThat(status.services())
        .extracting(StatusDocument.ServiceDocument::service)
        .containsExactly("Shop.API", "Shop.Web");
    StatusDocument.ServiceDocument api = status.services().getFirst();
    assertThat(api.title()).isEqualTo("Shop API");
    assertThat(api.version()).isEqualTo("v1");
    assertThat(api.strategy()).isEqualTo("canary");
    assertThat(api.urls())
        .containsExactly("http://shop.api.localhost:" + backstage.router.port() + "/");
    assertThat(api.rollout()).isNull();
    StatusDocument.TrackDocument track = api.tracks().getFirst();
    assertThat(track.share()).isEqualTo(100);
    assertThat(track.weight()).isEqualTo(100_000);
    assertThat(track.replicas()).isEqualTo(new StatusDocument.Replicas(2, 2));
    assertThat(track.requests()).isZero();
    assertThat(track.errorRate()).as("no request, no rate").isNull();
    assertThat(track.p95Millis()).isNull();
    assertThat(status.services().get(1).version()).as("the model names none").isNull();
  }

  @Test
  void whatTheRouterCountedIsInTheStatusAndInTheMetrics() throws Exception {
    ask("shop.api.localhost", 3);
    StatusDocument.TrackDocument track = client.status().services().getFirst().tracks().getFirst();
    assertThat(track.requests()).isEqualTo(3);
    assertThat(track.failed()).isZero();
    assertThat(track.errorRate()).isZero();
    assertThat(track.p95Millis()).isNotNull();
    String metrics = wire.get("/metrics").text();
    assertThat(metrics)
        .contains("# TYPE curtain_requests_total counter\n")
        .containsPattern(
            "curtain_requests_total\\{service=\"Shop.API\",track=\"[^\"]+\",version=\"v1\"} 3\n")
        .containsPattern("curtain_replicas_ready\\{service=\"Shop.API\",[^}]+} 2\n")
        .containsPattern("curtain_share_percent\\{service=\"Shop.API\",[^}]+} 100\n")
        .contains("curtain_rollouts_total{outcome=\"promoted\"} 0\n")
        .contains("curtain_router_up 1\n")
        .contains("curtain_events_total " + backstage.engine.ledger().seq() + "\n")
        .containsPattern("curtain_request_duration_seconds\\{[^}]+,quantile=\"0.95\"} [0-9.E-]+\n");
    assertThat(metrics.lines())
        .allMatch(line -> line.matches("# (HELP|TYPE) .+|[a-z_]+(\\{.*})? (NaN|[-0-9.E]+)"));
  }

  private void ask(String host, int times) throws Exception {
    Wire users = new Wire(backstage.router.port());
    for (int i = 0; i < times; i++) {
      assertThat(users.raw("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void whatMetTheCandidateIsCountedWhileItGoesOn() throws Exception {
    backstage.close();
    server.close();
    Path other = Files.createDirectory(home.resolve("quick"));
    // A watch of three seconds, twelve where nothing is concluded: time enough to pause it.
    backstage = Backstage.raise(other, "shop.sruja", MODEL, new Pace(100, Duration.ofHours(1)));
    server = ApiServer.start(Binding.loopback(0), backstage.parts(() -> {}));
    try (ApiClient quick = new ApiClient(URI.create(server.url()), Optional.empty())) {
      String id = quick.deploy("Shop.API", "v2", Optional.of("blue-green")).id();
      backstage.await(id, Phase.WATCHING);
      quick.command(id, Command.PAUSE, "ann", "");
      quick.command(id, Command.PROMOTE, "ann", "enough");
      backstage.await(id, Phase.SOAKING);
      ask("shop.api.localhost", 2);
      assertThat(quick.show(id).rollout().exposure().requests()).isEqualTo(2);
      assertThat(quick.history(Optional.empty()).rollouts().getFirst().exposure().requests())
          .isEqualTo(2);
      assertThat(quick.status().services().getFirst().tracks().getLast().share()).isEqualTo(100);
    }
  }

  @Test
  void aRouterThatDoesNotAnswerIsNotTheSameAsNoTraffic() throws Exception {
    backstage.router.close();
    StatusDocument status = client.status();
    assertThat(status.routerEpoch()).isNull();
    assertThat(status.services().getFirst().tracks().getFirst().requests()).isNull();
    assertThat(wire.get("/metrics").text())
        .contains("curtain_router_up 0\n")
        .doesNotContain("curtain_requests_total");
    Wire.Answer ready = wire.get("/readyz");
    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.json().at("/waitingFor/0").stringValue())
        .isEqualTo("the router does not answer");
  }

  @Test
  void itIsAliveAndReady() throws Exception {
    assertThat(wire.get("/healthz").status()).isEqualTo(200);
    Wire.Answer ready = wire.get("/readyz");
    assertThat(ready.status()).as(ready.text()).isEqualTo(200);
    assertThat(ready.json().get("ready").booleanValue()).isTrue();
    assertThat(client.alive()).isTrue();
  }

  @Test
  void theModelIsShownAsItWasRaised() throws Exception {
    assertThat(client.model().elements())
        .extracting("path")
        .containsExactly("Shop", "Shop.API", "Shop.Web");
  }

  @Test
  void aRolloutIsBegunShownPausedResumedAndAborted() throws Exception {
    Wire.Answer begun =
        wire.post("/api/v1/deploy", "{\"service\":\"Shop.API\",\"version\":\"v2\"}");
    assertThat(begun.status()).as(begun.text()).isEqualTo(202);
    String id = begun.json().get("id").stringValue();
    assertThat(begun.json().get("strategy").stringValue()).isEqualTo("canary");
    assertThat(client.status().services().getFirst().rollout()).isEqualTo(id);

    assertThat(client.command(id, Command.PAUSE, "ann", "lunch").paused()).isTrue();
    assertThatThrownBy(() -> client.command(id, Command.PAUSE, "ann", ""))
        .isInstanceOfSatisfying(ApiRefused.class, no -> assertThat(no.status()).isEqualTo(409))
        .hasMessage(id + " is paused already");
    assertThat(client.command(id, Command.RESUME, "ann", "").paused()).isFalse();

    ShowDocument shown = client.show(id);
    assertThat(shown.rollout().to()).isEqualTo("v2");
    assertThat(shown.steps())
        .extracting(ShowDocument.StepDocument::kind)
        .startsWith("baseline", "provision", "shift", "watch")
        .contains("soak")
        .endsWith("retire");
    assertThat(shown.steps().getFirst().state()).isEqualTo("current");
    assertThat(shown.steps().get(1).state()).isEqualTo("ahead");
    assertThat(shown.steps().get(2).share()).isEqualTo(5);
    assertThat(shown.timeline())
        .extracting(ShowDocument.TimelineDocument::event)
        .containsExactly("planned", "begun", "commanded", "commanded");
    assertThat(shown.timeline().get(2).notes()).containsExactly("paused by ann: lunch");

    assertThat(client.command(id, Command.ABORT, "ann", "no").reason())
        .isEqualTo("rolled back by ann: no");
    backstage.await(id, Phase.ROLLED_BACK);
    ShowDocument ended = client.show(id);
    assertThat(ended.rollout().outcome()).isEqualTo("rolled_back");
    assertThat(ended.steps().getFirst().state()).isEqualTo("stopped");
    assertThat(ended.steps().getFirst().durationMillis()).isNotNull();
    assertThat(ended.steps().getLast().state()).isEqualTo("skipped");
    assertThat(client.history(Optional.of("Shop.API")).rollouts())
        .extracting(RolloutDocument::id)
        .containsExactly(id);
    assertThat(client.history(Optional.of("Shop.Web")).rollouts()).isEmpty();
    assertThatThrownBy(() -> client.command(id, Command.RESUME, "ann", ""))
        .hasMessageContaining("has ended");
  }

  @Test
  void historyBeginsWithTheNewest() throws Exception {
    String first = client.deploy("Shop.API", "v2", Optional.empty()).id();
    client.command(first, Command.ABORT, "ann", "");
    backstage.await(first, Phase.ROLLED_BACK);
    String second = client.deploy("Shop.API", "v3", Optional.of("blue-green")).id();
    List<RolloutDocument> history = client.history(Optional.empty()).rollouts();
    assertThat(history).extracting(RolloutDocument::id).containsExactly(second, first);
    assertThat(history.getFirst().strategy()).isEqualTo("blue-green");
  }

  @Test
  void aServiceIsRolledBackByItsName() throws Exception {
    assertThatThrownBy(() -> client.rollback("Shop.API", "ann", ""))
        .isInstanceOfSatisfying(ApiRefused.class, no -> assertThat(no.code()).isEqualTo("conflict"))
        .hasMessageContaining("no previous version is warm");
    String id = client.deploy("Shop.API", "v2", Optional.empty()).id();
    assertThat(client.rollback("Shop.API", "ann", "a feeling").id()).isEqualTo(id);
    backstage.await(id, Phase.ROLLED_BACK);
    assertThat(client.show(id).rollout().reason()).isEqualTo("rolled back by ann: a feeling");
  }

  @Test
  void whatIsNotThereIsSaidTogetherWithWhatIs() throws Exception {
    Wire.Answer deploy =
        wire.post("/api/v1/deploy", "{\"service\":\"Shop.Apo\",\"version\":\"v2\"}");
    assertThat(deploy.status()).isEqualTo(404);
    assertThat(deploy.error()).isEqualTo("unknown");
    assertThat(deploy.message()).contains("Shop.Apo").contains("Shop.API, Shop.Web");
    assertThat(wire.get("/api/v1/rollouts/nope").status()).isEqualTo(404);
    assertThat(wire.post("/api/v1/rollouts/nope/pause", "{}").status()).isEqualTo(404);
    assertThat(wire.post("/api/v1/rollback", "{\"service\":\"nope\"}").status()).isEqualTo(404);
    assertThat(wire.get("/api/v1/history?service=nope").status()).isEqualTo(404);
    Wire.Answer page = wire.get("/api/v1/nothing");
    assertThat(page.status()).isEqualTo(404);
    assertThat(page.error()).isEqualTo("unknown");
    assertThat(page.header("content-type")).isEqualTo("application/json");
  }

  @Test
  void whatCannotBeDoneNowIsAConflict() throws Exception {
    Wire.Answer same = wire.post("/api/v1/deploy", "{\"service\":\"Shop.API\",\"version\":\"v1\"}");
    assertThat(same.status()).isEqualTo(409);
    assertThat(same.message()).contains("is at v1 already");
    String id = client.deploy("Shop.API", "v2", Optional.empty()).id();
    Wire.Answer second =
        wire.post("/api/v1/deploy", "{\"service\":\"Shop.API\",\"version\":\"v3\"}");
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.message()).startsWith(id + " moves Shop.API already");
    assertThat(wire.post("/api/v1/rollouts/" + id + "/promote", "{}").status()).isEqualTo(409);
  }

  @Test
  void aBodyThatIsNotUnderstoodIsAnsweredWithWhatWasExpected() throws Exception {
    String expected =
        "(expected: {\"service\": \"…\", \"version\": \"…\", \"strategy\"?: \"…\","
            + " \"when_underway\"?: \"…\", \"written\"?: \"…\", \"reason\"?: \"…\", \"who\"?:"
            + " \"…\"})";
    for (String body :
        List.of(
            "{\"service\"",
            "[]",
            "",
            "null",
            "{\"service\":\"Shop.API\"}",
            "{\"version\":\" \",\"service\":\"a\"}",
            "{\"service\":\"Shop.API\",\"version\":\"v2\",\"stategy\":\"canary\"}")) {
      Wire.Answer answer = wire.post("/api/v1/deploy", body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.error()).isEqualTo("invalid");
      assertThat(answer.message()).as(body).contains(expected);
    }
    assertThat(wire.post("/api/v1/deploy", "{\"service\":\"Shop.API\",\"version\":2}").message())
        .isEqualTo("version: 2 (expected: a text)");
    assertThat(
            wire.post(
                    "/api/v1/deploy",
                    "{\"service\":\"Shop.API\",\"version\":\"v2\",\"strategy\":\"hope\"}")
                .message())
        .isEqualTo(
            "strategy: hope (expected: canary, blue-green, rolling, recreate, shadow or ab)");
    assertThat(wire.post("/api/v1/deploy", "x".repeat(70_000)).status()).isEqualTo(413);
    assertThat(client.history(Optional.empty()).rollouts()).isEmpty();
  }

  @Test
  void anotherMethodIsAnsweredWithTheOnesThereAre() throws Exception {
    Wire.Answer answer = wire.other("DELETE", "/api/v1/status");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).isEqualTo("GET");
    assertThat(answer.error()).isEqualTo("invalid");
    assertThat(wire.get("/api/v1/deploy").header("allow")).isEqualTo("POST");
  }

  @Test
  void garbageIsAnsweredInJsonWithoutAStackTrace() throws Exception {
    assertThat(wire.raw("GET /api/v1/status HTTP/9\r\n\r\n"))
        .contains("{\"error\":{\"code\":")
        .doesNotContain("Exception");
    assertThat(wire.raw("nonsense\r\n\r\n"))
        .contains("400")
        .contains("{\"error\":")
        .doesNotContain("Exception");
  }

  @Test
  void itGoesDownAfterItHasSaidSo() throws Exception {
    assertThat(client.down().goingDown()).isTrue();
    down.get(30, TimeUnit.SECONDS);
    assertThat(wire.post("/api/v1/down", "{}").status()).isEqualTo(409);
  }

  @Test
  void nobodyThereIsSaidPlainly() {
    server.close();
    assertThatThrownBy(client::status)
        .isInstanceOf(ApiUnreachable.class)
        .hasMessage(
            "no curtain is running at " + server.url() + ": start one with curtain up FILE");
  }

  @Test
  void aPortThatIsTakenIsSaidPlainly() {
    assertThatThrownBy(
            () -> ApiServer.start(Binding.loopback(server.port()), backstage.parts(() -> {})))
        .hasMessage(
            "127.0.0.1:"
                + server.port()
                + " is taken by another program; choose another with --port N");
  }
}
