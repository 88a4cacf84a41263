package dev.curtain.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RollbackProfileTest {
  @Test
  void profiles_are_found_by_name_and_nothing_else() {
    assertThat(RollbackProfile.named("lesson")).contains(RollbackProfile.LESSON);
    assertThat(RollbackProfile.named("default")).isEmpty();
    assertThat(RollbackProfile.all()).extracting(RollbackProfile::name).doesNotHaveDuplicates();
  }

  @Test
  void the_lesson_has_fixed_limits() {
    var errors = RollbackProfile.LESSON.errorMetric(new Tally(1000, 50));
    assertThat(errors.bound()).contains(0.01);
    assertThat(RollbackProfile.LESSON.latencyMetric().description())
        .isEqualTo("took longer than 500 ms");
    assertThat(RollbackProfile.LESSON.slowFromMicros(1)).isEqualTo(500_000);
  }

  @Test
  void the_others_are_relative_to_the_baseline() {
    var twice = RollbackProfile.BASELINE_2X.errorMetric(new Tally(10_000, 100));
    assertThat(twice.bound()).isEmpty();
    assertThat(twice.tolerance()).isCloseTo(0.01, within(1e-4));
    assertThat(RollbackProfile.GUIDE.errorMetric(Tally.NONE).tolerance()).isEqualTo(0.02);
    assertThat(RollbackProfile.GUIDE.slowFromMicros(200_000)).isEqualTo(300_000);
    assertThat(RollbackProfile.GUIDE.latencyMetric().description())
        .isEqualTo("took longer than 1.5 times the baseline's p99");
  }

  @Test
  void the_five_minute_tree_records_its_answers() {
    var calm = new Tally(1000, 20);
    assertThat(Triage.of(false, 0.5, calm, calm).decision()).isEqualTo(Triage.Decision.CONTINUE);
    assertThat(Triage.of(true, 0.5, calm, calm).decision()).isEqualTo(Triage.Decision.ROLL_BACK);
    var watch = Triage.of(true, 0.05, calm, calm);
    assertThat(watch.decision()).isEqualTo(Triage.Decision.WATCH_LONGER);
    assertThat(watch.answers())
        .containsExactly(
            "degraded: yes",
            "affected: 5 % of the users (limit 10 %)",
            "getting worse: no (2 %, then 2 %)");
    assertThat(Triage.of(true, 0.05, calm, new Tally(1000, 80)).decision())
        .isEqualTo(Triage.Decision.ROLL_BACK);
  }
}
