package dev.curtain.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExperimentTest {
  @Test
  void the_better_side_is_named_either_way() {
    assertThat(run(0.1, 0.16, 100).decision())
        .isEqualTo(Experiment.Decision.CANDIDATE_CONVERTS_MORE);
    var worse = run(0.16, 0.1, 100);
    assertThat(worse.decision()).isEqualTo(Experiment.Decision.BASELINE_CONVERTS_MORE);
    assertThat(worse.upper()).isNegative();
    assertThat(worse.reason()).endsWith("where there is none ≤ 5 %");
  }

  @Test
  void few_large_reports_decide_when_they_are_clear() {
    var experiment = Experiment.of(0.05, 0.5, 1_000);
    for (var report = 0; report < 3; report++) {
      experiment = experiment.observe(new Block.Sides(new Tally(1_000, 60), new Tally(1_000, 160)));
    }
    assertThat(experiment.answer().decision())
        .isEqualTo(Experiment.Decision.CANDIDATE_CONVERTS_MORE);
  }

  @Test
  void users_of_one_side_wait_for_those_of_the_other() {
    var apart =
        Experiment.of(0.05, 0.5, 0)
            .observe(new Block.Sides(new Tally(1_000, 60), Tally.NONE))
            .observe(new Block.Sides(Tally.NONE, new Tally(1_000, 160)))
            .answer();
    var together =
        Experiment.of(0.05, 0.5, 0)
            .observe(new Block.Sides(new Tally(1_000, 60), new Tally(1_000, 160)))
            .answer();
    assertThat(apart).isEqualTo(together);
  }

  @Test
  void equal_sides_stay_undecided_in_nearly_every_run() {
    var winners = 0;
    for (var run = 0; run < 300; run++) {
      var draws = new Draws(run);
      var experiment = Experiment.of(0.05, 0.5, 0);
      for (var block = 0; block < 60; block++) {
        experiment =
            experiment.observe(new Block.Sides(draws.tally(20, 0.1), draws.tally(20, 0.1)));
        if (experiment.answer().decision() != Experiment.Decision.UNDECIDED) {
          winners++;
          break;
        }
      }
    }
    assertThat(winners).isLessThanOrEqualTo(15);
  }

  @Test
  void a_wrong_split_makes_the_test_invalid() {
    var experiment = Experiment.of(0.05, 0.5, 0);
    for (var block = 0; block < 100; block++) {
      experiment = experiment.observe(new Block.Sides(new Tally(55, 5), new Tally(45, 9)));
    }
    var answer = experiment.answer();
    assertThat(answer.decision()).isEqualTo(Experiment.Decision.INVALID);
    assertThat(answer.reason())
        .isEqualTo(
            "45 % of 10 000 users met the candidate, 50 % were meant to: the split is not what it"
                + " should be");
  }

  @Test
  void too_few_users_decide_nothing() {
    var answer =
        Experiment.of(0.05, 0.5, 1000)
            .observe(new Block.Sides(new Tally(50, 0), new Tally(50, 50)))
            .answer();
    assertThat(answer.decision()).isEqualTo(Experiment.Decision.TOO_FEW);
    assertThat(answer.reason()).endsWith("at least 1 000 on each side are asked for");
  }

  @Test
  void a_right_split_is_not_doubted_and_no_users_are_no_evidence() {
    assertThat(SampleRatio.of(9_510, 490, 0.05, 0.001).mismatch()).isFalse();
    assertThat(SampleRatio.of(0, 0, 0.05, 0.001).eValue()).isCloseTo(1, within(1e-12));
    assertThatThrownBy(() -> SampleRatio.of(1, 1, 50, 0.001))
        .hasMessage("share: 50.0 (expected: between 0 and 1, as 0.5)");
  }

  @Test
  void the_split_is_doubted_falsely_no_more_often_than_stated() {
    var doubted = 0;
    for (var run = 0; run < 500; run++) {
      var draws = new Draws(run);
      var candidate = 0L;
      for (var look = 1; look <= 100; look++) {
        candidate += draws.binomial(20, 0.3);
        if (SampleRatio.of(20L * look - candidate, candidate, 0.3, 0.05).mismatch()) {
          doubted++;
          break;
        }
      }
    }
    assertThat(doubted).isLessThanOrEqualTo(25);
  }

  private static Experiment.Answer run(double p0, double p1, int blocks) {
    var draws = new Draws(1);
    var experiment = Experiment.of(0.05, 0.5, 100);
    for (var block = 0; block < blocks; block++) {
      experiment = experiment.observe(new Block.Sides(draws.tally(30, p0), draws.tally(30, p1)));
    }
    return experiment.answer();
  }
}
