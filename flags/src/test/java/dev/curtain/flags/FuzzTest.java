package dev.curtain.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Broken definitions and odd contexts: an answer or a refusal with a path, never anything else. */
class FuzzTest {
  private static final String DEFINITION =
      """
      {"$evaluators":{"old":{"<":[{"var":"age"},3]}},"metadata":{"set":"s","n":1},
       "segments":{"gold":{"==":[{"var":"c"},"acme"]}},
       "rings":[{"name":"inner","members":{"==":[{"var":"c"},"acme"]}},
         {"name":"outer","members":{"in":[{"var":"v"},["1","2"]]}}],
       "flags":{
        "c":{"state":"ENABLED","variants":{"on":{"a":[1]},"off":{}},"defaultVariant":"off",
          "bucketing":{"version":3,"salt":"s"},"targeting":{"if":[{"ring":"outer"},"on",
          {"segment":"gold"},"on",
          {"fractional":[["on",1],["off",2]]}]},"exposure":{"variant":"on","percent":12.5,
          "ring":"inner","named":{"c":["acme"],"v":["1"]},"by":"v"}},
        "a":{"state":"ENABLED","variants":{"on":true,"off":false},"defaultVariant":"off",
          "targeting":{"if":[{"$ref":"old"},"on",{"fractional":[{"cat":[{"var":"$flagd.flagKey"},
            {"var":"targetingKey"}]},["on",25],["off",{"+":[{"var":"w"},1]}]]}]},
          "prerequisites":{"b":"x"},"deny":[{"attribute":"c","values":["acme",1],"variant":"off",
            "until":"2026-01-01T00:00:00Z"}]},
        "b":{"state":"ENABLED","variants":{"x":1,"y":2.5},"defaultVariant":"x","targeting":
          {"or":[{"sem_ver":[{"var":"v"},"^","1.2.3"]},{"some":[{"var":"l"},{"in":[{"var":""},
          "abc"]}]},{"substr":["xyz",{"var":"w"},{"var":"age"}]},{"reduce":[{"var":"l"},{"*":[
          {"var":"current"},{"var":"accumulator"}]},1]},{"missing_some":[1,["v","w.0"]]}]},
          "metadata":{"owner":"pat","remove_by":"2026-05-05","category":"ops"}}}}
      """;
  private static final String[] PIECES = {
    "null",
    "{}",
    "[]",
    "-1",
    "1e308",
    "\"\"",
    "true",
    "{\"var\":\"\"}",
    "[[[]]]",
    "\"\\ud800\"",
    "9007199254740993"
  };

  @Test
  void a_mutated_definition_is_refused_with_a_path_or_answers() {
    Random random = new Random(20_261_121);
    int refused = 0;
    int answered = 0;
    for (int i = 0; i < 6_000; i++) {
      String text = mutated(random, DEFINITION);
      try {
        FlagSet set = FlagSet.read(text);
        Context context = context(random);
        assertThat(set.evaluate("a", context, i)).isNotNull();
        assertThat(set.evaluate("c", context, i)).isNotNull();
        assertThat(set.evaluate("b", FlagType.FLOAT, context, i)).isNotNull();
        answered++;
      } catch (InvalidFlags e) {
        assertThat(e.problems()).isNotEmpty();
        assertThat(e.problems())
            .allSatisfy(problem -> assertThat(problem.path() + problem.message()).isNotBlank());
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(500);
    assertThat(answered).isGreaterThan(500);
  }

  @Test
  void depth_is_refused_and_not_followed() {
    String deep = "[".repeat(100_000);
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> FlagSet.read(deep)))
        .isInstanceOf(InvalidFlags.class);
  }

  private static Context context(Random random) {
    Context context = Context.of(Map.of());
    for (String name : new String[] {"targetingKey", "age", "w", "v", "l", "c"}) {
      if (random.nextBoolean()) {
        context = context.with(name, Json.read(PIECES[random.nextInt(PIECES.length)]));
      }
    }
    return context;
  }

  private static String mutated(Random random, String text) {
    StringBuilder changed = new StringBuilder(text);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(changed.length());
      int end = Math.min(changed.length(), at + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> changed.delete(at, end);
        case 1 -> changed.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 2 -> changed.setCharAt(at, (char) (32 + random.nextInt(95)));
        default -> swap(changed, random);
      }
    }
    return changed.toString();
  }

  /** One value for another, which most often is JSON still. */
  private static void swap(StringBuilder text, Random random) {
    int colon = text.indexOf(":", random.nextInt(text.length()));
    if (colon < 0) {
      return;
    }
    int end = colon + 1;
    while (end < text.length() && ",}]".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    text.replace(colon + 1, end, PIECES[random.nextInt(PIECES.length)]);
  }
}
