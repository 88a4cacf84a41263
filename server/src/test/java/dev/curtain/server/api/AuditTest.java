package dev.curtain.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.curtain.rollout.Pace;
import dev.curtain.server.document.AuditDocument;
import dev.curtain.server.document.AuditDocument.ActionDocument;
import dev.curtain.server.document.Documents;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who did what, also what was refused. */
class AuditTest {
  private static final String DEPLOY = "{\"service\":\"Shop.API\",\"version\":\"v2\"}";
  private static final Keys KEYS =
      Keys.parse(
          """
          viewer   vera   aaaaaaaaaaaaaaaaaaaaaaaa
          operator otto   bbbbbbbbbbbbbbbbbbbbbbbb
          """);
  private static final String[] VERA = as("aaaaaaaaaaaaaaaaaaaaaaaa");
  private static final String[] OTTO = as("bbbbbbbbbbbbbbbbbbbbbbbb");

  @TempDir Path home;
  private Backstage backstage;
  private ApiServer server;
  private Wire wire;

  private static String[] as(String token) {
    return new String[] {"content-type", "application/json", "authorization", "Bearer " + token};
  }

  @BeforeEach
  void raise() throws Exception {
    backstage = Backstage.raise(home, "shop.sruja", ApiTest.MODEL, Pace.REAL);
    server = ApiServer.start(new Binding("127.0.0.1", 0, KEYS), backstage.parts(() -> {}));
    wire = new Wire(server.port());
  }

  @AfterEach
  void lower() {
    server.close();
    backstage.close();
  }

  private AuditDocument audit(String query) throws Exception {
    return Documents.read(wire.get("/api/v1/audit" + query, VERA).text(), AuditDocument.class);
  }

  @Test
  void everyActionIsThereWithWhoAndWhyAndWhatCameOfIt() throws Exception {
    wire.post("/api/v1/deploy", DEPLOY, OTTO);
    wire.post("/api/v1/rollouts/shop.api-v2/pause", "{\"who\":\"eve\",\"reason\":\"lunch\"}", OTTO);
    wire.post("/api/v1/deploy", DEPLOY, OTTO);
    wire.post("/api/v1/rollouts/nope/pause", "{}", OTTO);
    wire.post("/api/v1/deploy", "{\"service\":7}", OTTO);
    wire.post("/api/v1/nothing/here", "{}", OTTO);
    List<ActionDocument> actions = audit("").actions().reversed();
    assertThat(actions)
        .extracting(ActionDocument::action, ActionDocument::target, ActionDocument::status)
        .containsExactly(
            tuple("deploy", "Shop.API", 202),
            tuple("pause", "shop.api-v2", 200),
            tuple("deploy", "Shop.API", 409),
            tuple("pause", "nope", 404),
            tuple("deploy", "", 400),
            tuple("POST", "/api/v1/nothing/here", 404));
    assertThat(actions)
        .allSatisfy(each -> {
          assertThat(each.who()).isEqualTo("otto");
          assertThat(each.role()).isEqualTo("operator");
          assertThat(each.from()).startsWith("127.0.0.1, Java-http-client");
        });
    assertThat(actions.get(0).details()).isEqualTo("version v2");
    assertThat(actions.get(1).reason()).isEqualTo("lunch");
    assertThat(actions.get(2).outcome()).isEqualTo("refused");
    assertThat(actions.get(2).answer()).contains("shop.api-v2");
  }

  @Test
  void whoIsTurnedAwayIsThereAsWellAndLooksAreNot() throws Exception {
    wire.get("/api/v1/status", VERA);
    wire.get("/api/v1/status");
    wire.post("/api/v1/deploy", DEPLOY, VERA);
    wire.post("/api/v1/deploy", DEPLOY, as("not-anybodys-token-at-all"));
    List<ActionDocument> actions = audit("").actions().reversed();
    assertThat(actions)
        .extracting(ActionDocument::who, ActionDocument::action, ActionDocument::status)
        .containsExactly(
            tuple("nobody known", "look", 401),
            tuple("vera", "deploy", 403),
            tuple("nobody known", "deploy", 401));
    assertThat(actions.get(0).target()).isEqualTo("/api/v1/status");
    assertThat(wire.get("/api/v1/audit", VERA).text()).doesNotContain("not-anybodys-token");
  }

  @Test
  void whoKnocksWithoutEndFillsNoDiskAndIsCounted() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertThat(wire.get("/api/v1/status").status()).isEqualTo(401);
    }
    wire.post("/api/v1/deploy", DEPLOY, OTTO);
    AuditDocument audit = audit("");
    // A minute may have ended in between.
    assertThat(audit.total()).isBetween(61, 101);
    assertThat(audit.actions().stream().mapToLong(ActionDocument::unwritten).sum() + audit.total())
        .isEqualTo(101);
  }

  @Test
  void itIsFiltered() throws Exception {
    wire.post("/api/v1/deploy", DEPLOY, OTTO);
    wire.post("/api/v1/deploy", DEPLOY, VERA);
    wire.post("/api/v1/rollback", "{\"service\":\"Shop.API\",\"reason\":\"Pager\"}", OTTO);
    assertThat(audit("?who=vera").total()).isEqualTo(1);
    assertThat(audit("?action=deploy").total()).isEqualTo(2);
    assertThat(audit("?action=deploy&outcome=done").total()).isEqualTo(1);
    assertThat(audit("?target=Shop.API&text=pager").total()).isEqualTo(1);
    assertThat(audit("?most=1").actions())
        .singleElement()
        .satisfies(latest -> assertThat(latest.action()).isEqualTo("rollback"));
    assertThat(audit("?most=1").total()).isEqualTo(3);
    Wire.Answer no = wire.get("/api/v1/audit?outcome=maybe", VERA);
    assertThat(no.status()).isEqualTo(400);
    assertThat(no.message()).isEqualTo("outcome: maybe (expected: done, refused, failed)");
  }

  @Test
  void itIsStillThereWhenTheControllerComesBack() throws Exception {
    wire.post("/api/v1/deploy", DEPLOY, OTTO);
    server.close();
    server = ApiServer.start(new Binding("127.0.0.1", 0, KEYS), backstage.parts(() -> {}));
    wire = new Wire(server.port());
    assertThat(audit("").total()).isEqualTo(1);
  }
}
