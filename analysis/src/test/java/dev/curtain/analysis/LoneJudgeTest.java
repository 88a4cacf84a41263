package dev.curtain.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LoneJudgeTest {
  private static final Metric ERRORS = new Metric("error_rate", Optional.of(0.01), 0, "failed");
  private static final JudgePolicy POLICY = new JudgePolicy(0.01, List.of(ERRORS), 0);

  private static Block block(long n, long bad) {
    return new Block(Map.of("error_rate", new Block.Sides(Tally.NONE, new Tally(n, bad))));
  }

  @Test
  void aVersionAboveItsBoundIsSentBackWithoutAnybodyToCompareWith() {
    var judge = Judges.alone(POLICY);
    for (var i = 0; i < 40; i++) {
      judge = judge.observe(block(50, 3));
    }
    assertThat(judge.verdict().decision()).isEqualTo(Verdict.Decision.ABORT);
    assertThat(judge.verdict().reason()).contains("6 %").contains("the limit is 1 %");
  }

  @Test
  void aVersionAtItsBoundIsRarelySentBackHoweverLongItIsWatched() {
    var random = new SplittableRandom(7);
    var aborts = 0;
    for (var run = 0; run < 500; run++) {
      var judge = Judges.alone(POLICY);
      for (var i = 0; i < 100; i++) {
        var bad = 0;
        for (var request = 0; request < 40; request++) {
          bad += random.nextDouble() < 0.01 ? 1 : 0;
        }
        judge = judge.observe(block(40, bad));
      }
      aborts += judge.verdict().decision() == Verdict.Decision.ABORT ? 1 : 0;
    }
    assertThat(aborts).isLessThanOrEqualTo(11);
  }

  @Test
  void noRequestsIsNotGood() {
    assertThat(Judges.alone(POLICY).observe(block(0, 0)).verdict().decision())
        .isEqualTo(Verdict.Decision.INCONCLUSIVE);
  }

  @Test
  void aMetricWithoutABoundCannotBeJudgedAlone() {
    assertThatThrownBy(() ->
            Judges.alone(
                new JudgePolicy(0.01, List.of(new Metric("m", Optional.empty(), 0.1, "bad")), 0)))
        .hasMessageContaining("no bound");
  }
}
