package dev.curtain.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.rollout.Conclusion;
import dev.curtain.rollout.Pace;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.server.document.Documents;
import dev.curtain.server.slo.SloBook;
import dev.curtain.server.world.Entry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The description and what is answered say the same. */
@Timeout(60)
class OpenApiTest {
  private static final EventStream.Options QUICK =
      new EventStream.Options(Duration.ofSeconds(1), Duration.ofMillis(50), 1_024);

  @TempDir Path home;
  private Backstage backstage;
  private ApiServer server;
  private Wire wire;
  private ApiClient client;
  private JsonNode description;

  @BeforeEach
  void raise() throws Exception {
    backstage = Backstage.raise(home, "shop.sruja", ApiTest.MODEL, Pace.REAL);
    server = ApiServer.start(Binding.loopback(0), backstage.parts(() -> {}), QUICK);
    wire = new Wire(server.port());
    client = new ApiClient(URI.create(server.url()), Optional.empty());
    description = wire.get("/api/openapi.json").json();
  }

  @AfterEach
  void lower() {
    client.close();
    server.close();
    backstage.close();
  }

  @Test
  void theDescriptionListsWhatIsServedAndNothingElse() {
    assertThat(description.get("openapi").stringValue()).isEqualTo("3.1.0");
    EventStream events =
        new EventStream(backstage.engine.ledger(), backstage.router, InstantSource.system(), QUICK);
    List<String> pages = List.of("/", "/curtain.css", "/curtain.js", "/favicon.svg");
    List<String> served =
        ApiServer.endpoints(
                backstage.parts(() -> {}), events, SloBook.over(backstage.engine.ledger().log()))
            .stream()
            .filter(endpoint -> !pages.contains(endpoint.path()))
            .map(endpoint -> endpoint.method().text() + " " + endpoint.path())
            .toList();
    List<String> described = new ArrayList<>();
    description
        .get("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .propertyNames()
                .forEach(method ->
                    described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    assertThat(described).containsExactlyInAnyOrderElementsOf(served);
  }

  @Test
  void whatIsAnsweredIsWhatIsDescribed() throws Exception {
    String id = client.deploy("Shop.API", "v2", Optional.empty()).id();
    client.command(id, Command.PAUSE, "ann", "");
    check("/healthz", "get", "200", wire.get("/healthz"));
    check("/readyz", "get", "200", wire.get("/readyz"));
    check("/api/v1/status", "get", "200", wire.get("/api/v1/status"));
    check("/api/v1/history", "get", "200", wire.get("/api/v1/history"));
    check("/api/v1/rollouts/{id}", "get", "200", wire.get("/api/v1/rollouts/" + id));
    check("/api/v1/rollouts/{id}", "get", "404", wire.get("/api/v1/rollouts/nope"));
    check(
        "/api/v1/rollouts/{id}/explain",
        "get",
        "200",
        wire.get("/api/v1/rollouts/" + id + "/explain"));
    check("/api/v1/model", "get", "200", wire.get("/api/v1/model"));
    check(
        "/api/v1/plan", "get", "200", wire.get("/api/v1/plan?service=Shop.API&version=v9&rps=50"));
    check(
        "/api/v1/plan",
        "get",
        "409",
        wire.get("/api/v1/plan?versions=Shop.API=v3,Shop.Web=v9&order=together"));
    check("/api/v1/plan", "get", "400", wire.get("/api/v1/plan?versions=Shop.API&order=together"));
    check("/api/v1/plan", "get", "400", wire.get("/api/v1/plan?versions=Shop.API=v3&version=v3"));
    check("/api/v1/leads", "get", "200", wire.get("/api/v1/leads"));
    check("/api/v1/slo", "get", "200", wire.get("/api/v1/slo"));
    check("/api/v1/audit", "get", "200", wire.get("/api/v1/audit"));
    check("/api/v1/debug", "get", "200", wire.get("/api/v1/debug?service=Shop.API"));
    check("/api/v1/debug", "get", "404", wire.get("/api/v1/debug?service=Nope"));
    check("/api/v1/picture", "get", "200", wire.get("/api/v1/picture?level=context"));
    check("/api/v1/picture", "get", "400", wire.get("/api/v1/picture?level=cellar"));
    check("/api/v1/picture", "get", "404", wire.get("/api/v1/picture?view=nope"));
    check("/api/v1/plan", "get", "400", wire.get("/api/v1/plan?service=Shop.API"));
    check("/api/v1/plan", "get", "404", wire.get("/api/v1/plan?service=Nope&version=v9"));
    check("/api/v1/deploy", "post", "400", wire.post("/api/v1/deploy", "{}"));
    check(
        "/api/v1/rollouts/{id}/abort",
        "post",
        "200",
        wire.post("/api/v1/rollouts/" + id + "/abort", "{}"));
    backstage.await(id, Phase.ROLLED_BACK);
    String together = "versions=Shop.API=v3,Shop.Web=v9&strategy=blue-green";
    check(
        "/api/v1/plan", "get", "200", wire.get("/api/v1/plan?" + together + "&order=dependencies"));
    check("/api/v1/down", "post", "202", wire.post("/api/v1/down", "{}"));
  }

  @Test
  void everythingThatCanBeNamedIsListed() {
    assertThat(listed("Event", "kind")).containsExactlyInAnyOrderElementsOf(kinds(Entry.class));
    List<String> events = new ArrayList<>(kinds(RolloutEvent.class));
    events.add("planned");
    assertThat(listed("Happening", "event")).containsExactlyInAnyOrderElementsOf(events);
    assertThat(listed("Rollout", "phase"))
        .containsExactlyInAnyOrderElementsOf(names(Phase.values()));
    assertThat(listed("Rollout", "outcome")).containsAll(names(Conclusion.values()));
  }

  private List<String> listed(String schema, String property) {
    return description
        .at("/components/schemas/" + schema + "/properties/" + property + "/enum")
        .valueStream()
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .toList();
  }

  private static List<String> kinds(Class<?> type) {
    return Stream.of(type.getPermittedSubclasses())
        .map(kind -> kind.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_"))
        .map(name -> name.toLowerCase(Locale.ROOT))
        .toList();
  }

  private static List<String> names(Enum<?>[] values) {
    return Stream.of(values).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
  }

  @Test
  void liveEventsAreWhatIsDescribed() throws Exception {
    client.deploy("Shop.API", "v2", Optional.empty());
    long head = backstage.engine.ledger().seq();
    List<String> problems = new ArrayList<>();
    boolean[] seen = new boolean[2];
    client.events(
        OptionalLong.of(0),
        event -> {
          switch (event) {
            case LiveEvent.Written(var document) -> {
              problems.addAll(against("Event", tree(document)));
              seen[0] |= document.seq() == head;
            }
            case LiveEvent.Measured(var document) -> {
              problems.addAll(against("Measures", tree(document)));
              seen[1] = true;
            }
            case LiveEvent.Reset() -> problems.add("a reset");
          }
          return !(seen[0] && seen[1]);
        });
    assertThat(problems).isEmpty();
  }

  private static JsonNode tree(Object document) {
    return Documents.read(Documents.json(document), JsonNode.class);
  }

  private void check(String path, String method, String status, Wire.Answer answer) {
    assertThat(answer.status()).as("%s %s: %s", method, path, answer.text()).hasToString(status);
    JsonNode schema =
        description
            .get("paths")
            .get(path)
            .get(method)
            .get("responses")
            .get(status)
            .at("/content/application~1json/schema");
    assertThat(mismatches(schema, answer.json(), path)).isEmpty();
  }

  private List<String> against(String schema, JsonNode value) {
    return mismatches(description.at("/components/schemas/" + schema), value, schema);
  }

  /** Of JSON Schema what the description uses. */
  private List<String> mismatches(JsonNode schema, JsonNode value, String at) {
    if (schema.has("$ref")) {
      return mismatches(description.at(schema.get("$ref").stringValue().substring(1)), value, at);
    }
    if (schema.has("oneOf")) {
      List<List<String>> each = new ArrayList<>();
      schema.get("oneOf").forEach(one -> each.add(mismatches(one, value, at)));
      return each.stream().anyMatch(List::isEmpty) ? List.of() : each.getFirst();
    }
    List<String> problems = new ArrayList<>();
    JsonNode type = schema.path("type");
    if (!type.isMissingNode() && !typed(type, value)) {
      problems.add(at + ": " + value + " (expected: " + type + ")");
    }
    if (schema.has("enum") && !contains(schema.get("enum"), value)) {
      problems.add(at + ": " + value + " (expected: one of " + schema.get("enum") + ")");
    }
    if (value.isObject()) {
      members(schema, value, at, problems);
    }
    if (value.isArray() && schema.has("items")) {
      value.forEach(item -> problems.addAll(mismatches(schema.get("items"), item, at + "[]")));
    }
    return problems;
  }

  private void members(JsonNode schema, JsonNode value, String at, List<String> problems) {
    List<JsonNode> parts = new ArrayList<>();
    collect(schema, parts);
    TreeSet<String> known = new TreeSet<>();
    for (JsonNode part : parts) {
      part.path("required")
          .forEach(name -> {
            if (!value.has(name.stringValue())) {
              problems.add(at + ": " + name + " is missing");
            }
          });
      part.path("properties")
          .properties()
          .forEach(member -> {
            known.add(member.getKey());
            if (value.has(member.getKey())) {
              problems.addAll(
                  mismatches(
                      member.getValue(), value.get(member.getKey()), at + "." + member.getKey()));
            }
          });
    }
    boolean open = schema.path("additionalProperties").asBoolean(false);
    value.propertyNames().stream()
        .filter(name -> !open && !known.contains(name))
        .forEach(name -> problems.add(at + ": " + name + " is not described"));
  }

  private void collect(JsonNode schema, List<JsonNode> parts) {
    if (schema.has("$ref")) {
      collect(description.at(schema.get("$ref").stringValue().substring(1)), parts);
    } else if (schema.has("allOf")) {
      schema.get("allOf").forEach(part -> collect(part, parts));
    } else {
      parts.add(schema);
    }
  }

  private static boolean typed(JsonNode type, JsonNode value) {
    if (type.isArray()) {
      return type.valueStream().anyMatch(one -> typed(one, value));
    }
    return switch (type.stringValue()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> throw new IllegalArgumentException("type: " + type);
    };
  }

  private static boolean contains(JsonNode list, JsonNode value) {
    return list.valueStream().anyMatch(value::equals);
  }
}
