package dev.curtain.server.ofrep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class OfrepTest {
  private static final String FLAGS =
      """
      {"metadata":{"flagSetId":"shop"},"flags":{
        "new-checkout":{"state":"ENABLED","variants":{"on":true,"off":false},
          "defaultVariant":"off","targeting":{"if":[{"==":[{"var":"tier"},"gold"]},"on"]}},
        "ratio":{"state":"ENABLED","variants":{"none":0.0,"all":1.0},"defaultVariant":"none"}}}
      """;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private Path dir = Path.of(".");
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  private interface Use {
    void with(OfrepServer server, Path file) throws Exception;
  }

  private void serving(String flags, Optional<String> token, Use use) throws Exception {
    Path file = dir.resolve("flags.json");
    Files.writeString(file, flags);
    try (FlagFile source = FlagFile.open(file, Duration.ofMillis(20), told::add);
        OfrepServer server =
            OfrepServer.start(
                source, 0, Access.local(token), () -> Instant.ofEpochSecond(1_790_000_000L))) {
      use.with(server, file);
    }
  }

  private static HttpResponse<String> post(
      OfrepServer server, String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + "/ofrep/v1/evaluate/flags" + path))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) {
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    return JsonMapper.shared().readTree(response.body());
  }

  @Test
  void every_case_is_answered_over_http_as_the_protocol_says() throws Exception {
    Path cases =
        Optional.ofNullable(System.getProperty("CURTAIN_SHARED"))
            .or(() -> Optional.ofNullable(System.getenv("CURTAIN_SHARED")))
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("curtain.root", "..")).resolve("../shared"))
            .resolve("cases/flag-cases.json");
    Assumptions.assumeTrue(Files.exists(cases), cases + " is not here");
    JsonNode all = JsonMapper.shared().readTree(cases.toFile());
    int[] checked = {0};
    for (var set : all.path("flagSets").properties()) {
      serving(
          set.getValue().toString(),
          Optional.empty(),
          (server, _) -> {
            for (JsonNode each : all.path("cases")) {
              if (each.path("flagSet").asString().equals(set.getKey())) {
                check(server, each);
                checked[0]++;
              }
            }
          });
    }
    assertThat(checked[0]).isEqualTo(all.path("cases").size()).isGreaterThan(200);
  }

  private static void check(OfrepServer server, JsonNode each) throws Exception {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("context", each.path("context"));
    String key = each.path("flagKey").asString();
    HttpResponse<String> response = post(server, "/" + key, body.toString());
    JsonNode expected = each.path("ofrep");
    String name = each.path("id").asString() + " " + response.body();
    assertThat(response.statusCode()).as(name).isEqualTo(expected.path("status").asInt());
    JsonNode answer = json(response);
    assertThat(answer.path("key").asString()).isEqualTo(key);
    for (String field : new String[] {"reason", "variant", "errorCode"}) {
      if (expected.has(field)) {
        assertThat(answer.path(field)).as(name).isEqualTo(expected.path(field));
      }
    }
    expected.path("omit").forEach(field -> assertThat(answer.has(field.asString())).isFalse());
    JsonNode value = each.path("expect").path("value");
    boolean mismatch = each.path("expect").has("errorCode");
    if (answer.has("value") && value.isNumber() && !mismatch) {
      assertThat(answer.path("value").asDouble()).as(name).isEqualTo(value.asDouble());
      boolean fraction = each.path("type").asString().equals("float");
      assertThat(answer.path("value").isIntegralNumber()).as(name).isEqualTo(!fraction);
    } else if (answer.has("value") && !mismatch && !value.isMissingNode()) {
      assertThat(answer.path("value")).as(name).isEqualTo(value);
    }
  }

  @Test
  void a_flag_says_value_variant_reason_and_the_facts_of_its_set() throws Exception {
    serving(
        FLAGS,
        Optional.empty(),
        (server, _) -> {
          assertThat(post(server, "/new-checkout", "{\"context\":{\"tier\":\"gold\"}}").body())
              .isEqualTo(
                  "{\"key\":\"new-checkout\",\"reason\":\"TARGETING_MATCH\",\"variant\":\"on\","
                      + "\"value\":true,\"metadata\":{\"flagSetId\":\"shop\"}}");
          assertThat(post(server, "/ratio", "").body()).contains("\"value\":0.0");
        });
  }

  @Test
  void all_flags_carry_a_tag_that_changes_with_the_context_and_with_the_flags() throws Exception {
    serving(
        FLAGS,
        Optional.empty(),
        (server, file) -> {
          HttpResponse<String> first = post(server, "", "{\"context\":{}}");
          String tag = first.headers().firstValue("etag").orElseThrow();
          assertThat(json(first).path("flags").size()).isEqualTo(2);
          assertThat(json(first).at("/eventStreams/0/endpoint/requestUri").asString())
              .isEqualTo("/ofrep/v1/events");
          HttpResponse<String> again = post(server, "", "{\"context\":{}}", "If-None-Match", tag);
          assertThat(again.statusCode()).isEqualTo(304);
          assertThat(again.body()).isEmpty();
          String bare = tag.replace("\"", "");
          assertThat(post(server, "", "{\"context\":{}}", "If-None-Match", bare).statusCode())
              .isEqualTo(304);
          assertThat(
                  post(server, "", "{\"context\":{}}", "If-None-Match", "x, W/" + tag).statusCode())
              .isEqualTo(304);
          String gold = "{\"context\":{\"tier\":\"gold\"}}";
          assertThat(post(server, "", gold, "If-None-Match", tag).statusCode()).isEqualTo(200);
          Files.writeString(file, FLAGS.replace("1.0", "0.5"));
          settled("read again, 2 flags");
          assertThat(post(server, "/", "{\"context\":{}}", "If-None-Match", tag).statusCode())
              .isEqualTo(200);
        });
  }

  /** A look may meet a file that is half written; what counts is what it comes to. */
  private void settled(String wanted) throws InterruptedException {
    List<String> all = new ArrayList<>();
    while (all.isEmpty() || !all.getLast().contains(wanted)) {
      String said = told.poll(30, TimeUnit.SECONDS);
      assertThat(said).as("%s; told so far: %s", wanted, all).isNotNull();
      all.add(String.valueOf(said));
    }
  }

  @Test
  void mistakes_are_answered_with_a_code_and_a_body() throws Exception {
    serving(
        FLAGS,
        Optional.empty(),
        (server, _) -> {
          HttpResponse<String> unknown = post(server, "/nope", "{}");
          assertThat(unknown.statusCode()).isEqualTo(404);
          assertThat(json(unknown).path("errorCode").asString()).isEqualTo("FLAG_NOT_FOUND");
          HttpResponse<String> garbage = post(server, "/ratio", "{oops");
          assertThat(garbage.statusCode()).isEqualTo(400);
          assertThat(json(garbage).path("errorCode").asString()).isEqualTo("PARSE_ERROR");
          HttpResponse<String> list = post(server, "", "{\"context\":[]}");
          assertThat(list.statusCode()).isEqualTo(400);
          assertThat(json(list).path("errorCode").asString()).isEqualTo("INVALID_CONTEXT");
          HttpResponse<String> large =
              post(server, "/ratio", " ".repeat(OfrepServer.LONGEST_BODY + 1));
          assertThat(large.statusCode()).isEqualTo(413);
          assertThat(json(large).path("errorDetails").asString()).contains("1048576");
        });
  }

  @Test
  void a_token_is_asked_for_where_there_is_one() throws Exception {
    serving(
        FLAGS,
        Optional.of("sesame"),
        (server, _) -> {
          HttpResponse<String> without = post(server, "/ratio", "{}");
          assertThat(without.statusCode()).isEqualTo(401);
          assertThat(json(without).has("errorDetails")).isTrue();
          assertThat(post(server, "/ratio", "{}", "Authorization", "Bearer sesame").statusCode())
              .isEqualTo(200);
          assertThat(post(server, "/ratio", "{}", "X-API-Key", "sesame").statusCode())
              .isEqualTo(200);
          assertThat(post(server, "/ratio", "{}", "X-API-Key", "sesam").statusCode())
              .isEqualTo(401);
        });
  }

  @Test
  void a_bad_file_leaves_the_last_good_flags_and_says_why() throws Exception {
    serving(
        FLAGS,
        Optional.empty(),
        (server, file) -> {
          Files.writeString(file, FLAGS.replace("\"off\",", "\"of\","));
          settled("flags.new-checkout.defaultVariant: of");
          assertThat(post(server, "/new-checkout", "{}").statusCode()).isEqualTo(200);
          Files.delete(file);
          settled("cannot be read");
          assertThat(post(server, "/new-checkout", "{}").statusCode()).isEqualTo(200);
        });
  }

  @Test
  void a_change_is_told_to_open_streams_and_to_those_who_come_back() throws Exception {
    serving(
        FLAGS,
        Optional.empty(),
        (server, file) -> {
          String revision;
          try (BufferedReader lines = events(server, "none")) {
            until(lines, "data:");
            Files.writeString(file, FLAGS.replace("1.0", "0.5"));
            revision = until(lines, "id:");
            assertThat(until(lines, "data:")).contains("\"type\":\"refetchEvaluation\"");
          }
          try (BufferedReader lines = events(server, "0123")) {
            assertThat(until(lines, "id:")).isEqualTo(revision);
          }
        });
  }

  @Test
  void a_browser_follows_changes_with_the_ticket_it_is_told() throws Exception {
    serving(
        FLAGS,
        Optional.of("sesame"),
        (server, _) -> {
          HttpResponse<String> flags = post(server, "", "{}", "X-API-Key", "sesame");
          String stream = json(flags).at("/eventStreams/0/endpoint/requestUri").asString();
          assertThat(stream).contains("ticket=").doesNotContain("sesame");
          assertThat(get(server, "/ofrep/v1/events", HttpResponse.BodyHandlers.discarding()))
              .isEqualTo(401);
          assertThat(get(server, stream, HttpResponse.BodyHandlers.ofInputStream())).isEqualTo(200);
          String elsewhere = stream.replace("/events", "/definition");
          assertThat(get(server, elsewhere, HttpResponse.BodyHandlers.discarding())).isEqualTo(401);
        });
  }

  private static int get(OfrepServer server, String path, HttpResponse.BodyHandler<?> body)
      throws Exception {
    return HTTP.send(HttpRequest.newBuilder(URI.create(server.url() + path)).build(), body)
        .statusCode();
  }

  @Test
  void pages_of_this_machine_and_of_named_origins_may_ask_and_others_may_not() throws Exception {
    Path file = dir.resolve("flags.json");
    Files.writeString(file, FLAGS);
    Access access =
        new Access(true, Optional.empty(), Set.of("https://shop.example"), Optional.empty());
    try (FlagFile source = FlagFile.open(file, Duration.ofMillis(20), told::add);
        OfrepServer server = OfrepServer.start(source, 0, access, InstantSource.system())) {
      for (String origin : List.of("https://shop.example", "http://localhost:3000")) {
        HttpResponse<String> may = post(server, "/ratio", "{}", "Origin", origin);
        assertThat(may.statusCode()).isEqualTo(200);
        assertThat(may.headers().firstValue("Access-Control-Allow-Origin")).contains(origin);
        assertThat(may.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
            .contains("ETag");
      }
      HttpResponse<String> other = post(server, "/ratio", "{}", "Origin", "https://evil.example");
      assertThat(other.statusCode()).isEqualTo(403);
      assertThat(other.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
      assertThat(json(other).path("errorDetails").asString()).contains("evil.example");
      HttpResponse<String> before =
          HTTP.send(
              HttpRequest.newBuilder(URI.create(server.url() + "/ofrep/v1/evaluate/flags"))
                  .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                  .header("Origin", "https://shop.example")
                  .header("Access-Control-Request-Method", "POST")
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(before.statusCode()).isEqualTo(204);
      assertThat(before.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
          .contains("content-type")
          .contains("if-none-match");
    }
  }

  @Test
  void who_asks_too_much_is_told_when_to_come_back() throws Exception {
    Path file = dir.resolve("flags.json");
    Files.writeString(file, FLAGS);
    long[] now = {0};
    Access access =
        new Access(true, Optional.empty(), Set.of(), Optional.of(new Limit(2, () -> now[0])));
    try (FlagFile source = FlagFile.open(file, Duration.ofMillis(20), told::add);
        OfrepServer server = OfrepServer.start(source, 0, access, InstantSource.system())) {
      assertThat(post(server, "/ratio", "{}").statusCode()).isEqualTo(200);
      assertThat(post(server, "/ratio", "{}").statusCode()).isEqualTo(200);
      HttpResponse<String> much = post(server, "/ratio", "{}");
      assertThat(much.statusCode()).isEqualTo(429);
      assertThat(much.headers().firstValue("Retry-After")).contains("1");
      assertThat(json(much).path("errorDetails").asString()).contains("2 requests a second");
      now[0] = 500_000_000L;
      assertThat(post(server, "/ratio", "{}").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void another_set_than_this_one_has_no_flags_here() throws Exception {
    serving(
        FLAGS,
        Optional.empty(),
        (server, _) -> {
          String[] other = {"Flagd-Selector", "flagSetId=other"};
          assertThat(post(server, "/ratio", "{}", other).statusCode()).isEqualTo(404);
          assertThat(json(post(server, "", "{}", other)).path("flags")).isEmpty();
          assertThat(post(server, "/ratio", "{}", "Flagd-Selector", "flagSetId=shop").statusCode())
              .isEqualTo(200);
        });
  }

  @Test
  void a_change_is_known_to_have_arrived_once_the_client_asks_with_what_it_was_told()
      throws Exception {
    serving(
        FLAGS,
        Optional.empty(),
        (server, file) -> {
          try (BufferedReader lines = events(server, "none")) {
            until(lines, "data:");
            Files.writeString(file, FLAGS.replace("1.0", "0.5"));
            String data = until(lines, "data:");
            String etag = JsonMapper.shared().readTree(data.substring(5)).path("etag").asString();
            String revision = etag.substring(0, etag.indexOf('~'));
            assertThat(server.propagation().of(revision).orElseThrow().waiting()).hasSize(1);
            post(server, "?flagConfigEtag=" + etag, "{}");
            Propagation.Spread spread =
                server.propagation().await(revision, Duration.ofSeconds(10)).orElseThrow();
            assertThat(spread.waiting()).isEmpty();
            assertThat(spread.reached()).hasSize(1);
            assertThat(spread.reached().getFirst().after()).isPositive();
          }
        });
  }

  private static BufferedReader events(OfrepServer server, String last) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/ofrep/v1/events"))
            .header("accept", "text/event-stream")
            .header("Last-Event-ID", last)
            .build();
    HttpResponse<InputStream> response =
        HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  private static String until(BufferedReader lines, String start) throws Exception {
    String line = lines.readLine();
    while (line != null && !line.startsWith(start)) {
      line = lines.readLine();
    }
    return String.valueOf(line);
  }
}
