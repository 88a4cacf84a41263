package dev.curtain.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForecastTest {
  private static final Metric ERRORS = new Metric("error_rate", Optional.empty(), 0, "failed");
  private static final JudgePolicy POLICY = new JudgePolicy(0.01, List.of(ERRORS), 50);

  @ParameterizedTest
  @MethodSource("dev.curtain.analysis.ForecastRuns#settings")
  void what_is_forecast_is_what_happens(ForecastRuns.Setting setting) {
    assertThat(setting.forecast()).isCloseTo(setting.simulated(200), withinPercentage(15));
  }

  @Test
  void more_traffic_is_faster_and_worse_is_faster() {
    var little = Forecast.of(POLICY, ERRORS, traffic(50, 0.05), 7200);
    var much = Forecast.of(POLICY, ERRORS, traffic(500, 0.05), 7200);
    assertThat(seconds(much, 0)).isLessThan(seconds(little, 0));
    assertThat(seconds(little, 1)).isLessThan(seconds(little, 0));
    assertThat(little.isSlowRollout()).isFalse();
    assertThat(little.sentence()).startsWith("with 5 % of the traffic 2x is found after about");
  }

  @Test
  void a_canary_that_finds_nothing_is_called_a_slow_rollout_with_the_share_that_would_do() {
    var forecast = Forecast.of(POLICY, ERRORS, traffic(20, 0.01), 600);
    assertThat(forecast.isSlowRollout()).isTrue();
    assertThat(forecast.smallestShare()).isPresent();
    assertThat(forecast.sentence())
        .contains("2x is not found within 10 min")
        .contains("this is a slow rollout, not a canary");
    var share = forecast.smallestShare().orElseThrow();
    var enough = Forecast.of(POLICY, ERRORS, traffic(20, share), 600);
    assertThat(enough.harms().getLast().seconds()).isPresent();
  }

  @Test
  void users_exposed_are_counted_in_users_not_requests() {
    var forecast = Forecast.of(POLICY, ERRORS, new Traffic(100, 0.05, 0.005, 1, 10), 3600);
    var harm = forecast.harms().get(1);
    assertThat(harm.users())
        .isEqualTo((long) StrictMath.ceil(harm.seconds().orElseThrow() * 100 * 0.05 / 10));
  }

  @Test
  void traffic_that_makes_no_sense_is_refused_by_value() {
    assertThatThrownBy(() -> traffic(100, 5))
        .hasMessage("share: 5.0 (expected: between 0 and 1, as 0.05)");
  }

  private static double seconds(Forecast forecast, int harm) {
    return forecast.harms().get(harm).seconds().orElseThrow();
  }

  private static Traffic traffic(double perSecond, double share) {
    return new Traffic(perSecond, share, 0.005, 1, 1);
  }
}
