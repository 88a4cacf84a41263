package dev.curtain.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.curtain.analysis.Handling.Missing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is made of a metric's evidence, and of its absence. */
class HandlingTest {
  private static final Block.Sides GOOD = sides(0, 0);
  private static final Block.Sides BAD = sides(0, 8);

  @Test
  void a_dry_run_is_judged_and_shown_and_never_acted_on() {
    var policy = policy(metric("a"), metric("b").handled(Handling.USUAL.dry()));
    var judge = shown(policy, 60, Map.of("a", GOOD, "b", BAD));
    assertThat(judge.aborted()).isFalse();
    assertThat(judge.verdict().metric()).contains("a");
    var dry = judge.evidence().get(1);
    assertThat(dry.metric().handling().dryRun()).isTrue();
    assertThat(dry.logHarm()).isGreaterThan(dry.logLimit());
    assertThat(shown(policy, 600, Map.of("a", GOOD, "b", BAD)).verdict().decision())
        .isEqualTo(Verdict.Decision.PROMOTE);
  }

  @Test
  void a_promotion_rests_on_key_metrics_and_the_others_can_still_abort() {
    var key = new Handling(true, false, 1, Missing.WAIT, Missing.WAIT, Missing.WAIT);
    var policy = policy(metric("a").handled(key), metric("b"));
    assertThat(shown(policy, 600, Map.of("a", GOOD)).verdict().decision())
        .isEqualTo(Verdict.Decision.PROMOTE);
    var harmed = shown(policy, 60, Map.of("a", GOOD, "b", BAD)).verdict();
    assertThat(harmed.decision()).isEqualTo(Verdict.Decision.ABORT);
    assertThat(harmed.metric()).contains("b");
  }

  @Test
  void alpha_is_shared_by_weight_and_the_parts_add_up_to_it() {
    var heavy = new Handling(false, false, 3, Missing.WAIT, Missing.WAIT, Missing.WAIT);
    var policy =
        policy(metric("a").handled(heavy), metric("b"), metric("c").handled(Handling.USUAL.dry()));
    assertThat(policy.level(policy.metrics().get(0))).isCloseTo(0.0075, within(1e-12));
    assertThat(policy.level(policy.metrics().get(1))).isCloseTo(0.0025, within(1e-12));
    assertThat(shown(policy, 1, Map.of("a", GOOD, "b", GOOD)).evidence().getFirst().logLimit())
        .isCloseTo(-StrictMath.log(0.0075), within(1e-12));
  }

  @Test
  void no_data_waits_is_ignored_or_ends_it_as_the_metric_says() {
    assertThat(silent(Missing.WAIT, 600).reason()).startsWith("no data: b of the candidate");
    assertThat(silent(Missing.WAIT, 600).decision()).isEqualTo(Verdict.Decision.INCONCLUSIVE);
    assertThat(silent(Missing.IGNORE, 600).decision()).isEqualTo(Verdict.Decision.PROMOTE);
    assertThat(silent(Missing.ABORT, 479).decision()).isEqualTo(Verdict.Decision.INCONCLUSIVE);
    assertThat(silent(Missing.ABORT, 481).decision()).isEqualTo(Verdict.Decision.ABORT);
    assertThat(silent(Missing.ABORT, 481).reason()).contains("on_no_data abort");
  }

  @Test
  void too_few_waits_or_is_ignored() {
    var ignoring = new Handling(false, false, 1, Missing.WAIT, Missing.IGNORE, Missing.WAIT);
    var few = Map.of("b", new Block.Sides(new Tally(30, 0), new Tally(1, 0)));
    var waits = shown(policy(metric("a"), metric("b")), 600, Map.of("a", GOOD)).observe(block(few));
    assertThat(waits.verdict().reason()).startsWith("too little data: b");
    var goesOn =
        shown(policy(metric("a"), metric("b").handled(ignoring)), 600, Map.of("a", GOOD))
            .observe(block(few));
    assertThat(goesOn.verdict().decision()).isEqualTo(Verdict.Decision.PROMOTE);
  }

  @Test
  void a_provider_that_is_out_is_no_reason_to_abort_and_no_good_news() {
    var ending = new Handling(false, false, 1, Missing.ABORT, Missing.WAIT, Missing.WAIT);
    var policy = policy(metric("a"), metric("b").handled(ending));
    var out = new Block(Map.of("a", GOOD), Map.of("b", "503 from Prometheus"));
    var judge = Judges.sequential(policy);
    for (var i = 0; i < 600; i++) {
      judge = judge.observe(out);
    }
    assertThat(judge.verdict().decision()).isEqualTo(Verdict.Decision.INCONCLUSIVE);
    assertThat(judge.verdict().reason())
        .isEqualTo("provider error: b cannot be had: 503 from Prometheus");
    for (var i = 0; i < 600; i++) {
      judge = judge.observe(block(Map.of("a", GOOD, "b", GOOD)));
    }
    assertThat(judge.verdict().decision()).isEqualTo(Verdict.Decision.PROMOTE);
    // It goes out again: what was good is not good any more.
    assertThat(judge.observe(out).verdict().decision()).isEqualTo(Verdict.Decision.INCONCLUSIVE);
  }

  @Test
  void so_many_times_the_baseline_is_settled_at_the_candidates_first_request() {
    var metric = new Metric("a", Optional.empty(), 0.01, "failed").times(2);
    var judge = Judges.sequential(new JudgePolicy(0.01, List.of(metric), 0));
    for (var i = 0; i < 300; i++) {
      judge = judge.observe(block(Map.of("a", new Block.Sides(new Tally(100, 2), Tally.NONE))));
    }
    judge = judge.observe(block(Map.of("a", GOOD)));
    assertThat(judge.evidence().getFirst().metric().tolerance()).isCloseTo(0.02, within(1e-4));
  }

  @Test
  void what_makes_no_sense_is_refused() {
    assertThatThrownBy(() -> new Handling(true, true, 1, Missing.WAIT, Missing.WAIT, Missing.WAIT))
        .hasMessageContaining("key and dry run");
    assertThatThrownBy(
            () -> new Handling(false, false, 0, Missing.WAIT, Missing.WAIT, Missing.WAIT))
        .hasMessage("weight: 0.0 (expected: more than 0, to 1000)");
    assertThatThrownBy(
            () -> new Handling(false, false, 1, Missing.WAIT, Missing.WAIT, Missing.ABORT))
        .hasMessageContaining("only no data at all");
  }

  private static Verdict silent(Missing onNoData, int blocks) {
    var handling = new Handling(false, false, 1, onNoData, Missing.WAIT, Missing.WAIT);
    var policy = policy(metric("a"), metric("b").handled(handling));
    return shown(policy, blocks, Map.of("a", GOOD)).verdict();
  }

  private static Judge shown(JudgePolicy policy, int blocks, Map<String, Block.Sides> metrics) {
    var judge = Judges.sequential(policy);
    for (var i = 0; i < blocks; i++) {
      judge = judge.observe(block(metrics));
    }
    return judge;
  }

  private static Block block(Map<String, Block.Sides> metrics) {
    return new Block(metrics);
  }

  private static Block.Sides sides(long bad0, long bad1) {
    return new Block.Sides(new Tally(380, bad0), new Tally(20, bad1));
  }

  private static Metric metric(String name) {
    return new Metric(name, Optional.of(0.01), 0, "failed");
  }

  private static JudgePolicy policy(Metric... metrics) {
    return new JudgePolicy(0.01, List.of(metrics), 50);
  }
}
