package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders from another process, and what is on disk after them. */
class RemoteRouterTest {
  private static final String SECRET = "a-secret-of-the-test-0123456789";
  @TempDir private Path directory;
  private Router router;
  private RouterServer server;
  private RemoteRouter remote;
  private TestService v1;
  private TestService v2;

  /** A process that has no other to make room for. */
  private static final class Told implements RouterServer.Orders {
    @Override
    public void shutdown(Duration limit) {
      throw new IllegalStateException("not this router");
    }

    @Override
    public Handover.Offer handOver() throws IOException {
      throw new IOException("this router has no process of its own");
    }
  }

  @BeforeEach
  void start() throws IOException {
    v1 = TestService.named("v1");
    v2 = TestService.named("v2");
    Path token = Files.writeString(directory.resolve("token"), SECRET + "\n");
    router = Router.onLoopback(RouterOptions.DEFAULT);
    server =
        RouterServer.start(
            router,
            new Told(),
            new InetSocketAddress("127.0.0.1", 0),
            ControlToken.read(token),
            directory);
    remote = RemoteRouter.at(server.address(), token);
  }

  @AfterEach
  void stop() throws IOException {
    remote.close();
    server.close();
    router.close();
    v1.close();
    v2.close();
  }

  private String ask() throws IOException {
    try (Wire wire = Wire.to(router.port())) {
      return wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response().text();
    }
  }

  @Test
  void aTableAndMeasuresCrossTheBorderWhole() throws IOException {
    Route.Track ready =
        new Route.Track("v1", "1.0 \"β\"", 40_000, List.of(v1.backend()), Optional.of("/ready"));
    Route route =
        new Route(
            "Shop.API",
            Optional.of("shop.test"),
            "/api",
            "salt",
            List.of(ready, Tables.track("v2", 60_000, v2)));
    RouteTable table = new RouteTable(7, List.of(route, Tables.route("/", Tables.all("v1", v1))));
    Measures measures = remote.apply(table);
    assertThat(measures.epoch()).isEqualTo(7);
    assertThat(remote.table()).isEqualTo(table);
    assertThat(router.table()).isEqualTo(table);
    for (int i = 0; i < 5; i++) {
      assertThat(ask()).isEqualTo("v1");
    }
    Measures later = remote.measures();
    assertThat(later.track("v1").completed()).isEqualTo(5);
    assertThat(later.tracks()).isEqualTo(router.measures().tracks());
    assertThat(later.backends()).containsOnlyKeys("v1", "v2");
    assertThat(later.sinceMicros()).isPositive().isLessThan(later.atMicros());
  }

  @Test
  void theSameEpochAgainChangesNothingAndAnOlderOneIsRefused() throws IOException {
    remote.apply(Tables.one(3, Tables.all("v1", v1)));
    remote.apply(Tables.one(3, Tables.all("v2", v2)));
    assertThat(ask()).isEqualTo("v1");
    assertThatThrownBy(() -> remote.apply(Tables.one(2, Tables.all("v2", v2))))
        .isInstanceOf(RouterControl.StaleEpochException.class)
        .hasMessage("route table epoch: 2 (expected: > 3, the one in force)");
  }

  @Test
  void whoDoesNotKnowTheSecretGetsNothingDone() throws Exception {
    Path wrong = Files.writeString(directory.resolve("wrong"), "another-secret-0123456789");
    try (RemoteRouter stranger = RemoteRouter.at(server.address(), wrong)) {
      assertThatThrownBy(() -> stranger.apply(Tables.one(1, Tables.all("v1", v1))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("bearer token is missing or not this router's")
          .hasMessageNotContaining("secret");
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String order : List.of("/v1/measures", "/v1/table", "/")) {
        URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + order);
        assertThat(
                client
                    .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .statusCode())
            .isEqualTo(401);
      }
    }
    assertThat(router.table()).isEqualTo(RouteTable.EMPTY);
  }

  @Test
  void aTokenTooShortToBeOneIsRefused() throws IOException {
    Path poor = Files.writeString(directory.resolve("poor"), "abc\n");
    assertThatThrownBy(() -> RemoteRouter.at(server.address(), poor))
        .hasMessageContaining("a token of 3 characters (expected: 16 or more");
  }

  @Test
  void whatIsNoTableIsRefusedAndNothingChanges() throws IOException {
    remote.apply(Tables.one(1, Tables.all("v1", v1)));
    for (String body :
        List.of(
            "",
            "{",
            "null",
            "{\"epoch\":9}",
            "{\"epoch\":9,\"routes\":[{}]}",
            "{\"epoch\":9,\"routes\":[{\"service\":\"a\",\"host\":null,\"pathPrefix\":\"/\","
                + "\"salt\":\"s\",\"tracks\":[]}]}")) {
      try (Wire wire = Wire.to(server.address().getPort())) {
        wire.send(
            "PUT /v1/table HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer "
                + SECRET
                + "\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
        assertThat(wire.response().status()).as(body).isEqualTo(400);
      }
    }
    assertThat(ask()).isEqualTo("v1");
    assertThat(router.table().epoch()).isEqualTo(1);
  }

  @Test
  void aControllerThatDiesInMidOrderChangesNothing() throws Exception {
    remote.apply(Tables.one(1, Tables.all("v1", v1)));
    String json = Json.MAPPER.writeValueAsString(Tables.one(2, Tables.all("v2", v2)));
    String head =
        "PUT /v1/table HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer "
            + SECRET
            + "\r\nContent-Length: "
            + json.length()
            + "\r\n\r\n";
    for (int cut : new int[] {0, 1, json.length() / 2, json.length() - 1}) {
      try (Wire wire = Wire.to(server.address().getPort())) {
        wire.send(head + json.substring(0, cut));
        wire.reset();
      }
      assertThat(ask()).isEqualTo("v1");
    }
    assertThat(remote.measures().epoch()).isEqualTo(1);
    remote.apply(Tables.one(2, Tables.all("v2", v2)));
    assertThat(ask()).isEqualTo("v2");
  }

  @Test
  void theLastTableIsOnDiskWhenItIsAcknowledged() throws IOException {
    for (int epoch = 1; epoch <= 5; epoch++) {
      RouteTable table = Tables.one(epoch, Tables.all("v1", v1));
      remote.apply(table);
      assertThat(new TableFile(directory).load()).isEqualTo(table);
    }
  }

  @Test
  void aDiskThatFailsDoesNotHoldUpARollbackAndSavingIsTriedAgain() throws IOException {
    remote.apply(Tables.one(1, Tables.all("v1", v1)));
    // A directory where the new file would have to be written makes every save fail.
    Path obstacle = Files.createDirectory(directory.resolve("table.json.new"));
    assertThat(remote.apply(Tables.one(2, Tables.all("v2", v2))).epoch()).isEqualTo(2);
    assertThat(ask()).isEqualTo("v2");
    assertThat(new TableFile(directory).load().epoch()).isEqualTo(1);
    Files.delete(obstacle);
    remote.measures();
    assertThat(new TableFile(directory).load().epoch()).isEqualTo(2);
  }

  @Test
  void aDamagedFileIsReportedSetAsideAndNeverServed() throws IOException {
    TableFile file = new TableFile(directory);
    Path path = directory.resolve("table.json");
    assertThat(file.load()).isEqualTo(RouteTable.EMPTY);
    file.save(Tables.one(4, Tables.all("v1", v1)));
    byte[] good = Files.readAllBytes(path);
    for (int cut : new int[] {0, 5, good.length / 2, good.length - 1}) {
      Files.write(path, java.util.Arrays.copyOf(good, cut));
      assertThatThrownBy(file::load)
          .isInstanceOf(TableFile.DamagedException.class)
          .hasMessageContaining("kept as");
      assertThat(directory.resolve("table.damaged")).exists();
      assertThat(file.load()).isEqualTo(RouteTable.EMPTY);
    }
    for (int flip = 0; flip < good.length; flip += 7) {
      byte[] bad = good.clone();
      bad[flip] ^= 1;
      Files.write(path, bad);
      assertThatThrownBy(file::load).isInstanceOf(TableFile.DamagedException.class);
    }
    Files.write(path, good);
    assertThat(file.load().epoch()).isEqualTo(4);
  }

  @Test
  void aRouterThatIsNotThereIsNamed() throws IOException {
    int port = server.address().getPort();
    server.close();
    assertThatThrownBy(() -> remote.measures())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the router cannot be reached at http://127.0.0.1:" + port);
  }
}
