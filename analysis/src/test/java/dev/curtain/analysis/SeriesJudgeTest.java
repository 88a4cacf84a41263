package dev.curtain.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.analysis.Handling.Missing;
import dev.curtain.analysis.Verdict.Decision;
import dev.curtain.analysis.series.Classification;
import dev.curtain.analysis.series.Direction;
import dev.curtain.analysis.series.EffectSize;
import dev.curtain.analysis.series.MannWhitneyInput;
import dev.curtain.analysis.series.MannWhitneyJudge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Counts that are good throughout, and a series beside them. */
class SeriesJudgeTest {
  private static final Metric ERRORS = new Metric("error_rate", Optional.of(0.05), 0.01, "failed");
  private static final Block.Sides GOOD = new Block.Sides(new Tally(900, 1), new Tally(100, 0));

  @Test
  void a_critical_series_that_rises_puts_back_at_its_first_look_and_stays() {
    Judge judge = Judges.sequential(policy(series(true, 1, Handling.USUAL)));
    for (int i = 0; i < 9; i++) {
      judge = judge.observe(point(100 + i, 140 + i));
      assertThat(judge.aborted()).as("%s points", i + 1).isFalse();
    }
    judge = judge.observe(point(109, 149));
    assertThat(judge.aborted()).isTrue();
    Verdict verdict = judge.verdict();
    assertThat(verdict.decision()).isEqualTo(Decision.ABORT);
    assertThat(verdict.metric()).contains("heap");
    assertThat(verdict.reason()).startsWith("heap is High at 10 points of each side: experiment");
    assertThat(judge.observe(point(100, 1)).verdict()).isEqualTo(verdict);
    assertThat(judge.series().getFirst().looks()).isOne();
  }

  @Test
  void what_a_look_says_is_what_the_judge_of_series_says_of_the_same_points() {
    Judge judge = Judges.sequential(policy(series(false, 1, Handling.USUAL)));
    List<Double> here = new ArrayList<>();
    List<Double> there = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      here.add(100 + Math.floorMod(i * 37, 17) * 1.0);
      there.add(102 + Math.floorMod(i * 29, 19) * 1.0);
      judge = judge.observe(point(here.getLast(), there.getLast()));
    }
    MannWhitneyInput usual = MannWhitneyInput.of(here, there);
    assertThat(judge.series().getFirst().answer())
        .contains(
            MannWhitneyJudge.judge(
                new MannWhitneyInput(
                    here,
                    there,
                    Direction.INCREASE,
                    usual.nanStrategy(),
                    false,
                    false,
                    usual.outliers(),
                    usual.effectSize(),
                    usual.tolerance(),
                    usual.confidence())));
  }

  @Test
  void it_is_looked_at_whenever_there_are_twice_as_many_points() {
    Judge judge = Judges.sequential(policy(series(false, 1, Handling.USUAL)));
    List<Integer> looks = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      judge = judge.observe(point(i % 7, i % 7 + 3));
      if (judge.series().getFirst().points() == i) {
        looks.add(i);
      }
    }
    assertThat(looks).containsExactly(10, 20, 40, 80);
    assertThat(judge.series().getFirst().next()).isEqualTo(160);
  }

  @Test
  void one_that_is_not_critical_keeps_from_promotion_and_no_more() {
    Judge judge = Judges.sequential(policy(series(false, 1, Handling.USUAL)));
    for (int i = 0; i < 30; i++) {
      judge = judge.observe(point(100 + i % 3, 140 + i % 3));
    }
    assertThat(judge.aborted()).isFalse();
    assertThat(judge.verdict().decision()).isEqualTo(Decision.CONTINUE);
    assertThat(judge.verdict().reason()).contains("heap is High at 20 points");
    // The whole run is good again at the next look.
    for (int i = 0; i < 130; i++) {
      judge = judge.observe(point(141 + i % 3, 141 + i % 3));
    }
    assertThat(judge.verdict().decision()).isEqualTo(Decision.PROMOTE);
  }

  @Test
  void a_rise_that_is_small_does_not_count() {
    Judge judge = Judges.sequential(policy(series(true, 1.5, Handling.USUAL)));
    for (int i = 0; i < 30; i++) {
      judge = judge.observe(point(100 + i % 3, 140 + i % 3));
    }
    assertThat(judge.verdict().decision()).isEqualTo(Decision.PROMOTE);
    assertThat(judge.series().getFirst().answer().orElseThrow().classification())
        .isEqualTo(Classification.PASS);
  }

  @Test
  void no_points_too_few_and_a_provider_that_is_out_are_three_answers_and_none_is_good() {
    Judge judge = Judges.sequential(policy(series(true, 1, Handling.USUAL)));
    for (int i = 0; i < 30; i++) {
      judge = judge.observe(new Block(Map.of("error_rate", GOOD)));
    }
    assertThat(judge.verdict().decision()).isEqualTo(Decision.INCONCLUSIVE);
    assertThat(judge.verdict().reason())
        .isEqualTo("no data: heap of the candidate has no point yet");
    Judge few =
        judge
            .observe(point(1, 1))
            .observe(block(new Block.Point(Optional.of(1.0), Optional.empty())));
    assertThat(few.verdict().reason())
        .isEqualTo("too little data: heap has 1 points of each side, the first look takes 10");
    Judge out =
        few.observe(new Block(Map.of("error_rate", GOOD), Map.of("heap", "503 from Prometheus")));
    assertThat(out.verdict().decision()).isEqualTo(Decision.INCONCLUSIVE);
    assertThat(out.verdict().reason())
        .isEqualTo("provider error: heap cannot be had: 503 from Prometheus");
    assertThat(out.observe(point(1, 1)).verdict().reason()).startsWith("too little data");
  }

  @Test
  void what_may_be_missing_is_not_waited_for_and_a_dry_run_is_only_shown() {
    Handling ignored =
        new Handling(false, false, 1, Missing.IGNORE, Missing.IGNORE, Missing.IGNORE);
    Judge judge = Judges.sequential(policy(series(true, 1, ignored)));
    Judge dry = Judges.sequential(policy(series(false, 1, Handling.USUAL.dry())));
    for (int i = 0; i < 30; i++) {
      judge = judge.observe(new Block(Map.of("error_rate", GOOD), Map.of("heap", "out")));
      dry = dry.observe(point(100 + i, 200 + i));
    }
    assertThat(judge.verdict().decision()).isEqualTo(Decision.PROMOTE);
    assertThat(dry.verdict().decision()).isEqualTo(Decision.PROMOTE);
    assertThat(dry.series().getFirst().answer().orElseThrow().classification())
        .isEqualTo(Classification.HIGH);
  }

  @Test
  void where_counts_are_key_promotion_waits_for_those() {
    Metric key =
        ERRORS.handled(new Handling(true, false, 1, Missing.WAIT, Missing.WAIT, Missing.WAIT));
    JudgePolicy policy =
        new JudgePolicy(0.01, List.of(key), 50, List.of(series(false, 1, Handling.USUAL)));
    assertThat(policy.waitsFor(policy.series().getFirst())).isFalse();
    assertThat(policy(series(false, 1, Handling.USUAL)).waitsFor(policy.series().getFirst()))
        .isTrue();
  }

  @Test
  void harm_by_the_counts_is_harm_whatever_the_series_says() {
    Judge judge = Judges.sequential(policy(series(true, 1, Handling.USUAL)));
    for (int i = 0; i < 60 && !judge.aborted(); i++) {
      judge =
          judge.observe(
              new Block(
                  Map.of("error_rate", new Block.Sides(new Tally(900, 1), new Tally(100, 30)))));
    }
    assertThat(judge.verdict().decision()).isEqualTo(Decision.ABORT);
    assertThat(judge.verdict().metric()).contains("error_rate");
    assertThat(judge.evidence()).hasSize(1);
  }

  @Test
  void slips_are_errors() {
    assertThatThrownBy(() ->
            new SeriesMetric(
                "heap",
                Direction.INCREASE,
                true,
                EffectSize.MEAN_RATIO,
                0.25,
                0.98,
                3,
                Handling.USUAL))
        .hasMessage("heap: points 3 (expected: 5 or more)");
    assertThatThrownBy(() -> series(true, 1, Handling.USUAL.dry()))
        .hasMessageContaining("critical and dry run");
    assertThatThrownBy(() ->
            new JudgePolicy(
                0.01,
                List.of(new Metric("heap", Optional.empty(), 0, "failed")),
                0,
                List.of(series(true, 1, Handling.USUAL))))
        .hasMessageContaining("no name twice");
  }

  private static JudgePolicy policy(SeriesMetric series) {
    return new JudgePolicy(0.01, List.of(ERRORS), 50, List.of(series));
  }

  private static SeriesMetric series(boolean critical, double from, Handling handling) {
    return new SeriesMetric(
        "heap",
        Direction.INCREASE,
        critical,
        new EffectSize(EffectSize.Measure.MEAN_RATIO, from, 1, from, 1),
        0.25,
        0.98,
        10,
        handling);
  }

  private static Block point(double baseline, double candidate) {
    return block(new Block.Point(Optional.of(baseline), Optional.of(candidate)));
  }

  private static Block block(Block.Point point) {
    return new Block(Map.of("error_rate", GOOD), Map.of(), Map.of("heap", point));
  }
}
