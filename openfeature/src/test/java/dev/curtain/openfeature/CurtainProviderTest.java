package dev.curtain.openfeature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.curtain.flags.Json;
import dev.curtain.server.ofrep.Access;
import dev.curtain.server.ofrep.FlagFile;
import dev.curtain.server.ofrep.OfrepServer;
import dev.curtain.server.ofrep.Propagation;
import dev.openfeature.contrib.providers.ofrep.OfrepProvider;
import dev.openfeature.contrib.providers.ofrep.OfrepProviderOptions;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Our provider, and OpenFeature's own OFREP provider for Java, against the flag server. */
@Timeout(120)
class CurtainProviderTest {
  private static final String FLAGS =
      """
      {"flags":{"new-checkout":{"state":"ENABLED","variants":{"on":true,"off":false},
        "defaultVariant":"off"}}}
      """;

  @TempDir private Path dir = Path.of(".");

  private interface Use {
    void with(OfrepServer server, Path file) throws Exception;
  }

  private void serving(String flags, Use use) throws Exception {
    Path file = Files.writeString(dir.resolve("flags.json"), flags);
    try (FlagFile source = FlagFile.open(file, Duration.ofMillis(20), _ -> {});
        OfrepServer server =
            OfrepServer.start(source, 0, Access.local(Optional.empty()), InstantSource.system())) {
      use.with(server, file);
    }
  }

  private static void asking(FeatureProvider provider, java.util.function.Consumer<Client> use) {
    OpenFeatureAPI api = OpenFeatureAPI.getInstance();
    String domain = "test-" + System.identityHashCode(provider);
    api.setProviderAndWait(domain, provider);
    try {
      use.accept(api.getClient(domain));
    } finally {
      provider.shutdown();
    }
  }

  @Test
  void every_case_is_answered_in_process_as_expected() throws Exception {
    all(
        cases(),
        server -> new CurtainProvider(Options.of(URI.create(server.url()))),
        (each, problem) -> false);
  }

  /**
   * That provider takes an answer without a value for FLAG_NOT_FOUND, drops the codes of errors,
   * and needs a fraction to be written as one.
   */
  @Test
  void every_case_is_answered_to_the_ofrep_provider_but_for_what_it_cannot_read() throws Exception {
    all(
        cases(),
        server ->
            OfrepProvider.constructProvider(
                OfrepProviderOptions.builder().baseUrl(server.url()).build()),
        (each, problem) ->
            each.at("/ofrep/omit").valueStream().anyMatch(field -> field.asString().equals("value"))
                || each.at("/ofrep/status").asInt() == 400 && problem.startsWith("error"));
  }

  private interface Known {
    boolean known(JsonNode each, String problem);
  }

  private interface Provider {
    FeatureProvider of(OfrepServer server);
  }

  private void all(JsonNode cases, Provider provider, Known known) throws Exception {
    List<String> problems = new ArrayList<>();
    int[] asked = {0};
    for (var set : cases.path("flagSets").properties()) {
      serving(
          set.getValue().toString(),
          (server, _) ->
              asking(
                  provider.of(server),
                  client -> {
                    for (JsonNode each : cases.path("cases")) {
                      if (each.path("flagSet").asString().equals(set.getKey())) {
                        asked[0]++;
                        problem(client, each)
                            .filter(problem -> !known.known(each, problem))
                            .ifPresent(problem -> problems.add(each.path("id") + " " + problem));
                      }
                    }
                  }));
    }
    assertThat(asked[0]).isEqualTo(cases.path("cases").size());
    assertThat(problems).isEmpty();
  }

  private static Optional<String> problem(Client client, JsonNode each) {
    FlagEvaluationDetails<?> got = ask(client, each);
    JsonNode expect = each.path("expect");
    String code = expect.path("errorCode").asString(each.at("/reference/errorCode").asString(""));
    String had = got.getErrorCode() == null ? "" : got.getErrorCode().name();
    if (!had.equals(code)) {
      return Optional.of("error " + had + " (expected: " + code + ")");
    }
    if (expect.has("value") && !same(got.getValue(), expect.path("value"))) {
      return Optional.of("value " + got.getValue() + " (expected: " + expect.path("value") + ")");
    }
    if (expect.has("reason") && !expect.path("reason").asString().equals(got.getReason())) {
      return Optional.of(
          "reason " + got.getReason() + " (expected: " + expect.path("reason") + ")");
    }
    return Optional.empty();
  }

  private static FlagEvaluationDetails<?> ask(Client client, JsonNode each) {
    String key = each.path("flagKey").asString();
    JsonNode otherwise = each.path("codeDefault");
    Map<String, Value> attributes =
        Contexts.theirs(Json.read(each.path("context").toString())).asStructure().asMap();
    Value user = attributes.get("targetingKey");
    EvaluationContext context =
        user != null && user.isString()
            ? new ImmutableContext(user.asString(), attributes)
            : new ImmutableContext(attributes);
    return switch (each.path("type").asString().toLowerCase(Locale.ROOT)) {
      case "boolean" -> client.getBooleanDetails(key, otherwise.asBoolean(), context);
      case "string" -> client.getStringDetails(key, otherwise.asString(), context);
      case "integer" -> client.getIntegerDetails(key, otherwise.asInt(), context);
      case "float" -> client.getDoubleDetails(key, otherwise.asDouble(), context);
      default ->
          client.getObjectDetails(key, Contexts.theirs(Json.read(otherwise.toString())), context);
    };
  }

  private static boolean same(Object got, JsonNode wanted) {
    if (got instanceof Number number) {
      return wanted.isNumber() && number.doubleValue() == wanted.asDouble();
    }
    if (got instanceof Value value) {
      return JsonMapper.shared()
          .valueToTree(value.asStructure().asObjectMap())
          .equals(JsonMapper.shared().readTree(wanted.toString()));
    }
    return String.valueOf(got).equals(wanted.asString());
  }

  @Test
  void a_change_is_in_force_here_and_the_server_is_told() throws Exception {
    serving(
        FLAGS,
        (server, file) -> {
          CurtainProvider provider = new CurtainProvider(Options.of(URI.create(server.url())));
          asking(
              provider,
              client -> {
                assertThat(client.getBooleanValue("new-checkout", true)).isFalse();
                CountDownLatch changed = new CountDownLatch(1);
                client.onProviderConfigurationChanged(_ -> {
                  if (client.getBooleanValue("new-checkout", false)) {
                    changed.countDown();
                  }
                });
                // Only those who follow when it changes are waited for; a provider is ready before.
                await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> server.propagation().clients(), clients -> !clients.isEmpty());
                flip(file);
                assertThat(arrives(changed)).isTrue();
                Propagation.Spread spread = spread(server);
                assertThat(spread.reached()).hasSize(1);
                assertThat(spread.reached().getFirst().client()).startsWith("java-");
              });
        });
  }

  @Test
  void a_number_that_java_has_no_integer_for_is_no_other_number() throws Exception {
    serving(
        """
        {"flags":{"huge":{"state":"ENABLED","variants":{"huge":9007199254740991,"most":2147483647},
          "defaultVariant":"huge","targeting":{"if":[{"var":"most"},"most",null]}}}}
        """,
        (server, _) ->
            asking(
                new CurtainProvider(Options.of(URI.create(server.url()))),
                client -> {
                  assertThat(client.getIntegerDetails("huge", 1).getErrorCode())
                      .isEqualTo(ErrorCode.TYPE_MISMATCH);
                  assertThat(client.getDoubleValue("huge", 1.0)).isEqualTo(9_007_199_254_740_991.0);
                  ImmutableContext most = new ImmutableContext(Map.of("most", new Value(true)));
                  assertThat(client.getIntegerValue("huge", 1, most)).isEqualTo(2_147_483_647);
                }));
  }

  @Test
  void a_server_that_is_lost_leaves_the_answers_as_they_were() throws Exception {
    Path file = Files.writeString(dir.resolve("flags.json"), FLAGS.replace("\"off\"}", "\"on\"}"));
    FlagFile source = FlagFile.open(file, Duration.ofMillis(20), _ -> {});
    OfrepServer server =
        OfrepServer.start(source, 0, Access.local(Optional.empty()), InstantSource.system());
    asking(
        new CurtainProvider(Options.of(URI.create(server.url()))),
        client -> {
          CountDownLatch stale = new CountDownLatch(1);
          client.onProviderStale(_ -> stale.countDown());
          assertThat(client.getBooleanValue("new-checkout", false)).isTrue();
          server.close();
          source.close();
          assertThat(arrives(stale)).isTrue();
          assertThat(client.getBooleanValue("new-checkout", false)).isTrue();
        });
  }

  private static void flip(Path file) {
    try {
      Files.writeString(file, FLAGS.replace("\"off\"}", "\"on\"}"));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean arrives(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Propagation.Spread spread(OfrepServer server) {
    try {
      String revision = server.propagation().recent().getFirst().revision();
      return server.propagation().await(revision, Duration.ofSeconds(30)).orElseThrow();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode cases() {
    Path shared =
        Optional.ofNullable(System.getenv("CURTAIN_SHARED"))
            .map(Path::of)
            .orElseGet(
                () -> Path.of(System.getProperty("curtain.root", "..")).resolve("../shared"));
    Path file = shared.resolve("cases/flag-cases.json");
    Assumptions.assumeTrue(Files.exists(file), file + " is not here");
    return JsonMapper.shared().readTree(file.toFile());
  }
}
