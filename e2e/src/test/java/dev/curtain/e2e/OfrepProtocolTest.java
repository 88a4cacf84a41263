package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.curtain.server.ofrep.Access;
import dev.curtain.server.ofrep.FlagFile;
import dev.curtain.server.ofrep.Limit;
import dev.curtain.server.ofrep.OfrepServer;
import java.io.BufferedReader;
import java.io.IOException;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every kind of answer and event of the flag server, held against the protocol's schema. */
@Timeout(60)
class OfrepProtocolTest {
  private static final String FLAGS =
      """
      {"metadata":{"flagSetId":"shop","version":3},"flags":{
        "switch":{"state":"ENABLED","variants":{"on":true,"off":false},"defaultVariant":"off",
          "targeting":{"if":[{"==":[{"var":"tier"},"gold"]},"on"]},"metadata":{"owner":"shop"}},
        "share":{"state":"ENABLED","variants":{"on":true,"off":false},"defaultVariant":"off",
          "exposure":{"variant":"on","percent":100}},
        "ratio":{"state":"ENABLED","variants":{"half":0.5,"all":1.0},"defaultVariant":"all"},
        "look":{"state":"ENABLED","variants":{"red":{"colour":"#f00","parts":[1,"x",null]}},
          "defaultVariant":"red"},
        "bare":{"state":"ENABLED","variants":{"on":true},"defaultVariant":null},
        "asleep":{"state":"DISABLED","variants":{"on":true},"defaultVariant":"on"},
        "broken":{"state":"ENABLED","variants":{"on":true},"defaultVariant":"on",
          "targeting":{"no_such_operator":[1]}},
        "lost":{"state":"ENABLED","variants":{"on":true},"defaultVariant":"on",
          "targeting":{"cat":["nowhere"]}}}}
      """;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private Path directory = Path.of(".");

  private interface Use {
    void with(OfrepServer server, Path file) throws Exception;
  }

  private void serving(Access access, Use use) throws Exception {
    Path file = Files.writeString(directory.resolve("flags.json"), FLAGS);
    try (FlagFile source = FlagFile.open(file, Duration.ofMillis(20), _ -> {});
        OfrepServer server = OfrepServer.start(source, 0, access, InstantSource.system())) {
      use.with(server, file);
    }
  }

  private static HttpResponse<String> post(
      OfrepServer server, String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + "/ofrep/v1/evaluate/flags" + path))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void keeps(String body, String name) throws IOException {
    Path file = Curtain.root().resolve("dev/clients/ofrep.schema.json");
    ObjectNode document = (ObjectNode) JsonMapper.shared().readTree(file.toFile());
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(document.put("$ref", "#/$defs/" + name).toString());
    assertThat(schema.validate(body, InputFormat.JSON)).as(body).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "switch, 200, success", "share, 200, success", "ratio, 200, success", "look, 200, success",
    "bare, 200, success", "asleep, 200, success", "broken, 400, failure", "lost, 400, failure",
    "nowhere, 404, unknown"
  })
  void one_flag(String key, int status, String name) throws Exception {
    serving(
        Access.local(Optional.empty()),
        (server, _) -> {
          HttpResponse<String> said =
              post(server, "/" + key, "{\"context\":{\"targetingKey\":\"u\",\"tier\":\"gold\"}}");
          assertThat(said.statusCode()).as(said.body()).isEqualTo(status);
          assertThat(said.headers().firstValue("content-type")).contains("application/json");
          keeps(said.body(), name);
        });
  }

  @Test
  void all_flags() throws Exception {
    serving(
        Access.local(Optional.of("a-token-of-16-letters")),
        (server, _) -> {
          HttpResponse<String> said = post(server, "", "{}", "X-API-Key", "a-token-of-16-letters");
          assertThat(said.statusCode()).isEqualTo(200);
          assertThat(said.headers().firstValue("etag").orElse("")).matches("\"[^\"]+\"");
          keeps(said.body(), "bulk");
        });
  }

  @Test
  void a_schema_that_anything_keeps_to_would_prove_nothing() throws Exception {
    serving(
        Access.local(Optional.empty()),
        (server, _) -> {
          String body = post(server, "/switch", "{}").body();
          for (String spoilt :
              List.of(
                  body.replace("\"reason\"", "\"raison\""),
                  body.replace("false", "null"),
                  body.replace("\"owner\":\"shop\"", "\"owner\":null"))) {
            assertThat(
                    org.assertj.core.api.Assertions.catchThrowable(() -> keeps(spoilt, "success")))
                .as(spoilt)
                .isInstanceOf(AssertionError.class);
          }
        });
  }

  @Test
  void what_is_refused() throws Exception {
    serving(
        Access.local(Optional.of("a-token-of-16-letters")),
        (server, _) -> {
          List<HttpResponse<String>> all = new ArrayList<>();
          String[] key = {"Authorization", "Bearer a-token-of-16-letters"};
          all.add(post(server, "/switch", "{}"));
          all.add(post(server, "", "{}", key[0], key[1], "Origin", "https://evil.example"));
          all.add(post(server, "", "{oops", key));
          all.add(post(server, "", "{\"context\":7}", key));
          all.add(post(server, "", " ".repeat(OfrepServer.LONGEST_BODY + 1), key));
          assertThat(all)
              .extracting(HttpResponse::statusCode)
              .containsExactly(401, 403, 400, 400, 413);
          for (HttpResponse<String> each : all) {
            keeps(each.body(), "error");
          }
          HttpResponse<String> context = post(server, "/switch", "{\"context\":7}", key);
          assertThat(context.statusCode()).isEqualTo(400);
          keeps(context.body(), "failure");
        });
    serving(
        new Access(true, Optional.empty(), Set.of(), Optional.of(new Limit(1, () -> 0))),
        (server, _) -> {
          assertThat(post(server, "", "{}").statusCode()).isEqualTo(200);
          HttpResponse<String> much = post(server, "", "{}");
          assertThat(much.statusCode()).isEqualTo(429);
          assertThat(much.headers().firstValue("retry-after").orElse("")).matches("\\d+");
          keeps(much.body(), "error");
        });
  }

  @Test
  void events() throws Exception {
    serving(
        Access.local(Optional.empty()),
        (server, file) -> {
          HttpRequest request =
              HttpRequest.newBuilder(URI.create(server.url() + "/ofrep/v1/events"))
                  .header("accept", "text/event-stream")
                  .build();
          HttpResponse<InputStream> stream =
              HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
          assertThat(stream.headers().firstValue("content-type").orElse(""))
              .startsWith("text/event-stream");
          try (BufferedReader lines =
              new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            List<String> first = event(lines);
            Files.writeString(file, FLAGS.replace("\"version\":3", "\"version\":4"));
            List<String> second = event(lines);
            assertThat(first.getFirst()).isNotEqualTo(second.getFirst());
          }
        });
  }

  /** The id and the data of the next one. */
  private static List<String> event(BufferedReader lines) throws IOException {
    String id = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("id:")) {
        id = line.substring(3).strip();
      } else if (line.startsWith("event:")) {
        assertThat(line.substring(6).strip()).isEqualTo("message");
      } else if (line.startsWith("data:")) {
        keeps(line.substring(5).strip(), "event");
        assertThat(id).isNotEmpty();
        return List.of(id, line);
      }
    }
    throw new AssertionError("the stream ended");
  }
}
