package dev.curtain.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.rollout.Pace;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {
  private static final String TOKEN = "correct-horse-battery";

  @TempDir Path home;
  private Backstage backstage;

  @BeforeEach
  void raise() throws Exception {
    backstage = Backstage.raise(home, "shop.sruja", ApiTest.MODEL, Pace.REAL);
  }

  @AfterEach
  void lower() {
    backstage.close();
  }

  private static String get(String path, String host) {
    return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
  }

  private static String post(String host, String... headers) {
    return "POST /api/v1/rollouts/nope/pause HTTP/1.1\r\nHost: "
        + host
        + "\r\nConnection: close\r\nContent-Length: 2\r\n"
        + String.join("", List.of(headers).stream().map(header -> header + "\r\n").toList())
        + "\r\n{}";
  }

  @Test
  void aNameThatWasMadeToPointHereIsRefused() throws Exception {
    try (ApiServer server = ApiServer.start(Binding.loopback(0), backstage.parts(() -> {}))) {
      Wire wire = new Wire(server.port());
      for (String host : List.of("localhost:4747", "127.0.0.1", "[::1]:9", "LOCALHOST")) {
        assertThat(wire.raw(get("/api/v1/status", host))).as(host).startsWith("HTTP/1.1 200");
      }
      for (String host :
          List.of(
              "evil.example",
              "evil.example:4747",
              "127.0.0.1.evil.example",
              "localhost.evil.example:80",
              "169.254.169.254")) {
        for (String path : List.of("/api/v1/status", "/", "/healthz", "/api/v1/events")) {
          String answer = wire.raw(get(path, host));
          assertThat(answer)
              .as(host + path)
              .startsWith("HTTP/1.1 403")
              .contains("\"unauthorized\"");
        }
      }
    }
  }

  @Test
  void anotherSiteCannotPostThroughAVisitorsBrowser() throws Exception {
    try (ApiServer server = ApiServer.start(Binding.loopback(0), backstage.parts(() -> {}))) {
      Wire wire = new Wire(server.port());
      String here = "127.0.0.1:" + server.port();
      // What gets past the guard is told that there is no such rollout.
      String passed = "HTTP/1.1 404";
      String refused = "HTTP/1.1 403";
      String json = "Content-Type: application/json";
      assertThat(wire.raw(post(here, json))).startsWith(passed);
      assertThat(wire.raw(post(here, json + "; charset=utf-8"))).startsWith(passed);
      assertThat(wire.raw(post(here, "Origin: http://" + here))).startsWith(passed);
      assertThat(wire.raw(post(here, "Origin: http://" + here, "Content-Type: text/plain")))
          .startsWith(passed);
      assertThat(wire.raw(post(here))).startsWith(refused);
      assertThat(wire.raw(post(here, "Content-Type: text/plain"))).startsWith(refused);
      assertThat(wire.raw(post(here, "Content-Type: application/x-www-form-urlencoded")))
          .startsWith(refused);
      assertThat(wire.raw(post(here, json, "Origin: http://evil.example"))).startsWith(refused);
      assertThat(wire.raw(post(here, json, "Origin: http://127.0.0.1:1"))).startsWith(refused);
      assertThat(wire.raw(post(here, json, "Origin: null"))).startsWith(refused);
      assertThat(wire.raw(post(here, json, "Sec-Fetch-Site: cross-site"))).startsWith(refused);
    }
  }

  @Test
  void whereATokenIsSetNothingOfTheWorldIsShownWithoutIt() throws Exception {
    Binding binding = new Binding("127.0.0.1", 0, Optional.of(TOKEN));
    try (ApiServer server = ApiServer.start(binding, backstage.parts(() -> {}))) {
      Wire wire = new Wire(server.port());
      for (String path :
          List.of(
              "/api/v1/status",
              "/api/v1/history",
              "/api/v1/model",
              "/api/v1/events",
              "/metrics",
              "/api/v1/rollouts/x",
              "/nothing")) {
        Wire.Answer answer = wire.get(path);
        assertThat(answer.status()).as(path).isEqualTo(401);
        assertThat(answer.error()).isEqualTo("unauthorized");
        assertThat(answer.header("www-authenticate")).startsWith("Bearer");
      }
      assertThat(wire.post("/api/v1/down", "{}").status()).isEqualTo(401);
      assertThat(wire.get("/api/v1/status", "authorization", "Bearer " + TOKEN + "x").status())
          .isEqualTo(401);
      assertThat(wire.get("/api/v1/status", "authorization", TOKEN).status()).isEqualTo(401);
      assertThat(wire.get("/api/v1/status", "authorization", "bearer " + TOKEN).status())
          .isEqualTo(200);
      assertThat(wire.get("/healthz").status()).isEqualTo(200);
      assertThat(wire.get("/").status()).isEqualTo(200);
      try (ApiClient client = new ApiClient(URI.create(server.url()), Optional.of(TOKEN))) {
        assertThat(client.status().services()).hasSize(2);
      }
      try (ApiClient client = new ApiClient(URI.create(server.url()), Optional.empty())) {
        assertThatThrownBy(client::status)
            .isInstanceOfSatisfying(
                ApiRefused.class, no -> assertThat(no.code()).isEqualTo("unauthorized"));
      }
    }
  }

  @Test
  void beyondLoopbackATokenIsAMustAndAnyNameWillDo() throws Exception {
    assertThatThrownBy(() -> new Binding("0.0.0.0", 0, Optional.empty()))
        .hasMessageContaining("0.0.0.0")
        .hasMessageContaining("token");
    assertThatThrownBy(() -> new Binding("0.0.0.0", 0, Optional.of("short")))
        .hasMessageContaining("at least 16");
    try (ApiServer server =
        ApiServer.start(new Binding("0.0.0.0", 0, Optional.of(TOKEN)), backstage.parts(() -> {}))) {
      Wire wire = new Wire(server.port());
      assertThat(wire.raw(get("/api/v1/status", "curtain.example"))).startsWith("HTTP/1.1 401");
      assertThat(wire.raw(get("/healthz", "curtain.example"))).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void aKeyOpensWhatItsRoleMayAndItsNameIsTheOneThatIsKept() throws Exception {
    Keys keys =
        Keys.parse(
            """
            # who may do what
            viewer   vera   aaaaaaaaaaaaaaaaaaaaaaaa
            operator otto   bbbbbbbbbbbbbbbbbbbbbbbb

            approver anna   cccccccccccccccccccccccc
            admin    adam   dddddddddddddddddddddddd
            """);
    try (ApiServer server =
        ApiServer.start(new Binding("127.0.0.1", 0, keys), backstage.parts(() -> {}))) {
      Wire wire = new Wire(server.port());
      String[] vera = {
        "content-type", "application/json", "authorization", "Bearer aaaaaaaaaaaaaaaaaaaaaaaa"
      };
      String[] otto = {
        "content-type", "application/json", "authorization", "Bearer bbbbbbbbbbbbbbbbbbbbbbbb"
      };
      String[] anna = {
        "content-type", "application/json", "authorization", "Bearer cccccccccccccccccccccccc"
      };
      String deploy = "{\"service\":\"Shop.API\",\"version\":\"v2\"}";

      assertThat(wire.get("/api/v1/status", vera).status()).isEqualTo(200);
      Wire.Answer no = wire.post("/api/v1/deploy", deploy, vera);
      assertThat(no.status()).isEqualTo(403);
      assertThat(no.message()).isEqualTo("vera is viewer (expected: operator)");

      assertThat(wire.post("/api/v1/deploy", deploy, otto).status()).isEqualTo(202);
      String rollout = "/api/v1/rollouts/shop.api-v2";
      assertThat(wire.post(rollout + "/approve", "{}", otto).status()).isEqualTo(403);
      assertThat(wire.post(rollout + "/approve", "{}", anna).status())
          .as("she may; there is no gate to open")
          .isIn(200, 409);
      assertThat(wire.post("/api/v1/down", "{}", anna).status()).isEqualTo(403);

      String said = "{\"who\":\"somebody else\",\"reason\":\"lunch\"}";
      assertThat(wire.post(rollout + "/pause", said, otto).status()).isEqualTo(200);
      assertThat(wire.get(rollout, vera).text()).contains("otto").doesNotContain("somebody else");

      assertThat(wire.get("/ofrep/v1/definition", vera).status()).isEqualTo(200);
      assertThat(wire.get("/ofrep/v1/definition").status()).isEqualTo(401);
    }
  }

  @Test
  void everyPageForbidsScriptsAndFramesFromElsewhere() throws Exception {
    try (ApiServer server = ApiServer.start(Binding.loopback(0), backstage.parts(() -> {}))) {
      Wire wire = new Wire(server.port());
      for (String path :
          List.of("/", "/curtain.js", "/curtain.css", "/favicon.svg", "/api/v1/status")) {
        Wire.Answer answer = wire.get(path);
        assertThat(answer.status()).as(path).isEqualTo(200);
        assertThat(answer.header("content-security-policy"))
            .contains("default-src 'none'")
            .contains("frame-ancestors 'none'")
            .doesNotContain("unsafe");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
      }
      assertThat(wire.get("/").text())
          .doesNotContain("http://")
          .doesNotContain("https://")
          .doesNotContain("<style")
          .doesNotContain("onclick")
          .contains("<title>")
          .contains("favicon.svg");
    }
  }
}
