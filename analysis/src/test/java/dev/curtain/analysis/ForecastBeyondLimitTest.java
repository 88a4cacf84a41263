package dev.curtain.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForecastBeyondLimitTest {
  private static Forecast forecast(Optional<Double> bound, double tolerance, double rps) {
    var metric = new Metric("error_rate", bound, tolerance, "failed");
    return Forecast.beyondLimit(
        new JudgePolicy(0.01, List.of(metric), 50),
        metric,
        new Traffic(rps, 0.05, 0.001, 1, 1),
        300);
  }

  @Test
  void harmsAreMeasuredByTheDeclaredLimit() {
    var forecast = forecast(Optional.of(0.01), 0, 1_000);
    assertThat(forecast.harms())
        .extracting(Forecast.Detection::name)
        .containsExactly("2 %", "3 %", "5 %");
    assertThat(forecast.harms()).allMatch(harm -> harm.seconds().isPresent());
    assertThat(forecast.harms().getLast().seconds().orElseThrow())
        .isLessThan(forecast.harms().getFirst().seconds().orElseThrow());
  }

  @Test
  void whereNothingIsDeclaredTheLimitIsTheBaselinePlusTheTolerance() {
    assertThat(forecast(Optional.empty(), 0.01, 1_000).isSlowRollout()).isFalse();
  }

  @Test
  void aCanaryThatFewRequestsMeetIsASlowRollout() {
    assertThat(forecast(Optional.of(0.01), 0, 0.5).isSlowRollout()).isTrue();
  }
}
