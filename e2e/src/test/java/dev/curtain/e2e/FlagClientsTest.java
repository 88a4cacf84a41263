package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.flags.Answer;
import dev.curtain.flags.Context;
import dev.curtain.flags.FlagSet;
import dev.curtain.flags.Json;
import dev.curtain.flags.Value;
import dev.curtain.server.ofrep.Access;
import dev.curtain.server.ofrep.FlagFile;
import dev.curtain.server.ofrep.OfrepServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenFeature's own JavaScript clients against the flag server. dev/clients/install fetches them.
 */
@Timeout(180)
class FlagClientsTest {
  private static final Path CLIENTS =
      Path.of(System.getProperty("curtain.root", "..")).resolve("dev/clients").toAbsolutePath();

  private static final Pattern GAVE =
      Pattern.compile("gave \"(.*)\", which is no variant", Pattern.DOTALL);

  @TempDir private Path dir = Path.of(".");

  @Test
  void the_server_sdk_gets_every_case_right_and_every_answer_is_as_the_protocol_says()
      throws Exception {
    installed();
    Path cases = cases();
    JsonNode all = JsonMapper.shared().readTree(cases.toFile());
    ObjectNode urls = JsonNodeFactory.instance.objectNode();
    List<AutoCloseable> open = new ArrayList<>();
    try {
      for (var set : all.path("flagSets").properties()) {
        Path file = dir.resolve(set.getKey() + ".json");
        Files.writeString(file, set.getValue().toString());
        urls.put(set.getKey(), serve(file, Optional.empty(), open).url());
      }
      JsonNode said = node(Map.of(), "server.mjs", cases.toString(), urls.toString());
      assertThat(said.path("problems")).as("%s", said.path("problems")).isEmpty();
      assertThat(said.path("answers").asInt()).isEqualTo(all.path("cases").size());
      // The provider takes an answer without a value, which is a success, for an error.
      assertThat(
              said.path("differ").valueStream().filter(each -> !each.path("noValue").asBoolean()))
          .isEmpty();
      assertThat(said.path("agree").asInt()).isGreaterThan(200);
    } finally {
      close(open);
    }
  }

  /** Seeds that were tried beside this one are in docs/flags.md. */
  @Test
  void random_rules_are_answered_as_flagds_own_evaluator_answers_them() throws Exception {
    installed();
    Assumptions.assumeTrue(
        Files.isDirectory(CLIENTS.resolve("node_modules/@openfeature/flagd-core")),
        "flagd's evaluator is not there: dev/clients/install fetches it");
    String seed = System.getProperty("curtain.rules.seed", "20261121");
    JsonNode said =
        node(Map.of(), "rules.mjs", seed, System.getProperty("curtain.rules.count", "1500"));
    FlagSet set = FlagSet.read(said.path("definition").toString());
    List<String> differ = new ArrayList<>();
    int threw = 0;
    for (JsonNode each : said.path("cases")) {
      String key = each.path("flagKey").asString();
      if (each.path("threw").asBoolean()) {
        threw++;
        continue;
      }
      Value.Fields context = (Value.Fields) Json.read(each.path("context").toString());
      String got = words(set.evaluate(key, Context.of(context.values()), 0));
      String wanted = words(each.path("expect"));
      if (!got.equals(wanted)) {
        differ.add(
            got
                + " (expected: "
                + wanted
                + ") by "
                + said.at("/definition/flags/" + key + "/targeting")
                + " for "
                + each.path("context"));
      }
    }
    assertThat(said.path("cases").size() - threw).isGreaterThan(1_000);
    assertThat(differ).isEmpty();
  }

  private static String words(JsonNode expect) {
    return expect.path("reason").asString("ERROR")
        + " "
        + expect.path("variant").asString("-")
        + " "
        + expect.path("value").asString("-")
        + " "
        + expect.path("errorCode").asString("-")
        + " "
        + expect.path("gave").asString("-");
  }

  private static String words(Answer answer) {
    return switch (answer) {
      case Answer.Resolved resolved ->
          resolved.reason()
              + " "
              + resolved.variant()
              + " "
              + Json.node(resolved.value()).asString()
              + " - -";
      case Answer.CodeDefault none -> none.reason() + " - - - -";
      case Answer.Failed failed ->
          "ERROR - - "
              + failed.code()
              + " "
              + GAVE.matcher(failed.details())
                  .results()
                  .map(each -> each.group(1))
                  .findFirst()
                  .orElse("-");
    };
  }

  @Test
  void a_page_of_another_origin_sees_a_flag_flip_and_flip_back() throws Exception {
    installed();
    Assumptions.assumeTrue(browser(), "no chromium on the PATH");
    Path file = dir.resolve("flags.json");
    Files.writeString(
        file,
        """
        {"flags":{"new-checkout":{"state":"ENABLED","variants":{"on":true,"off":false},
          "defaultVariant":"off"}}}
        """);
    List<AutoCloseable> open = new ArrayList<>();
    try {
      String url = serve(file, Optional.of("sesame"), open).url();
      JsonNode said =
          node(
              Map.of("CURTAIN_FLAGS_TOKEN", "sesame"),
              "web.mjs",
              url,
              file.toString(),
              "new-checkout",
              "6");
      assertThat(said.path("flips").asInt()).isEqualTo(6);
      assertThat(said.at("/first/details/reason").asString()).isEqualTo("STATIC");
    } finally {
      close(open);
    }
  }

  private static OfrepServer serve(Path file, Optional<String> token, List<AutoCloseable> open)
      throws IOException {
    FlagFile source = FlagFile.open(file, Duration.ofMillis(50), _ -> {});
    open.add(source);
    OfrepServer server = OfrepServer.start(source, 0, Access.local(token), InstantSource.system());
    open.add(server);
    return server;
  }

  private static void close(List<AutoCloseable> open) throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private JsonNode node(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(Arrays.asList(arguments));
    File out = dir.resolve("out").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).directory(CLIENTS.toFile());
    builder.environment().putAll(environment);
    Process process =
        builder.redirectOutput(out).redirectErrorStream(false).redirectError(out(dir)).start();
    boolean ended = process.waitFor(150, TimeUnit.SECONDS);
    process.destroyForcibly();
    int code = ended ? process.exitValue() : -1;
    String text = Files.readString(out.toPath(), StandardCharsets.UTF_8);
    assertThat(code)
        .as("%s%s%s", ended ? "" : "it did not end\n", text, Files.readString(out(dir).toPath()))
        .isZero();
    return JsonMapper.shared().readTree(text);
  }

  private static File out(Path dir) {
    return dir.resolve("err").toFile();
  }

  private static void installed() {
    Assumptions.assumeTrue(
        Files.isDirectory(CLIENTS.resolve("node_modules")) && onPath("node"),
        "the clients are not there: dev/clients/install fetches them");
  }

  private static boolean browser() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .anyMatch(FlagClientsTest::onPath);
  }

  private static boolean onPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
  }

  private static Path cases() {
    Path file =
        Optional.ofNullable(System.getenv("CURTAIN_SHARED"))
            .map(Path::of)
            .orElseGet(() -> CLIENTS.resolve("../../../shared"))
            .resolve("cases/flag-cases.json");
    Assumptions.assumeTrue(Files.exists(file), file + " is not here");
    return file;
  }
}
