package dev.curtain.analysis.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.curtain.analysis.Tally;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SloTest {
  private static final Objective THREE_NINES = new Objective(0.999, Objective.MONTH);

  @Test
  void three_nines_allow_43_minutes_a_month() {
    assertThat(THREE_NINES.allowedDowntime()).isEqualTo(Duration.ofSeconds(2592));
  }

  @Test
  void burning_at_rate_one_spends_exactly_the_budget() {
    var budget = Budget.of(THREE_NINES, new Tally(1_000_000, 1000)).orElseThrow();
    assertThat(budget.left()).isCloseTo(0, within(1e-9));
    var half = Budget.of(THREE_NINES, new Tally(1_000_000, 500)).orElseThrow();
    assertThat(half.exhausted(10).orElseThrow()).isEqualTo(Duration.ofMinutes(36 * 60));
    assertThat(half.exhausted(0)).isEmpty();
    assertThat(Budget.of(THREE_NINES, Tally.NONE)).isEmpty();
  }

  /** Minutes to fire in a total outage at 99.9 %: Site Reliability Workbook, chapter 5. */
  @ParameterizedTest
  @CsvSource({"0, 0.864", "1, 2.16", "2, 4.32", "3, 4.32"})
  void a_total_outage_fires_within_minutes(int alert, double minutes) {
    var time = BurnAlert.standard(Objective.MONTH).get(alert).timeToFire(THREE_NINES, 1);
    assertThat(time.orElseThrow().toMillis() / 60_000.0).isCloseTo(minutes, within(0.001));
  }

  @ParameterizedTest
  @CsvSource({
    "0.9305, 0, false",
    "0.9306, 0, true",
    "0.83, 1, false",
    "0.84, 1, true",
    "0.66, 2, false",
    "0.67, 2, true"
  })
  void alerts_that_can_never_fire_are_known(double target, int alert, boolean can) {
    var objective = new Objective(target, Objective.MONTH);
    var rule = BurnAlert.standard(Objective.MONTH).get(alert);
    assertThat(rule.canFire(objective)).isEqualTo(can);
    assertThat(rule.objection(objective, 1e6).isPresent()).isEqualTo(!can);
  }

  @Test
  void at_low_traffic_one_failure_fires_and_that_is_said() {
    var rule = BurnAlert.standard(Objective.MONTH).getFirst();
    assertThat(rule.requestsForOneFailureToFire(THREE_NINES)).isCloseTo(69.4, within(0.05));
    assertThat(rule.objection(THREE_NINES, 60))
        .contains("fewer than 69 requests in 1.0 hours: a single bad one fires it");
    assertThat(rule.objection(THREE_NINES, 600)).isEmpty();
  }

  @Test
  void both_windows_must_burn() {
    var rule = BurnAlert.standard(Objective.MONTH).getFirst();
    var burning = new Tally(1000, 20);
    var calm = new Tally(1000, 1);
    assertThat(rule.fires(THREE_NINES, burning, burning)).isTrue();
    assertThat(rule.fires(THREE_NINES, burning, calm)).isFalse();
    assertThat(rule.fires(THREE_NINES, Tally.NONE, Tally.NONE)).isFalse();
  }

  @Test
  void shorter_periods_scale_the_windows_not_the_factors() {
    var week = BurnAlert.standard(Duration.ofDays(7));
    assertThat(week.getLast().factor()).isEqualTo(1);
    assertThat(week.getFirst().longWindow()).isEqualTo(Duration.ofMinutes(14));
  }

  @Test
  void a_revert_is_never_held_and_no_data_is_not_a_yes() {
    var spent = Budget.of(THREE_NINES, new Tally(1000, 10));
    var fine = Budget.of(THREE_NINES, new Tally(100_000, 50));
    assertThat(decision(BudgetGate.Change.ROUTINE, spent, 0, false)).isEqualTo(deny());
    assertThat(decision(BudgetGate.Change.REVERT, spent, 99, true)).isEqualTo(allow());
    assertThat(decision(BudgetGate.Change.SECURITY, spent, 99, true)).isEqualTo(allow());
    assertThat(decision(BudgetGate.Change.RISKY, fine, 0.5, false)).isEqualTo(allow());
    assertThat(decision(BudgetGate.Change.RISKY, fine, 2.5, false)).isEqualTo(deny());
    assertThat(decision(BudgetGate.Change.RISKY, fine, 0.5, true)).isEqualTo(deny());
    assertThat(decision(BudgetGate.Change.ROUTINE, Optional.empty(), 0, false))
        .isEqualTo(BudgetGate.Decision.UNKNOWN);
  }

  private static BudgetGate.Decision decision(
      BudgetGate.Change change, Optional<Budget> budget, double burn, boolean paging) {
    return BudgetGate.of(change, budget, burn, paging).decision();
  }

  private static BudgetGate.Decision deny() {
    return BudgetGate.Decision.DENY;
  }

  private static BudgetGate.Decision allow() {
    return BudgetGate.Decision.ALLOW;
  }
}
