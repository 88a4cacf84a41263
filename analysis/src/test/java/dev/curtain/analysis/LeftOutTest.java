package dev.curtain.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Stretches in which whoever measured stood still. */
class LeftOutTest {
  private static final Metric ERRORS = new Metric("error_rate", Optional.of(0.01), 0, "failed");
  private static final Metric SLOW =
      new Metric("latency_p95", Optional.empty(), 0.05, "took longer than usual");
  private static final JudgePolicy POLICY = new JudgePolicy(0.01, List.of(ERRORS, SLOW), 50);

  private static Block.Sides sides(long bad) {
    return new Block.Sides(new Tally(80, bad), new Tally(20, bad / 4));
  }

  /** A block in which everybody waited; what was timed in it is left out or not. */
  private static Block standstill(boolean leftOut) {
    return leftOut
        ? new Block(Map.of("error_rate", sides(0)), Map.of(), Map.of(), Optional.of(100L))
        : new Block(Map.of("error_rate", sides(0), "latency_p95", sides(80)));
  }

  private static Block block(int index, boolean leftOut) {
    return index % 30 == 29
        ? standstill(leftOut)
        : new Block(Map.of("error_rate", sides(0), "latency_p95", sides(0)));
  }

  private static Verdict after(int blocks) {
    var judge = Judges.sequential(POLICY);
    for (var i = 0; i < blocks; i++) {
      judge = judge.observe(block(i, true));
    }
    return judge.verdict();
  }

  /** Evidence that it is safe in the latencies alone, after three standstills. */
  private static double safety(boolean leftOut) {
    var judge = Judges.sequential(POLICY);
    for (var i = 0; i < 90; i++) {
      judge = judge.observe(block(i, leftOut));
    }
    return judge.evidence().getLast().logSafety();
  }

  @Test
  void aVerdictSaysHowMuchWasLeftOut() {
    assertThat(after(29).reason()).doesNotContain("left out");
    assertThat(after(90).reason())
        .endsWith("; left out: what was timed in the 300 ms in which this machine stood still");
  }

  @Test
  void aStandstillThatIsLeftOutCostsNoEvidence() {
    assertThat(safety(true)).isGreaterThan(2 * safety(false));
  }

  @Test
  void failuresInAStandstillCount() {
    var judge = Judges.sequential(POLICY);
    var failing =
        new Block(
            Map.of("error_rate", new Block.Sides(new Tally(80, 0), new Tally(20, 4))),
            Map.of(),
            Map.of(),
            Optional.of(100L));
    for (var i = 0; i < 60 && !judge.aborted(); i++) {
      judge = judge.observe(failing);
    }
    assertThat(judge.verdict().decision()).isEqualTo(Verdict.Decision.ABORT);
    assertThat(judge.verdict().reason()).contains("failed").contains("left out");
  }

  @Test
  void whereNothingCouldBeTimedNothingIsPromoted() {
    var judge = Judges.sequential(POLICY);
    for (var i = 0; i < 500; i++) {
      judge = judge.observe(standstill(true));
    }
    assertThat(judge.verdict().decision()).isEqualTo(Verdict.Decision.INCONCLUSIVE);
    assertThat(judge.verdict().reason()).contains("no data: latency_p95");
  }

  @Test
  void whoHasEverythingIsNotToBlameForAStandstillEither() {
    var bounded = new Metric("latency_p95", Optional.of(0.05), 0, "took longer than usual");
    var judge = Judges.alone(new JudgePolicy(0.001, List.of(bounded), 0));
    for (var i = 0; i < 20; i++) {
      judge =
          judge.observe(
              new Block(Map.of("latency_p95", new Block.Sides(Tally.NONE, new Tally(80, 1)))));
    }
    judge = judge.observe(new Block(Map.of(), Map.of(), Map.of(), Optional.of(100L)));
    assertThat(judge.aborted()).isFalse();
    assertThat(judge.verdict().reason()).contains("left out: what was timed in the 100 ms");
  }
}
