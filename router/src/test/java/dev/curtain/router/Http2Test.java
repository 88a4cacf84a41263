package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 from clients, chosen by ALPN. */
class Http2Test {
  @TempDir private Path directory;

  private Router router;
  private HttpClient client;

  @BeforeEach
  void start() throws Exception {
    TestCertificate certificate = TestCertificate.of(directory, "localhost");
    router =
        Router.serve(
            List.of(
                new Listener(
                    new InetSocketAddress("127.0.0.1", 0), List.of(certificate.files()), false)),
            RouterOptions.DEFAULT,
            RouteTable.EMPTY);
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .proxy(HttpClient.Builder.NO_PROXY)
            .sslContext(TestCertificate.trusting())
            .build();
  }

  @AfterEach
  void stop() {
    client.shutdownNow();
    router.close();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + router.port() + path));
  }

  private HttpResponse<String> ask(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    return response;
  }

  @Test
  void aRequestArrivesAsOneOfHttp11WithWhatTheRouterAdds() throws Exception {
    try (TestService service = TestService.named("s")) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      assertThat(ask(to("/a?b=c").header("x-mine", "yes")).body()).isEqualTo("s");
      Wire.Message seen = service.last();
      assertThat(seen.startLine()).isEqualTo("GET /a?b=c HTTP/1.1");
      assertThat(seen.field("host")).contains("localhost:" + router.port());
      assertThat(seen.field("x-mine")).contains("yes");
      assertThat(seen.field("x-forwarded-proto")).contains("https");
      assertThat(seen.field("x-forwarded-for")).contains("127.0.0.1");
      assertThat(seen.field("x-curtain-version")).contains("version-of-t");
      assertThat(seen.field("x-request-id")).isPresent();
      Eventually.holds("counted", () -> router.measures().track("t").completed() == 1);
    }
  }

  @Test
  void bodiesPassInBothDirectionsWhateverTheirFraming() throws Exception {
    String large = "0123456789".repeat(100_000);
    try (TestService service =
        TestService.answering(
            "s",
            request ->
                request.target().equals("/chunked")
                    ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(request.body().length)
                        + "\r\n"
                        + request.text()
                        + "\r\n0\r\n\r\n"
                    : TestService.ok(request.text()))) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      assertThat(ask(to("/length").POST(BodyPublishers.ofString(large))).body()).isEqualTo(large);
      HttpRequest.BodyPublisher unknown =
          BodyPublishers.fromPublisher(BodyPublishers.ofString(large));
      assertThat(ask(to("/chunked").POST(unknown)).body()).isEqualTo(large);
      assertThat(service.last().field("transfer-encoding")).contains("chunked");
    }
  }

  @Test
  void anAnswerThatEndsWithItsConnectionEndsItsStreamAlone() throws Exception {
    try (TestService service =
        TestService.scripted(
            "s",
            wire -> {
              wire.request();
              wire.send("HTTP/1.1 200 OK\r\n\r\nuntil the end");
            })) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      assertThat(ask(to("/")).body()).isEqualTo("until the end");
      assertThat(ask(to("/")).body()).isEqualTo("until the end");
    }
  }

  @Test
  void aTruncatedAnswerIsNeverTakenForAWholeOne() throws Exception {
    try (TestService service =
        TestService.scripted(
            "s",
            wire -> {
              wire.request();
              wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            })) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      CompletableFuture<HttpResponse<String>> response =
          client.sendAsync(to("/").build(), BodyHandlers.ofString());
      assertThat(response).failsWithin(java.time.Duration.ofSeconds(30));
      Eventually.holds("broken", () -> router.measures().track("t").broken() == 1);
    }
  }

  @Test
  void headAndEmptyAnswersHaveNoBody() throws Exception {
    try (TestService service =
        TestService.answering(
            "s",
            request ->
                request.method().equals("HEAD")
                    ? "HTTP/1.1 200 OK\r\nContent-Length: 77\r\n\r\n"
                    : "HTTP/1.1 204 No Content\r\n\r\n")) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      HttpResponse<String> head = ask(to("/").method("HEAD", BodyPublishers.noBody()));
      assertThat(head.body()).isEmpty();
      assertThat(head.headers().firstValue("content-length")).contains("77");
      assertThat(ask(to("/")).statusCode()).isEqualTo(204);
      Eventually.holds("counted", () -> router.measures().track("t").completed() == 2);
    }
  }

  @Test
  void manyRequestsOfOneConnectionAreAnsweredEachWithItsOwn() throws Exception {
    try (TestService service =
        TestService.answering("s", request -> TestService.ok(request.target()))) {
      router.apply(Tables.one(1, Tables.all("t", service)));
      ask(to("/first"));
      List<CompletableFuture<HttpResponse<String>>> all =
          IntStream.range(0, 100)
              .mapToObj(i -> client.sendAsync(to("/" + i).build(), BodyHandlers.ofString()))
              .toList();
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).get().body()).isEqualTo("/" + i);
      }
      Eventually.holds("counted", () -> router.measures().track("t").completed() == 101);
    }
  }
}
