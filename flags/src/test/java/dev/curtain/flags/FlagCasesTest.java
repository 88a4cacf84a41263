package dev.curtain.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Other evaluators' cases, where they are at hand. */
class FlagCasesTest {
  private static final long NOW = 1_790_000_000L;

  @TestFactory
  Stream<DynamicTest> every_case_gives_the_value_variant_reason_and_error_expected() {
    JsonNode all = cases();
    Map<String, FlagSet> sets = new HashMap<>();
    all.path("flagSets")
        .properties()
        .forEach(set -> sets.put(set.getKey(), FlagSet.read(set.getValue().toString())));
    return all.path("cases")
        .valueStream()
        .map(each ->
            DynamicTest.dynamicTest(
                each.path("id").asString() + " " + each.path("flagKey").asString(),
                () ->
                    check(
                        Objects.requireNonNull(sets.get(each.path("flagSet").asString())), each)));
  }

  @TestFactory
  Stream<DynamicTest> older_and_newer_bucketing_give_what_is_expected_where_they_are_pinned() {
    JsonNode all = cases();
    return Stream.of("legacy_v1", "future_v3")
        .flatMap(group -> all.path(group).valueStream())
        .map(each ->
            DynamicTest.dynamicTest(
                each.path("bucketing").asString() + " " + each.path("id").asString(),
                () -> check(pinned(all, each), each)));
  }

  private static FlagSet pinned(JsonNode all, JsonNode each) {
    ObjectNode set = (ObjectNode) all.path("flagSets").path(each.path("flagSet").asString());
    ObjectNode copy = set.deepCopy();
    int version = Integer.parseInt(each.path("bucketing").asString().substring(1));
    copy.path("flags").valueStream().forEach(flag -> ((ObjectNode) flag).put("bucketing", version));
    return FlagSet.read(copy.toString());
  }

  @Test
  void texts_are_hashed_as_utf8() {
    for (JsonNode each : cases().path("hashVectors")) {
      Murmur murmur = new Murmur();
      murmur.add(each.path("utf8").asString());
      assertThat(murmur.result())
          .as(each.path("utf8").asString())
          .isEqualTo(each.path("murmur3_x86_32_seed0").asLong());
    }
  }

  private static void check(FlagSet set, JsonNode each) {
    FlagType type = FlagType.valueOf(each.path("type").asString().toUpperCase(Locale.ROOT));
    Value.Fields context = (Value.Fields) Json.read(each.path("context").toString());
    Answer answer =
        set.evaluate(each.path("flagKey").asString(), type, Context.of(context.values()), NOW);
    JsonNode expect = each.path("expect");
    JsonNode reference = each.path("reference");
    JsonNode value =
        answer instanceof Answer.Resolved resolved
            ? Json.node(resolved.value())
            : each.path("codeDefault");
    if (expect.has("value")) {
      assertThat(same(value, expect.path("value"))).as(answer + " should give " + expect).isTrue();
    }
    String reason =
        switch (answer) {
          case Answer.Resolved resolved -> resolved.reason().name();
          case Answer.CodeDefault none -> none.reason().name();
          case Answer.Failed _ -> "ERROR";
        };
    if (expect.has("reason")) {
      assertThat(reason).isEqualTo(expect.path("reason").asString());
    }
    if (reference.has("reason")) {
      assertThat(reason).as("%s", answer).isEqualTo(reference.path("reason").asString());
    }
    Optional<String> code =
        answer instanceof Answer.Failed failed
            ? Optional.of(failed.code().name())
            : Optional.empty();
    for (JsonNode wanted : List.of(expect.path("errorCode"), reference.path("errorCode"))) {
      if (!wanted.isMissingNode()) {
        assertThat(code).contains(wanted.asString());
      }
    }
    if (reference.has("variant")) {
      assertThat(answer)
          .isInstanceOfSatisfying(
              Answer.Resolved.class,
              resolved ->
                  assertThat(resolved.variant()).isEqualTo(reference.path("variant").asString()));
    }
    if (expect.has("metadata")) {
      assertThat(new Value.Fields(answer.metadata()))
          .isEqualTo(Json.read(expect.path("metadata").toString()));
    }
  }

  private static boolean same(JsonNode left, JsonNode right) {
    return left.isNumber() && right.isNumber()
        ? left.asDouble() == right.asDouble()
        : Json.read(left.toString()).equals(Json.read(right.toString()));
  }

  private static JsonNode cases() {
    Path shared =
        Optional.ofNullable(System.getProperty("CURTAIN_SHARED"))
            .or(() -> Optional.ofNullable(System.getenv("CURTAIN_SHARED")))
            .map(Path::of)
            .orElseGet(
                () -> Path.of(System.getProperty("curtain.root", "..")).resolve("../shared"));
    Path file = shared.resolve("cases/flag-cases.json");
    Assumptions.assumeTrue(Files.exists(file), file + " is not here");
    return JsonMapper.shared().readTree(file.toFile());
  }
}
