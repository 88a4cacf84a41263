package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The models that the field talks about go through every command as they are. */
class ModelsTest {
  static Optional<Path> models() {
    String shared =
        System.getenv()
            .getOrDefault("CURTAIN_SHARED", Curtain.root().resolve("../shared").toString());
    Path models = Path.of(shared, "models").toAbsolutePath().normalize();
    return Files.isDirectory(models) ? Optional.of(models) : Optional.empty();
  }

  static String model(String name) {
    assumeTrue(models().isPresent(), "the models are not beside this checkout");
    return models().orElseThrow().resolve(name + ".sruja").toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01_logical_architecture",
        "02_physical_architecture",
        "03_blue_green",
        "04_canary",
        "05_rolling",
        "06_active_active_multi_region",
        "07_cicd_pipeline",
        "08_slos",
        "09_observability",
        "10_complete_ecommerce_at_scale"
      })
  void everyModelIsValidatedShownPlannedAndRehearsed(String name) throws Exception {
    String file = model(name);
    for (List<String> command :
        List.of(
            List.of("validate", file),
            List.of("model", file, "--format", "json"),
            List.of("plan", file, "--json"),
            // A machine that stands still for 100 ms is a burst of failures to the judge; at the
            // usual pace there is no time left to see that it was one.
            List.of("rehearse", file, "--json", "--rps", "300", "--speed", "12"))) {
      Curtain.Said said = Curtain.run(command.toArray(String[]::new));
      assertThat(said.exitCode()).as(command + ": " + said.all()).isZero();
      assertThat(said.out()).as(String.join(" ", command)).isNotBlank();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "error_rate=5%",
        "latency=+900ms",
        "crash_after=60s",
        "unready",
        "error_rate=60%,burst=20s/2m"
      })
  void aBadCanaryGoesBackWhateverIsWrongWithIt(String fault) throws Exception {
    Curtain.Said said =
        Curtain.run(
            "rehearse", model("04_canary"), "--fault", "ECommerce.API@v2.3.2:" + fault, "--json");
    assertThat(said.exitCode()).as(said.all()).isEqualTo(1);
    assertThat(said.out())
        .contains("\"failedNotInjected\" : 0")
        .contains("\"requestsToCandidateAfterRollback\" : 0")
        .containsPattern("\"outcome\" : \"(rolled_back|failed)\"");
  }
}
