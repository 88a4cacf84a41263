package dev.curtain.flags.bring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.flags.Answer;
import dev.curtain.flags.Context;
import dev.curtain.flags.FlagSet;
import dev.curtain.flags.InvalidFlags;
import dev.curtain.flags.Json;
import dev.curtain.flags.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExportsTest {
  private static final String CLIENT =
      """
      {"version": 2, "segments": [{"id": 7, "constraints": [
          {"contextName": "country", "operator": "IN", "values": ["DE", "AT"]}]}],
       "features": [
        {"name": "plain", "type": "release", "enabled": true, "strategies": [{"name": "default"}]},
        {"name": "off", "type": "kill-switch", "enabled": false, "strategies": [{"name": "default"}]},
        {"name": "ids", "type": "permission", "enabled": true, "strategies": [
          {"name": "userWithId", "parameters": {"userIds": "ann, bob"}},
          {"name": "default", "segments": [7], "constraints": [
            {"contextName": "version", "operator": "SEMVER_GT", "value": "1.2.0"},
            {"contextName": "email", "operator": "STR_ENDS_WITH", "values": ["@x.org", "@y.org"],
             "inverted": true}]}]},
        {"name": "half", "type": "experiment", "enabled": true, "strategies": [
          {"name": "flexibleRollout", "parameters": {"rollout": "50", "stickiness": "default",
           "groupId": "half"}}],
         "variants": [{"name": "red", "weight": 500}, {"name": "blue", "weight": 500}],
         "dependencies": [{"feature": "plain"}]},
        {"name": "dates", "enabled": true, "strategies": [{"name": "default", "constraints": [
          {"contextName": "currentTime", "operator": "DATE_AFTER",
           "value": "2026-11-21T00:00:00Z"}]}]},
        {"name": "regex", "enabled": true, "strategies": [{"name": "default", "constraints": [
          {"contextName": "email", "operator": "REGEX", "value": ".*"}]}]},
        {"name": "own", "enabled": true, "strategies": [{"name": "ourVeryOwn"}]}]}
      """;

  private static FlagSet set(Brought brought) {
    Map<String, Value> document = new LinkedHashMap<>();
    document.putAll(brought.shared());
    document.put("flags", new Value.Fields(new LinkedHashMap<>(brought.flags())));
    FlagSet set = FlagSet.read(Json.node(document).toString());
    assertThat(set.flags()).allSatisfy(flag -> assertThat(flag.problem()).isEmpty());
    return set;
  }

  private static String asked(FlagSet set, String flag, Context context, long now) {
    return set.evaluate(flag, context, now) instanceof Answer.Resolved resolved
        ? resolved.variant()
        : "no answer";
  }

  @Test
  void whatUnleashGivesItsClientsAnswersTheSameWhereThatCanBeSaid() {
    Brought brought = Exports.read(CLIENT, Optional.empty());
    FlagSet set = set(brought);
    Context ann = Context.of("ann");
    assertThat(asked(set, "plain", ann, 0)).isEqualTo("on");
    assertThat(asked(set, "off", ann, 0)).isEqualTo("off");
    assertThat(asked(set, "ids", ann, 0)).isEqualTo("on");
    Context eve = Context.of("eve").with("country", Value.of("AT"));
    assertThat(asked(set, "ids", eve, 0)).isEqualTo("off");
    Context new13 = eve.with("version", Value.of("1.3.0"));
    assertThat(asked(set, "ids", new13, 0)).isEqualTo("on");
    assertThat(asked(set, "ids", new13.with("email", Value.of("a@y.org")), 0)).isEqualTo("off");
    assertThat(asked(set, "ids", new13.with("email", Value.of("a@z.org")), 0)).isEqualTo("on");
    assertThat(asked(set, "dates", ann, 1_795_219_200L - 1)).isEqualTo("off");
    assertThat(asked(set, "dates", ann, 1_795_219_200L + 1)).isEqualTo("on");
    int on = 0;
    int red = 0;
    for (int i = 0; i < 10_000; i++) {
      Context user = Context.of("user-" + i);
      boolean in = asked(set, "half", user, 0).equals("on");
      on += in ? 1 : 0;
      red += asked(set, "half.variant", user, 0).equals("red") ? 1 : 0;
      assertThat(asked(set, "half.variant", user, 0).equals("disabled")).isEqualTo(!in);
    }
    assertThat(on).isBetween(4_800, 5_200);
    assertThat(red).isBetween(2_300, 2_700);
  }

  @Test
  void whatCannotBeSaidIsRefusedFlagByFlagAndWhatIsOtherwiseIsNoted() {
    Brought brought = Exports.read(CLIENT, Optional.empty());
    assertThat(brought.refused())
        .containsEntry("regex", "the operator REGEX")
        .containsEntry("own", "the strategy ourVeryOwn is not Unleash's own")
        .hasSize(2);
    assertThat(brought.notes().get("half"))
        .containsExactly(
            "50 % of users, others than in Unleash, which divides them otherwise",
            "its variants are the flag half.variant");
    assertThat(brought.notes()).containsKey("off");
    assertThat(set(brought).flag("ids").orElseThrow().lifecycle().category())
        .map(Object::toString)
        .contains("permission");
  }

  @Test
  void anExportHasItsEnvironmentsApart() {
    String export =
        """
        {"features": [{"name": "a", "type": "release"}, {"name": "gone", "archived": true}],
         "featureStrategies": [
          {"featureName": "a", "name": "userWithId", "parameters": {"userIds": "ann"},
           "environment": "production"},
          {"featureName": "a", "name": "default", "environment": "development"}],
         "featureEnvironments": [
          {"featureName": "a", "environment": "development", "enabled": true},
          {"featureName": "a", "environment": "production", "enabled": true}], "tagTypes": []}
        """;
    assertThatThrownBy(() -> Exports.read(export, Optional.empty()))
        .isInstanceOf(InvalidFlags.class)
        .hasMessageContaining("development, production");
    assertThatThrownBy(() -> Exports.read(export, Optional.of("test")))
        .isInstanceOf(InvalidFlags.class)
        .hasMessageContaining("test is not there");
    FlagSet production = set(Exports.read(export, Optional.of("production")));
    assertThat(production.flags()).hasSize(1);
    assertThat(asked(production, "a", Context.of("ann"), 0)).isEqualTo("on");
    assertThat(asked(production, "a", Context.of("eve"), 0)).isEqualTo("off");
    FlagSet development = set(Exports.read(export, Optional.of("development")));
    assertThat(asked(development, "a", Context.of("eve"), 0)).isEqualTo("on");
  }

  @Test
  void flagdsFormatStaysAsItIs() {
    Brought brought =
        Exports.read(
            """
            {"$evaluators": {"ours": {"ends_with": [{"var": "email"}, "@x.org"]}},
             "metadata": {"owner": "shop", "flagSetId": "s"},
             "flags": {"f": {"state": "ENABLED", "variants": {"on": true, "off": false},
               "defaultVariant": "off", "targeting": {"if": [{"$ref": "ours"}, "on"]},
               "metadata": {"category": "ops"}}, "broken": 3}}
            """,
            Optional.empty());
    FlagSet set = set(brought);
    Context ours = Context.of("u").with("email", Value.of("a@x.org"));
    assertThat(asked(set, "f", ours, 0)).isEqualTo("on");
    assertThat(set.flag("f").orElseThrow().lifecycle().owner()).contains("shop");
    assertThat(brought.refused()).containsOnlyKeys("broken");
    assertThatThrownBy(() -> Exports.read("{\"toggles\":[]}", Optional.empty()))
        .isInstanceOf(InvalidFlags.class)
        .hasMessageContaining("Unleash");
  }

  /** Whatever an export says: flags that can be read, or words why not. */
  @Test
  void aBrokenExportIsRefusedInWords() {
    Random random = new Random(20_261_121);
    String[] pieces = {"null", "{}", "[]", "-1", "\"\"", "true", "[[1]]", "\"x\"", "1e99"};
    int read = 0;
    int refused = 0;
    for (int i = 0; i < 4_000; i++) {
      StringBuilder text = new StringBuilder(CLIENT);
      for (int change = random.nextInt(4); change >= 0; change--) {
        int colon = text.indexOf(":", random.nextInt(text.length()));
        int end = colon + 1;
        while (colon >= 0 && end < text.length() && ",}]".indexOf(text.charAt(end)) < 0) {
          end++;
        }
        if (colon >= 0) {
          text.replace(colon + 1, end, pieces[random.nextInt(pieces.length)]);
        }
      }
      try {
        Brought brought = Exports.read(text.toString(), Optional.empty());
        Map<String, Value> document = new LinkedHashMap<>();
        document.put("flags", new Value.Fields(new LinkedHashMap<>(brought.flags())));
        FlagSet.read(Json.node(document).toString());
        read++;
      } catch (InvalidFlags e) {
        assertThat(e.problems()).isNotEmpty();
        refused++;
      }
    }
    assertThat(read).isGreaterThan(500);
    assertThat(refused).isGreaterThan(200);
  }
}
