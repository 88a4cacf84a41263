package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One line per request, that tells no secrets and costs nobody anything. */
class AccessLogTest {
  @TempDir private Path directory;
  private Path file;
  private TestService service;

  @BeforeEach
  void start() throws IOException {
    file = directory.resolve("access.log");
    service =
        TestService.answering(
            "s1",
            request ->
                request.target().startsWith("/bad")
                    ? "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"
                    : TestService.ok("hello"));
  }

  @AfterEach
  void stop() throws IOException {
    service.close();
  }

  private Router router(Path to, String rules) throws IOException {
    NoteOptions.Log log = new NoteOptions.Log(to, 1, NoteOptions.Query.DROP).with(rules);
    Router router =
        Router.onLoopback(RouterOptions.DEFAULT.withNotes(NoteOptions.NONE.withLog(log)));
    router.apply(new RouteTable(1, List.of(Tables.route("/", Tables.all("api-v1", service)))));
    return router;
  }

  private static Wire.Message ask(Router router, String target, String... fields)
      throws IOException {
    try (Wire wire = Wire.to(router.port())) {
      wire.send("GET " + target + " HTTP/1.1\r\nHost: shop.example\r\n");
      for (String field : fields) {
        wire.send(field + "\r\n");
      }
      return wire.send("\r\n").response();
    }
  }

  private List<JsonNode> lines() throws IOException {
    String text = Files.readString(file);
    // The last of them may be just being written.
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .map(line -> Json.MAPPER.readTree(line))
        .toList();
  }

  private void awaitLines(int count) throws Exception {
    Eventually.holds(count + " lines", () -> Files.exists(file) && lines().size() == count);
  }

  @Test
  void aLineSaysWhoMetWhichVersionAndHowItEnded() throws Exception {
    try (Router router = router(file, "query=names")) {
      ask(router, "/orders?id=7&token=hidden", "x-request-id: r-42");
      awaitLines(1);
      JsonNode line = lines().getFirst();
      assertThat(line.path("method").asString("")).isEqualTo("GET");
      assertThat(line.path("host").asString("")).isEqualTo("shop.example");
      assertThat(line.path("path").asString("")).isEqualTo("/orders");
      assertThat(line.path("query").asString("")).isEqualTo("id=&token=");
      assertThat(line.path("status").asInt(0)).isEqualTo(200);
      assertThat(line.path("end").asString("")).isEqualTo("completed");
      assertThat(line.path("service").asString("")).isEqualTo("Shop.API");
      assertThat(line.path("track").asString("")).isEqualTo("api-v1");
      assertThat(line.path("version").asString("")).isEqualTo("version-of-api-v1");
      assertThat(line.path("replica").asString("")).isEqualTo("s1");
      assertThat(line.path("client").asString("")).isEqualTo("127.0.0.1");
      assertThat(line.path("requestId").asString("")).isEqualTo("r-42");
      assertThat(line.path("bytes").asInt(0)).isGreaterThan(5);
      assertThat(line.path("micros").asLong(0))
          .isGreaterThanOrEqualTo(line.path("firstByteMicros").asLong(0))
          .isPositive();
      assertThat(line.path("time").asString("")).matches("20\\d\\d-.*T.*Z");
      ask(router, "/");
      awaitLines(2);
      assertThat(lines().get(1).path("requestId").asString(""))
          .isEqualTo(service.last().field("x-request-id").orElseThrow());
    }
  }

  @Test
  void secretsAreNowhereInIt() throws Exception {
    try (Router router = router(file, "query=keep")) {
      ask(
          router,
          "/a?page=3&access_token=hidden1&Password=hidden2&%74oken=hidden3&hidden4",
          "Authorization: Bearer hidden5",
          "Cookie: session=hidden6",
          "x-curtain-pass: hidden7",
          "Proxy-Authorization: hidden8",
          "Referer: http://h/?hidden9");
      awaitLines(1);
    }
    assertThat(Files.readString(file)).contains("page=3").doesNotContain("hidden");
    try (Router router = router(file, "query=drop")) {
      ask(router, "/a?page=4");
      awaitLines(2);
    }
    assertThat(Files.readString(file)).doesNotContain("page=4").doesNotContain("hidden");
  }

  @Test
  void whatWentWellIsSampledAndWhatDidNotIsAllWritten() throws Exception {
    try (Router router = router(file, "sample=0%")) {
      for (int i = 0; i < 20; i++) {
        ask(router, "/fine");
      }
      ask(router, "/bad");
      try (Wire wire = Wire.to(router.port())) {
        wire.send("nonsense\r\n\r\n").rest();
      }
      service.close();
      Eventually.holds("gone", () -> ask(router, "/fine").status() == 503);
      Eventually.holds(
          "written", () -> Files.readString(file).contains("no replica of api-v1 can be reached"));
    }
    List<JsonNode> lines = lines();
    assertThat(lines.getFirst().path("path").asString("")).isEqualTo("/bad");
    assertThat(lines.getFirst().path("status").asInt(0)).isEqualTo(500);
    assertThat(lines).noneMatch(line -> line.path("status").asInt(0) < 400);
    assertThat(lines.getLast().path("end").asString("")).isEqualTo("broken");
    assertThat(lines.getLast().path("status").asInt(0)).isEqualTo(503);
  }

  @Test
  void whatTheRouterAnswersByItselfIsThereWithTheReason() throws Exception {
    try (Router router = router(file, "sample=100%")) {
      router.apply(new RouteTable(2, List.of(Tables.route("/api", Tables.all("api-v1", service)))));
      ask(router, "/elsewhere");
      try (Wire wire = Wire.to(router.port())) {
        wire.send("GET / HTTP/1.1\r\n\r\n").rest();
      }
      awaitLines(2);
    }
    assertThat(lines().getFirst().path("status").asInt(0)).isEqualTo(404);
    assertThat(lines().getFirst().path("end").asString("")).isEqualTo("refused");
    assertThat(lines().getFirst().path("reason").asString("")).contains("no route");
    assertThat(lines().get(1).path("status").asInt(0)).isEqualTo(400);
    assertThat(lines().get(1).path("reason").asString("")).isEqualTo("no Host");
  }

  @Test
  void aFileThatIsMovedAwayIsFollowedByANewOne() throws Exception {
    Path old = directory.resolve("access.log.1");
    try (Router router = router(file, "sample=100%")) {
      ask(router, "/before");
      awaitLines(1);
      Files.move(file, old);
      Eventually.holds(
          "a new file",
          () -> {
            ask(router, "/after");
            return Files.exists(file);
          });
    }
    assertThat(Files.readAllLines(old).getFirst()).contains("/before");
    assertThat(Files.readString(file)).contains("/after");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskCostsLinesAndNoRequest() throws Exception {
    try (Router router = router(Path.of("/dev/full"), "sample=100%")) {
      for (int i = 0; i < 10; i++) {
        assertThat(ask(router, "/").status()).isEqualTo(200);
      }
      Eventually.holds("counted", () -> router.measures().event("log_lines_dropped") == 10);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFileThatTakesNothingHoldsNobodyUpAndWhatIsMissingIsSaid() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CountDownLatch read = new CountDownLatch(1);
    CompletableFuture<List<String>> seen =
        CompletableFuture.supplyAsync(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(
                      new InputStreamReader(Files.newInputStream(pipe), StandardCharsets.UTF_8))) {
                read.await();
                return lines.lines().toList();
              } catch (IOException | InterruptedException failure) {
                throw new IllegalStateException(failure);
              }
            },
            task -> Thread.ofPlatform().daemon().start(task));
    int offered = 40_000;
    try (AccessLog log = new AccessLog(new NoteOptions.Log(pipe, 1, NoteOptions.Query.DROP))) {
      log.start();
      long began = System.nanoTime();
      for (int i = 0; i < offered; i++) {
        Note note = new Note(0, new byte[0], false, true);
        note.end = "completed";
        log.outbox().offer(note);
      }
      assertThat(System.nanoTime() - began).isLessThan(5_000_000_000L);
      assertThat(log.outbox().dropped()).isPositive();
      read.countDown();
      Eventually.holds("all taken", () -> log.outbox().isEmpty());
    }
    List<JsonNode> lines = new ArrayList<>();
    seen.join().forEach(line -> lines.add(Json.MAPPER.readTree(line)));
    long said = lines.stream().mapToLong(line -> line.path("dropped").asLong(0)).sum();
    long written = lines.stream().filter(line -> line.has("end")).count();
    assertThat(said + written).isEqualTo(offered);
    assertThat(said).isPositive();
  }

  @Test
  void aFileThatCannotBeIsNamedBeforeAnythingIsServed() {
    Path nowhere = directory.resolve("missing/access.log");
    assertThatThrownBy(() -> router(nowhere, "sample=100%"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--access-log " + nowhere)
        .hasMessageContaining("name a file in a directory that exists");
  }

  @Test
  void rulesThatAreNoneAreNamed() {
    NoteOptions.Log log = new NoteOptions.Log(file, 1, NoteOptions.Query.DROP);
    assertThat(log.with("sample=2.5%,query=keep"))
        .isEqualTo(new NoteOptions.Log(file, 0.025, NoteOptions.Query.KEEP));
    for (String wrong : List.of("", "sample=2", "sample=200%", "query=all", "what=1")) {
      assertThatThrownBy(() -> log.with(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected");
    }
  }
}
