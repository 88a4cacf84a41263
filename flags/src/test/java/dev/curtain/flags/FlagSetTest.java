package dev.curtain.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlagSetTest {
  private static final String FLAG =
      "{\"state\":\"ENABLED\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"on\"%s}";

  private static FlagSet flags(String... flags) {
    return FlagSet.read("{\"flags\":{" + String.join(",", flags) + "}}");
  }

  private static String flag(String key, String more) {
    return "\"" + key + "\":" + FLAG.formatted(more.isEmpty() ? "" : "," + more);
  }

  private static String variant(Answer answer) {
    return ((Answer.Resolved) answer).variant();
  }

  @Test
  void every_problem_is_named_with_its_path_before_a_set_is_refused() {
    assertThatThrownBy(() ->
            FlagSet.read(
                """
                {"flags":{"a":{"state":"ON","variants":{"x":1},"defaultVariant":"y"},"b":7,
                          "c":{"state":"ENABLED","variants":{}}}}
                """))
        .isInstanceOf(InvalidFlags.class)
        .hasMessageContaining("flags.a.state: ON (expected: ENABLED or DISABLED)")
        .hasMessageContaining("flags.a.defaultVariant: y (expected: one of x)")
        .hasMessageContaining("flags.b: 7 (expected: an object)")
        .hasMessageContaining("flags.c.variants: none");
  }

  @Test
  void what_is_no_json_is_refused_with_its_place() {
    assertThatThrownBy(() -> FlagSet.read("{\"flags\":{\n oops"))
        .isInstanceOf(InvalidFlags.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void a_denied_customer_is_off_before_any_rule_until_the_denial_ends() {
    FlagSet set =
        flags(
            flag(
                "f",
                """
                "targeting":{"if":[true,"on"]},
                "deny":[{"attribute":"customer","values":["acme"],"variant":"off",
                         "until":"1970-01-01T01:00:00Z"}]
                """));
    Context acme = Context.of("u").with("customer", Value.of("acme"));
    assertThat(variant(set.evaluate("f", acme, 3_599))).isEqualTo("off");
    assertThat(variant(set.evaluate("f", acme, 3_600))).isEqualTo("on");
    assertThat(variant(set.evaluate("f", Context.of("u"), 0))).isEqualTo("on");
    assertThat(set.evaluate("f", acme, 0).metadata()).containsKey("denied_by");
  }

  @Test
  void a_denial_of_a_variant_that_is_not_there_is_refused() {
    assertThatThrownBy(() ->
            flags(flag("f", "\"deny\":[{\"attribute\":\"c\",\"values\":[1],\"variant\":\"of\"}]")))
        .hasMessageContaining("flags.f.deny[0].variant: of (expected: one of on, off)");
  }

  @Test
  void a_flag_whose_prerequisite_is_at_another_variant_is_at_its_default() {
    FlagSet set =
        flags(
            flag("base", "\"targeting\":{\"var\":\"base\"}"),
            flag("f", "\"prerequisites\":{\"base\":\"on\"},\"targeting\":{\"if\":[true,\"off\"]}"));
    assertThat(variant(set.evaluate("f", Context.EMPTY, 0))).isEqualTo("off");
    Answer unmet = set.evaluate("f", Context.EMPTY.with("base", Value.of("off")), 0);
    assertThat(variant(unmet)).isEqualTo("on");
    assertThat(((Answer.Resolved) unmet).reason()).isEqualTo(Answer.Reason.DEFAULT);
  }

  @Test
  void flags_that_wait_for_each_other_are_refused_with_the_circle() {
    assertThatThrownBy(() ->
            flags(
                flag("a", "\"prerequisites\":{\"b\":\"on\"}"),
                flag("b", "\"prerequisites\":{\"c\":\"on\"}"),
                flag("c", "\"prerequisites\":{\"a\":\"on\"}")))
        .hasMessageContaining("a → b → c → a");
  }

  @Test
  void a_set_that_requires_a_lifecycle_refuses_flags_without_owner_and_end() {
    assertThatThrownBy(() ->
            FlagSet.read(
                "{\"metadata\":{\"lifecycle\":\"required\"},\"flags\":{" + flag("f", "") + "}}"))
        .isInstanceOfSatisfying(
            InvalidFlags.class,
            refused ->
                assertThat(refused.problems())
                    .extracting(Problem::path)
                    .containsExactly(
                        "flags.f.metadata.category",
                        "flags.f.metadata.owner",
                        "flags.f.metadata.created",
                        "flags.f.metadata.remove_by"));
  }

  @Test
  void a_removal_day_beyond_the_limit_is_refused() {
    assertThatThrownBy(() ->
            FlagSet.read(
                "{\"metadata\":{\"lifecycle\":\"required\"},\"flags\":{"
                    + flag(
                        "f",
                        """
                        "metadata":{"category":"release","owner":"pat","created":"2026-01-01",
                                    "remove_by":"2028-01-01"}
                        """)
                    + "}}"))
        .hasMessageContaining("2026-07-04 at the latest");
  }

  @Test
  void a_flag_is_overdue_from_the_day_after_its_last_one() {
    FlagSet set = flags(flag("f", "\"metadata\":{\"remove_by\":\"2026-03-01\"}"));
    Lifecycle lifecycle = List.copyOf(set.flags()).getFirst().lifecycle();
    assertThat(lifecycle.overdue(LocalDate.parse("2026-03-01"))).isFalse();
    assertThat(lifecycle.overdue(LocalDate.parse("2026-03-02"))).isTrue();
  }

  @Test
  void who_makes_a_permission_flag_is_told_where_permissions_belong() {
    FlagSet set =
        FlagSet.read(
            """
            {"flags":{"f":{"state":"ENABLED","variants":{"on":true},"defaultVariant":"on",
              "metadata":{"category":"permission"}},
             "g":{"state":"ENABLED","variants":{"on":true},"defaultVariant":"on",
              "metadata":{"category":"ops"}}}}
            """);
    assertThat(set.warnings())
        .singleElement()
        .satisfies(warning -> {
          assertThat(warning.path()).isEqualTo("flags.f.metadata.category");
          assertThat(warning.message()).contains("where accounts and roles are kept");
        });
  }

  @Test
  void a_zero_with_a_fraction_stays_one() {
    assertThat(Json.node(Json.read("[0.0,0,1e3]")).toString()).isEqualTo("[0.0,0,1000.0]");
  }

  @Test
  void a_rule_that_cannot_be_read_is_a_parse_error_of_its_flag_alone() {
    FlagSet set = flags(flag("f", "\"targeting\":{\"if\":[{\"nope\":1}]}"), flag("g", ""));
    assertThat(set.evaluate("f", Context.EMPTY, 0))
        .isInstanceOfSatisfying(
            Answer.Failed.class,
            failed -> {
              assertThat(failed.code()).isEqualTo(Answer.Code.PARSE_ERROR);
              assertThat(failed.details())
                  .startsWith("flags.f.targeting.if[0].nope: unknown operator");
            });
    assertThat(variant(set.evaluate("g", Context.EMPTY, 0))).isEqualTo("on");
  }
}
