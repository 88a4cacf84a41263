package dev.curtain.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlockTestTest {
  private static final Metric SLOW =
      new Metric("latency_p95", Optional.of(0.05), 0, "took longer than 500 ms");

  /** Share of runs in which a harmful version was ever found safe. */
  private static double everSafe(double edge, double burst, int runs) {
    var random = new SplittableRandom(7);
    var safe = 0;
    for (var run = 0; run < runs; run++) {
      var test = BlockTest.of(edge);
      var found = false;
      for (var block = 0; block < 600 && !found; block++) {
        // Just harmful: in so many blocks everything is bad, in all others nothing.
        test = test.observe(random.nextDouble() < edge / burst ? burst : 0);
        found = test.logE() >= StrictMath.log(100);
      }
      safe += found ? 1 : 0;
    }
    return (double) safe / runs;
  }

  @Test
  void aVersionThatIsJustHarmfulInBurstsIsHardlyEverFoundSafe() {
    assertThat(everSafe(0.05, 1, 4_000)).isLessThan(0.015);
    assertThat(everSafe(0.05, 0.3, 4_000)).isLessThan(0.015);
    assertThat(everSafe(0.2, 1, 4_000)).isLessThan(0.015);
  }

  @Test
  void aCleanVersionIsFoundSafeAfterAFewTimesTheEdge() {
    var test = BlockTest.of(0.05);
    var blocks = 0;
    while (test.logE() < StrictMath.log(100)) {
      test = test.observe(0);
      blocks++;
    }
    assertThat(blocks).isBetween(90, 150);
  }

  @Test
  void aBurstOfTheBaselineAloneDoesNotKeepAGoodVersion() {
    var judge = Judges.sequential(new JudgePolicy(0.01, List.of(SLOW), 50));
    for (var i = 0; i < 400; i++) {
      var bad = i == 150 ? 70 : 0;
      var seen =
          new Block.Sides(new Tally(bad > 0 ? 75 : 30, bad), new Tally(27, i == 150 ? 1 : 0));
      judge = judge.observe(new Block(Map.of("latency_p95", seen)));
      if (judge.verdict().decision() == Verdict.Decision.PROMOTE && i > 160) {
        return;
      }
    }
    assertThat(judge.verdict().decision()).isEqualTo(Verdict.Decision.PROMOTE);
  }

  @Test
  void aToleranceOfEverythingIsStillAMetric() {
    var answer =
        SequentialInput.of(
                0.01, 1, List.of(new Block.Sides(new Tally(100, 1), new Tally(100, 100))))
            .answer();
    assertThat(answer.decision()).isNotEqualTo(Verdict.Decision.ABORT);
    assertThat(answer.reason()).contains("100 % of 100 requests");
  }
}
