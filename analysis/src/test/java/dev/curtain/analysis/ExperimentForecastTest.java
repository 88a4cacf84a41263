package dev.curtain.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExperimentForecastTest {
  @Test
  void a_larger_difference_takes_fewer_users_and_a_small_one_more_than_there_are() {
    var forecast = ExperimentForecast.of(0.05, 0.5, 100, 0.05, 20_000);
    assertThat(forecast.differences())
        .extracting(ExperimentForecast.Difference::times)
        .containsExactly(1.02, 1.05, 1.1, 1.2, 1.5, 2.0);
    assertThat(forecast.differences().getFirst().users()).isEmpty();
    var half = forecast.differences().get(4).users().orElseThrow();
    var twice = forecast.differences().get(5).users().orElseThrow();
    assertThat(twice).isLessThan(half).isGreaterThan(200);
    assertThat(forecast.sentence()).contains("instead of 5 % of the users converting");
  }

  @Test
  void it_foretells_what_simulated_experiments_take() {
    var foretold = users(ExperimentForecast.of(0.05, 0.5, 100, 0.05, 20_000), 1.5);
    var taken = new double[200];
    for (var run = 0; run < taken.length; run++) {
      var draws = new Draws(run);
      var experiment = Experiment.of(0.05, 0.5, 100);
      long users = 0;
      while (experiment.answer().decision() != Experiment.Decision.CANDIDATE_CONVERTS_MORE
          && users < 100_000) {
        experiment =
            experiment.observe(new Block.Sides(draws.tally(100, 0.05), draws.tally(100, 0.075)));
        users += 200;
      }
      taken[run] = users;
    }
    assertThat(foretold)
        .isCloseTo(Math.round(Arrays.stream(taken).average().orElseThrow()), withinPercentage(20));
  }

  @Test
  void the_minimum_run_and_too_few_users_are_said() {
    assertThat(users(ExperimentForecast.of(0.05, 0.5, 5_000, 0.05, 20_000), 2)).isEqualTo(10_000);
    assertThat(ExperimentForecast.of(0.05, 0.5, 0, 0.05, 50).sentence())
        .isEqualTo(
            "with 50 users of whom 5 % convert no difference up to twice as many is told apart");
    assertThatThrownBy(() -> ExperimentForecast.of(0.05, 1, 0, 0.05, 50))
        .hasMessageContaining("share: 1.0");
    assertThatThrownBy(() -> ExperimentForecast.of(0.05, 0.5, 0, 0, 50))
        .hasMessageContaining("conversion: 0.0");
  }

  private static long users(ExperimentForecast forecast, double times) {
    return forecast.differences().stream()
        .filter(each -> each.times() == times)
        .findFirst()
        .map(ExperimentForecast.Difference::users)
        .flatMap(each -> each)
        .or(() -> Optional.of(-1L))
        .orElseThrow();
  }
}
