package dev.curtain.migration.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.migration.sql.LockMode;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Squawk's own unit tests, rule by rule, and its statements with their locks. */
class SquawkCasesTest {
  /** Where we answer otherwise, and why. */
  private static final Map<String, String> REASONS =
      Map.of(
          "squawk/adding_field_with_default/docs_example_error_on_pg_11",
          "since PostgreSQL 11 a steady default is kept in the catalog; measured: no rewrite",
          "squawk/prefer_repack/cluster_below_pg19_ok",
          "CLUSTER writes the table anew under ACCESS EXCLUSIVE on every version; Squawk speaks"
              + " only where 19 has REPACK CONCURRENTLY",
          "squawk/prefer_repack/vacuum_full_below_pg19_ok",
          "VACUUM FULL does the same");

  private static final Map<String, String> LOCK_REASONS = Map.of();

  @Test
  void what_squawk_reports_is_reported_and_what_it_passes_passes() throws IOException {
    OutsideCases.Tally tally = new OutsideCases.Tally();
    for (JsonNode each : OutsideCases.read("squawk-cases.json").get("cases")) {
      JsonNode version = each.get("pg_version");
      Lint.Setting setting =
          new Lint.Setting(
              version.isNull() ? 14 : Integer.parseInt(version.asString().replaceAll("[.].*", "")),
              each.get("assume_in_transaction").asBoolean(),
              Facts.NONE);
      Set<String> found = rules(OutsideCases.lint(each.get("sql").asString(), setting));
      boolean expected = each.get("expect").asString().equals("violation");
      String rule = each.get("rule").asString();
      boolean actual =
          rule.equals("require-timeout-settings")
              ? found.contains("require-lock-timeout")
                  || found.contains("require-statement-timeout")
              : found.contains(rule);
      tally.add(
          each.get("id").asString(),
          expected == actual
              ? Optional.empty()
              : Optional.of("expected " + (expected ? "" : "no ") + rule + ", found " + found));
    }
    System.out.println(tally.summary("Squawk's rules"));
    assertThat(tally.agreement()).isGreaterThanOrEqualTo(98);
    assertThat(tally.differences().keySet()).isEqualTo(REASONS.keySet());
  }

  @Test
  void statements_take_the_locks_that_squawk_says() throws IOException {
    OutsideCases.Tally tally = new OutsideCases.Tally();
    for (JsonNode each : OutsideCases.read("squawk-cases.json").get("lock_kinds")) {
      String sql = each.get("sql").asString();
      Optional<LockMode> lock =
          OutsideCases.lint(sql, Lint.Setting.PLAIN).effects().getFirst().impact().strongest();
      String expected = each.get("lock").asString();
      Optional<LockMode> known =
          expected.equals("Unknown")
              ? Optional.empty()
              : Optional.of(LockMode.ofCatalog(expected + "Lock"));
      tally.add(
          sql, lock.equals(known) ? Optional.empty() : Optional.of(expected + " and not " + lock));
    }
    System.out.println(tally.summary("Squawk's locks"));
    assertThat(tally.differences().keySet()).isEqualTo(LOCK_REASONS.keySet());
  }

  private static Set<String> rules(Lint.Result result) {
    return result.findings().stream()
        .map(finding -> finding.rule().id().toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }
}
