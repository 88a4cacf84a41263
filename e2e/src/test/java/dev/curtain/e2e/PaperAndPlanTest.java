package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code curtain simulate} and {@code curtain plan} as a user runs them. */
class PaperAndPlanTest {
  private static final String PAIR =
      """
      Shop = system "Shop" { API = container "API" Web = container "Web" }
      Shop.Web -> Shop.API "asks"
      deployment P "P" {
        node East "East" {
          region "east" traffic 60
          containerInstance Shop.API { version "v1" replicas 6 max_replicas 10 }
          containerInstance Shop.Web { version "v1" replicas 3 deployment_strategy "blue-green" }
        }
        node West "West" {
          region "west" traffic 40
          containerInstance Shop.API {
            version "v1" replicas 4 max_replicas 10
            deployment_strategy "canary" canary { steps [10, 100] }
          }
          containerInstance Shop.Web { version "v1" replicas 2 }
        }
      }
      """;

  @TempDir private Path home;

  @ParameterizedTest
  @CsvSource({
    "recreate, Nightly.Job, promoted",
    "shadow, Search.API, promoted",
    "ring, Suite.Desk, promoted",
    "gates, Shop.API, promoted"
  })
  void everyStrategyIsPlayedOnPaper(String strategy, String service, String outcome)
      throws IOException {
    String model = "examples/strategies/" + strategy + ".sruja";
    Curtain.Said said =
        Curtain.run("simulate", model, "--set", service + "=v2", "--days", "30", "--json");
    assertThat(said.exitCode()).as(said.all()).isZero();
    JsonNode rollout = JsonMapper.shared().readTree(said.out()).path("rollouts").path(0);
    assertThat(rollout.path("outcome").asString()).isEqualTo(outcome);
    assertThat(rollout.path("exposure").path("users").isNumber()).isTrue();
  }

  @Test
  void aPlanOfASetSaysWhoGoesWhenAndWhatALostRegionWouldLeave() throws IOException {
    Path model = Files.writeString(home.resolve("pair.sruja"), PAIR);
    String[] set = {"--set", "Shop.API=v2", "--set", "Shop.Web=v5"};
    Curtain.Said together =
        Curtain.run("plan", model.toString(), set[0], set[1], set[2], set[3], "--together");
    assertThat(together.exitCode()).as(together.all()).isZero();
    assertThat(together.out())
        .contains("As one: Shop.API, Shop.Web")
        .contains("10 % → 100 % for all of them at the same moment")
        .contains("if east is lost: the others may have 10, 10 are needed")
        .contains("if west is lost: the others may have 3, 5 are needed: each has 1.7 times its");
    Curtain.Said inOrder =
        Curtain.run(
            "plan", model.toString(), set[0], set[1], set[2], set[3], "--in-order", "--json");
    assertThat(inOrder.exitCode()).as(inOrder.all()).isZero();
    JsonNode plan = JsonMapper.shared().readTree(inOrder.out());
    assertThat(plan.path("set").path("services").path(0).asString()).isEqualTo("Shop.API");
    long firstIsWhole = startOf(plan.path("rollouts").path(0), "soak");
    assertThat(startOf(plan.path("rollouts").path(1), "baseline")).isEqualTo(firstIsWhole);
  }

  @Test
  void aSetIsPlayedOnPaperInOrderAndGoesBackWhole() throws IOException {
    Path model = Files.writeString(home.resolve("pair.sruja"), PAIR);
    Curtain.Said good = inOrder(model, "Shop.Web@v5:error_rate=0.1%");
    assertThat(good.exitCode()).as(good.all()).isZero();
    assertThat(good.out()).contains("\"outcome\" : \"promoted\"");
    Curtain.Said bad = inOrder(model, "Shop.Web@v5:error_rate=30%");
    assertThat(bad.exitCode()).as(bad.all()).isEqualTo(1);
    JsonNode rollouts = JsonMapper.shared().readTree(bad.out()).path("rollouts");
    for (JsonNode rollout : rollouts) {
      assertThat(rollout.path("set").asString()).startsWith("set-");
      assertThat(rollout.path("outcome").asString()).isEqualTo("rolled_back");
    }
    assertThat(rollouts.path(0).path("service").asString()).isEqualTo("Shop.API");
    assertThat(rollouts.path(0).path("reason").asString()).contains("Shop.Web does not go to v5");
  }

  private static Curtain.Said inOrder(Path model, String fault) throws IOException {
    return Curtain.run(
        "simulate",
        model.toString(),
        "--set",
        "Shop.Web=v5",
        "--set",
        "Shop.API=v2",
        "--in-order",
        "--fault",
        fault,
        "--days",
        "1",
        "--json");
  }

  private static long startOf(JsonNode rollout, String kind) {
    return rollout
        .path("steps")
        .valueStream()
        .filter(step -> step.path("kind").asString().equals(kind))
        .findFirst()
        .orElseThrow()
        .path("startsAtMillis")
        .asLong();
  }
}
