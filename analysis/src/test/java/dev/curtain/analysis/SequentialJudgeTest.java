package dev.curtain.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SequentialJudgeTest {
  private static final Metric ERRORS = new Metric("error_rate", Optional.of(0.01), 0, "failed");
  private static final Metric SLOW =
      new Metric("latency_p95", Optional.of(0.05), 0, "slower than 500 ms");
  private static final JudgePolicy POLICY = new JudgePolicy(0.01, List.of(ERRORS, SLOW), 50);

  @Test
  void a_bad_candidate_is_aborted_with_the_numbers_in_the_sentence() {
    var judge = Judges.sequential(POLICY);
    for (var i = 0; i < 20; i++) {
      judge = judge.observe(block(400, 0, 20, i % 2 + 1, 400, 0, 20, 0));
    }
    var verdict = judge.verdict();
    assertThat(verdict.decision()).isEqualTo(Verdict.Decision.ABORT);
    assertThat(verdict.metric()).contains("error_rate");
    assertThat(verdict.blocks()).isLessThan(20);
    assertThat(verdict.eValue()).isGreaterThanOrEqualTo(200);
    assertThat(verdict.reason())
        .contains(" % of ", " requests to the candidate failed, baseline 0 % of ")
        .contains("above the limit of 1 %")
        .endsWith("probability of saying this about a harmless version ≤ 1 %");
  }

  @Test
  void an_abort_stays_whatever_comes_later() {
    var judge = Judges.sequential(POLICY);
    for (var i = 0; i < 20; i++) {
      judge = judge.observe(block(400, 0, 20, 10, 400, 0, 20, 0));
    }
    var aborted = judge.verdict();
    for (var i = 0; i < 100; i++) {
      judge = judge.observe(block(400, 0, 400, 0, 400, 0, 400, 0));
    }
    assertThat(judge.verdict()).isEqualTo(aborted);
  }

  @Test
  void a_clean_candidate_is_promoted_after_some_hundred_requests() {
    var judge = Judges.sequential(POLICY);
    var blocks = 0;
    while (judge.verdict().decision() != Verdict.Decision.PROMOTE) {
      judge = judge.observe(block(400, 0, 20, 0, 400, 4, 20, 0));
      blocks++;
    }
    assertThat(blocks * 20).isBetween(400, 900);
    assertThat(judge.verdict().reason()).contains("below the limit of 1 %");
  }

  @Test
  void the_same_errors_on_both_sides_do_no_harm() {
    var judge = Judges.sequential(POLICY);
    for (var i = 0; i < 200; i++) {
      judge = judge.observe(block(400, 40, 20, 2, 400, 0, 20, 0));
    }
    var verdict = judge.verdict();
    assertThat(verdict.decision()).isEqualTo(Verdict.Decision.CONTINUE);
    assertThat(verdict.lower()).isNegative();
    assertThat(verdict.upper()).isPositive();
    assertThat(verdict.reason()).contains("not decided yet");
  }

  @Test
  void no_data_and_too_little_data_are_different_answers_and_neither_is_good() {
    var none = Judges.sequential(POLICY);
    assertThat(none.verdict().decision()).isEqualTo(Verdict.Decision.INCONCLUSIVE);
    assertThat(none.verdict().reason()).startsWith("no data: error_rate of the candidate");
    var little = none.observe(block(400, 0, 20, 0, 400, 0, 20, 0)).verdict();
    assertThat(little.decision()).isEqualTo(Verdict.Decision.INCONCLUSIVE);
    assertThat(little.reason())
        .isEqualTo(
            "too little data: error_rate of the candidate was measured on 20 requests, at least"
                + " 50 are asked for");
    var half = none;
    for (var i = 0; i < 100; i++) {
      half =
          half.observe(
              new Block(
                  Map.of("error_rate", new Block.Sides(new Tally(400, 0), new Tally(20, 0)))));
    }
    assertThat(half.verdict().decision()).isEqualTo(Verdict.Decision.INCONCLUSIVE);
    assertThat(half.verdict().reason()).startsWith("no data: latency_p95 of the candidate");
  }

  @Test
  void a_candidate_that_fails_every_request_is_aborted_within_the_first_block() {
    var judge = Judges.sequential(POLICY).observe(block(95, 0, 5, 5, 95, 0, 5, 0));
    assertThat(judge.verdict().decision()).isEqualTo(Verdict.Decision.ABORT);
    assertThat(judge.verdict().reason()).startsWith("100 % of 5 requests to the candidate failed");
  }

  @Test
  void an_outage_of_both_sides_is_not_the_candidates_fault() {
    var judge = Judges.sequential(POLICY);
    for (var i = 0; i < 50; i++) {
      judge = judge.observe(block(95, 95, 5, 5, 95, 95, 5, 5));
    }
    assertThat(judge.verdict().decision()).isEqualTo(Verdict.Decision.CONTINUE);
  }

  @Test
  void one_burst_in_one_block_does_not_decide() {
    var judge = Judges.sequential(POLICY);
    for (var i = 0; i < 30; i++) {
      judge = judge.observe(block(400, 0, 20, i == 10 ? 15 : 0, 400, 0, 20, 0));
    }
    assertThat(judge.verdict().decision()).isEqualTo(Verdict.Decision.CONTINUE);
  }

  @Test
  void the_same_blocks_give_the_same_verdict_and_asking_changes_nothing() {
    var draws = new Draws(7);
    var once = Judges.sequential(POLICY);
    var again = Judges.sequential(POLICY);
    for (var i = 0; i < 200; i++) {
      var block =
          new Block(
              Map.of(
                  "error_rate", new Block.Sides(draws.tally(90, 0.01), draws.tally(10, 0.01)),
                  "latency_p95", new Block.Sides(draws.tally(90, 0.04), draws.tally(10, 0.04))));
      once = once.observe(block);
      once.verdict();
      again = again.observe(block);
    }
    assertThat(once.verdict()).isEqualTo(again.verdict());
    assertThat(Double.doubleToLongBits(once.verdict().eValue()))
        .isEqualTo(Double.doubleToLongBits(again.verdict().eValue()));
  }

  @Test
  void hundreds_of_thousands_of_requests_in_a_block_are_no_trouble() {
    var judge = Judges.sequential(POLICY);
    for (var i = 0; i < 10; i++) {
      judge = judge.observe(block(900_000, 450, 300_000, 6_000, 900_000, 9_000, 300_000, 3_000));
    }
    var verdict = judge.verdict();
    assertThat(verdict.decision()).isEqualTo(Verdict.Decision.ABORT);
    assertThat(verdict.eValue()).isFinite();
    assertThat(verdict.lower()).isGreaterThan(0);
  }

  @Test
  void a_baseline_seen_before_the_candidate_is_not_concurrent() {
    var judge = Judges.sequential(POLICY);
    for (var i = 0; i < 50; i++) {
      judge = judge.observe(block(1000, 0, 0, 0, 1000, 0, 0, 0));
    }
    // The world has changed for both by the time the candidate starts.
    for (var i = 0; i < 50; i++) {
      judge = judge.observe(block(100, 10, 100, 10, 100, 0, 100, 0));
    }
    assertThat(judge.verdict().decision()).isEqualTo(Verdict.Decision.CONTINUE);
  }

  @Test
  void policies_that_make_no_sense_are_refused_by_value() {
    assertThatThrownBy(() -> new JudgePolicy(1.5, List.of(ERRORS), 0))
        .hasMessageContaining("alpha: 1.5 (expected: a probability between 0 and 1");
    assertThatThrownBy(() -> new Metric("error_rate", Optional.of(5.0), 0, "failed"))
        .hasMessageContaining("error_rate: bound 5.0 (expected: a share, 0..1)");
    assertThatThrownBy(() -> new JudgePolicy(0.01, List.of(ERRORS, ERRORS), 0))
        .hasMessageContaining("expected: no name twice");
  }

  private static Block block(
      long n0, long bad0, long n1, long bad1, long m0, long slow0, long m1, long slow1) {
    return new Block(
        Map.of(
            "error_rate", new Block.Sides(new Tally(n0, bad0), new Tally(n1, bad1)),
            "latency_p95", new Block.Sides(new Tally(m0, slow0), new Tally(m1, slow1))));
  }
}
