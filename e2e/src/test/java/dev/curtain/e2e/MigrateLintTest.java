package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code curtain migrate lint} as a pipeline runs it: before anything is run on a database. */
class MigrateLintTest {
  private static final String FRIDAY =
      """
      ALTER TABLE orders ADD COLUMN cents bigint;
      UPDATE orders SET cents = round(amount * 100);
      ALTER TABLE orders ALTER COLUMN cents SET NOT NULL;
      """;

  @TempDir Path folder;

  @Test
  void theFridayMigrationIsRefusedWithReasonAndRecipe() throws Exception {
    Path file = Files.writeString(folder.resolve("friday.sql"), FRIDAY);
    Curtain.Said said =
        Curtain.run(
            "migrate", "lint", file.toString(), "--assume-in-transaction", "--format", "sarif");
    assertThat(said.exitCode()).as(said.all()).isEqualTo(1);
    JsonNode run = JsonMapper.shared().readTree(said.out()).get("runs").get(0);
    List<String> errors = new ArrayList<>();
    for (JsonNode result : run.get("results")) {
      String rule = result.get("ruleId").asString();
      JsonNode described =
          run.get("tool").get("driver").get("rules").get(result.get("ruleIndex").asInt());
      assertThat(described.get("id").asString()).isEqualTo(rule);
      JsonNode place = result.get("locations").get(0).get("physicalLocation");
      assertThat(place.get("artifactLocation").get("uri").asString()).endsWith("friday.sql");
      assertThat(result.get("message").get("text").asString()).contains("Instead: ");
      if (result.get("level").asString().equals("error")) {
        errors.add(rule + ":" + place.get("region").get("startLine").asInt());
      }
    }
    assertThat(errors)
        .contains(
            "statement-after-exclusive-lock:2", "full-table-dml:2", "adding-not-nullable-field:3");
  }

  @Test
  void codeAndSchemaInOnePlanAreRefused() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("friday.json"),
            "{\"migration\": \"m\", \"release\": \"v2\", \"operations\": [{\"op\": \"drop_table\","
                + " \"table\": \"t\"}]}");
    Curtain.Said said = Curtain.run("migrate", "lint", file.toString(), "--json");
    assertThat(said.exitCode()).as(said.all()).isEqualTo(1);
    assertThat(
            JsonMapper.shared().readTree(said.out()).get("findings").get(0).get("rule").asString())
        .isEqualTo("coupled-plan");
  }
}
