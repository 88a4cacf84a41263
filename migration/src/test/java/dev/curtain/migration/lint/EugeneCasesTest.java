package dev.curtain.migration.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.migration.sql.Script;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Eugene's pairs of scripts, the bad and the good way: each script in a transaction of its own. */
class EugeneCasesTest {
  private static final Map<String, String> REASONS = Map.of();

  @Test
  void the_bad_way_is_reported_and_the_good_way_passes() throws IOException {
    OutsideCases.Tally tally = new OutsideCases.Tally();
    for (JsonNode each : OutsideCases.read("eugene-cases.json").get("cases")) {
      String hint = each.get("hint").asString().replaceAll(" .*", "");
      List<Script> scripts = new ArrayList<>();
      boolean concurrently = false;
      for (JsonNode script : each.get("scripts")) {
        concurrently |= script.asString().contains("concurrently");
        scripts.add(Script.read(scripts.size() + ".sql", script.asString(), OutsideCases.GRAMMAR));
      }
      Lint.Result result = Lint.check(scripts, new Lint.Setting(14, !concurrently, Facts.NONE));
      boolean found =
          result.findings().stream().anyMatch(finding -> finding.rule().sameAs().contains(hint));
      boolean expected = each.get("expect").asString().equals("violation");
      tally.add(
          each.get("id").asString(),
          found == expected
              ? Optional.empty()
              : Optional.of(
                  "found "
                      + result.findings().stream().map(finding -> finding.rule().id()).toList()));
    }
    System.out.println(tally.summary("Eugene's scripts"));
    assertThat(tally.agreement()).isGreaterThanOrEqualTo(98);
    assertThat(tally.differences().keySet()).isEqualTo(REASONS.keySet());
  }
}
