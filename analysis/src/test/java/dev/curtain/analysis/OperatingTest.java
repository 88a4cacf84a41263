package dev.curtain.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * False aborts and detection, simulated with fixed seeds. A longer run: {@code
 * -Dcurtain.judge.runs=20000}.
 */
class OperatingTest {
  private static final double ALPHA = 0.05;
  private static final long RUNS = Long.getLong("curtain.judge.runs", 600);

  static List<Characteristics.Scenario> harmless() {
    return Characteristics.harmless().stream()
        .filter(scenario -> !scenario.name().startsWith("own drift"))
        .toList();
  }

  /**
   * Drift of one side alone over several blocks is not in the list: the dispersion allows for it in
   * part only (docs/judging.md).
   */
  @ParameterizedTest
  @MethodSource("harmless")
  void a_harmless_candidate_is_aborted_no_more_often_than_stated(
      Characteristics.Scenario scenario) {
    var metric = new Metric("error_rate", Optional.empty(), 0, "failed");
    var outcome = Trials.run(scenario.world(), metric, ALPHA, RUNS, 100, false);
    assertThat(outcome.abortShare()).as(scenario.name()).isLessThanOrEqualTo(ALPHA);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 5, 0.05, 250",
    "95, 5, 0.05, 200",
    "5, 5, 0.03, 700",
    "95, 5, 0.03, 700",
  })
  void harm_is_found_within_some_hundred_requests(long n0, long n1, double rate, long most) {
    var metric = new Metric("error_rate", Optional.of(0.01), 0, "failed");
    var outcome = Trials.run(World.steady(n0, n1, 0, rate), metric, 0.01, 100, 1000, true);
    assertThat(outcome.abortShare()).isEqualTo(1);
    assertThat(outcome.medianAbort()).isLessThanOrEqualTo(most);
  }

  @ParameterizedTest
  @CsvSource({"0.01, 0, 0, 900", "0.05, 0, 0.01, 400", "-1, 0.01, 0.001, 1500"})
  void harmlessness_is_shown_within_a_thousand_requests(
      double bound, double tolerance, double rate, long most) {
    var declared = bound < 0 ? Optional.<Double>empty() : Optional.of(bound);
    var metric = new Metric("some_rate", declared, tolerance, "failed");
    var outcome = Trials.run(World.steady(95, 5, rate, rate), metric, 0.01, 100, 1000, true);
    assertThat(outcome.abortShare()).isZero();
    assertThat(outcome.medianPromotion()).isLessThanOrEqualTo(most);
  }
}
