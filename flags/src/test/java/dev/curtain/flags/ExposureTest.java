package dev.curtain.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExposureTest {
  private static final long NOW = 1_790_000_000L;

  private static FlagSet set(String flag) {
    return FlagSet.read(
        """
        {"segments":{"gold":{"==":[{"var":"tier"},"gold"]}},
         "rings":[{"name":"internal","members":{"==":[{"var":"org"},"ours"]}},
                  {"name":"early","members":{"==":[{"var":"tier"},"gold"]}},
                  {"name":"eu","members":{"==":[{"var":"region"},"eu"]}}],
         "flags":{"f":{"state":"ENABLED","variants":{"on":true,"off":false},"defaultVariant":"off",
           %s}}}
        """
            .formatted(flag));
  }

  private static String variant(FlagSet set, Context context) {
    return set.evaluate("f", context, NOW) instanceof Answer.Resolved resolved
        ? resolved.variant() + " " + resolved.reason()
        : "none";
  }

  private static Context who(String key, String attribute, String value) {
    return Context.of(key).with(attribute, Value.of(value));
  }

  @Test
  void a_ring_lets_in_its_members_and_those_of_the_rings_inside_it() {
    FlagSet set = set("\"exposure\":{\"variant\":\"on\",\"ring\":\"early\"}");
    assertThat(variant(set, who("u", "org", "ours"))).isEqualTo("on TARGETING_MATCH");
    assertThat(variant(set, who("u", "tier", "gold"))).isEqualTo("on TARGETING_MATCH");
    assertThat(variant(set, who("u", "region", "eu"))).isEqualTo("off DEFAULT");
    assertThat(set.rings()).containsExactly("internal", "early", "eu");
  }

  @Test
  void named_customers_are_in_and_nobody_else() {
    FlagSet set =
        set("\"exposure\":{\"variant\":\"on\",\"named\":{\"customer\":[\"acme\",\"umbrella\"]}}");
    assertThat(variant(set, who("u", "customer", "acme"))).isEqualTo("on TARGETING_MATCH");
    assertThat(variant(set, who("u", "customer", "other"))).isEqualTo("off DEFAULT");
  }

  @Test
  void a_growing_share_keeps_everybody_who_was_in_it() {
    Set<String> before = new HashSet<>();
    for (double percent : new double[] {0, 0.1, 1, 10, 50, 100}) {
      FlagSet set = set("\"exposure\":{\"variant\":\"on\",\"percent\":" + percent + "}");
      Set<String> in = new HashSet<>();
      for (int i = 0; i < 20_000; i++) {
        if (variant(set, Context.of("user-" + i)).equals("on SPLIT")) {
          in.add("user-" + i);
        }
      }
      assertThat(in).containsAll(before);
      // Five standard deviations of a binomial of 20 000.
      double sigma = Math.sqrt(20_000 * percent / 100 * (1 - percent / 100));
      assertThat(Math.abs(in.size() - 200.0 * percent)).isLessThanOrEqualTo(5 * sigma);
      before = in;
    }
  }

  @Test
  void a_share_of_customers_takes_whole_customers() {
    FlagSet set = set("\"exposure\":{\"variant\":\"on\",\"percent\":50,\"by\":\"customer\"}");
    for (int customer = 0; customer < 50; customer++) {
      String first = variant(set, who("a", "customer", "c" + customer));
      assertThat(variant(set, who("b", "customer", "c" + customer))).isEqualTo(first);
    }
    assertThat(variant(set, Context.of("nobody's"))).isEqualTo("off DEFAULT");
  }

  @Test
  void a_denial_comes_before_the_exposure_and_ends_by_itself() {
    String until = "\"until\":\"2026-09-21T14:13:21Z\"";
    FlagSet everyone =
        set(
            "\"exposure\":{\"variant\":\"on\",\"percent\":100},"
                + "\"deny\":[{\"everyone\":true,\"variant\":\"off\","
                + until
                + "}]");
    assertThat(variant(everyone, Context.of("u"))).isEqualTo("off TARGETING_MATCH");
    assertThat(everyone.evaluate("f", Context.of("u"), NOW + 1))
        .isInstanceOfSatisfying(
            Answer.Resolved.class, answer -> assertThat(answer.variant()).isEqualTo("on"));
  }

  @Test
  void a_rule_may_ask_for_segments_and_rings() {
    FlagSet set =
        set(
            "\"targeting\":{\"if\":[{\"or\":[{\"ring\":\"eu\"},{\"segment\":\"gold\"}]},\"on\"]},\"bucketing\":{\"salt\":\"s\"}");
    assertThat(variant(set, who("u", "org", "ours"))).isEqualTo("on TARGETING_MATCH");
    assertThat(variant(set, Context.of("u"))).isEqualTo("off DEFAULT");
    assertThat(
            set("\"targeting\":{\"if\":[{\"ring\":\"nope\"},\"on\"]}").warnings().getFirst().path())
        .isEqualTo("flags.f.targeting.if[0].ring");
  }

  @Test
  void what_makes_no_sense_is_refused_with_its_path() {
    InvalidFlags refused =
        catchThrowableOfType(
            InvalidFlags.class,
            () ->
                set(
                    "\"exposure\":{\"variant\":\"maybe\",\"percnt\":3,\"percent\":101},"
                        + "\"bucketing\":7,\"deny\":[{\"everyone\":true,\"variant\":\"x\"}]"));
    assertThat(refused.problems().stream().map(Problem::path))
        .containsExactlyInAnyOrder(
            "flags.f.bucketing",
            "flags.f.exposure.percnt",
            "flags.f.exposure.variant",
            "flags.f.deny[0].variant");
  }

  @Test
  void one_flag_is_exchanged_without_touching_the_others() {
    FlagSet set = set("\"exposure\":{\"variant\":\"on\",\"ring\":\"eu\"}");
    FlagSet next =
        set.with(
            "g",
            Json.read(
                """
                {"state":"ENABLED","variants":{"on":true,"off":false},"defaultVariant":"off",
                 "prerequisites":{"f":"on"},"exposure":{"variant":"on","percent":100}}
                """));
    assertThat(next.evaluate("g", who("u", "region", "eu"), NOW))
        .isInstanceOfSatisfying(
            Answer.Resolved.class, answer -> assertThat(answer.variant()).isEqualTo("on"));
    assertThat(next.flag("f")).isEqualTo(set.flag("f"));
    assertThat(catchThrowableOfType(InvalidFlags.class, () -> next.without("f")).getMessage())
        .contains("flags.g.prerequisites.f");
    assertThat(next.without("g").flags()).hasSize(1);
  }
}
