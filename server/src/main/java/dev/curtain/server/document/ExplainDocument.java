package dev.curtain.server.document;

import dev.curtain.analysis.Evidence;
import dev.curtain.analysis.Judge;
import dev.curtain.analysis.Judges;
import dev.curtain.analysis.Verdict;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutMachine;
import dev.curtain.rollout.RolloutState;
import dev.curtain.server.document.RolloutDocument.Counts;
import dev.curtain.server.world.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code curtain explain ROLLOUT --json}: the verdict computed once more from the rollout's entries
 * alone, with its arithmetic.
 *
 * @param method version of the arithmetic
 * @param same whether it is, bit for bit, the verdict that the controller acts on
 * @param decision as the judge puts it: {@code promote abort continue inconclusive}; null where
 *     nothing was judged
 * @param lookAt the looks at which the evidence was larger than ever before
 */
public record ExplainDocument(
    String id,
    String method,
    boolean same,
    @Nullable String decision,
    @Nullable String metric,
    @Nullable String reason,
    @Nullable Double alpha,
    @Nullable Double eValue,
    double @Nullable [] interval,
    long blocks,
    List<MetricArithmetic> metrics,
    List<Look> lookAt) {
  public ExplainDocument {
    metrics = List.copyOf(metrics);
    lookAt = List.copyOf(lookAt);
  }

  /**
   * One metric: {@code harm = min(bound / scatter, comparison · min(1, scatterUsed / scatter)) + ln
   * 0.98}, all natural logarithms, is held against {@code limit}.
   */
  public record MetricArithmetic(
      String metric,
      @Nullable Double bound,
      double tolerance,
      boolean dryRun,
      Counts baseline,
      Counts candidate,
      @Nullable Double logComparison,
      @Nullable Double logBound,
      double scatter,
      double scatterUsed,
      @Nullable Double logHarm,
      double logLimit,
      @Nullable Double logSafety,
      @Nullable Double logSafetyLimit) {
    static MetricArithmetic of(Evidence evidence) {
      return new MetricArithmetic(
          evidence.metric().name(),
          evidence.metric().bound().orElse(null),
          evidence.metric().tolerance(),
          evidence.metric().handling().dryRun(),
          Counts.of(evidence.baseline()),
          Counts.of(evidence.candidate()),
          finite(evidence.logComparison()),
          evidence.logBound().map(MetricArithmetic::finite).orElse(null),
          evidence.scatter(),
          evidence.scatterUsed(),
          finite(evidence.logHarm()),
          evidence.logLimit(),
          finite(evidence.logSafety()),
          finite(evidence.logSafetyLimit()));
    }

    private static @Nullable Double finite(double value) {
      return Double.isFinite(value) ? Double.valueOf(value) : null;
    }
  }

  /** One look at the evidence against the metric that was closest to an abort. */
  public record Look(
      String at, long block, String metric, Counts baseline, Counts candidate, double eValue) {}

  /**
   * @param now the verdict that the controller acts on
   * @param about every entry about the rollout, oldest first
   */
  public static ExplainDocument of(RolloutState now, List<Entry> about) {
    RolloutState state = RolloutState.planned(now.spec());
    Optional<Judge> judge = Optional.empty();
    List<Look> looks = new ArrayList<>();
    double most = 1;
    for (Entry entry : about) {
      if (!(entry instanceof Entry.Moved moved)) {
        continue;
      }
      // An abort ends the judging in the same step: the block is shown to the judge here as well.
      boolean measured = moved.event() instanceof RolloutEvent.Measured && state.measuring();
      if (measured && moved.event() instanceof RolloutEvent.Measured block) {
        judge = state.judge().map(each -> each.observe(block.block()));
      }
      state = RolloutMachine.apply(state, moved.event()).state();
      Optional<Verdict> verdict = measured ? state.verdict() : Optional.empty();
      if (verdict.isPresent() && verdict.get().eValue() > most) {
        most = verdict.get().eValue();
        looks.add(
            new Look(
                moved.at().toString(),
                verdict.get().blocks(),
                verdict.get().metric().orElse(""),
                Counts.of(verdict.get().baseline()),
                Counts.of(verdict.get().candidate()),
                most));
      }
    }
    Optional<Verdict> verdict = state.verdict();
    return new ExplainDocument(
        now.spec().id(),
        Judges.METHOD,
        verdict.equals(now.verdict()),
        verdict.map(each -> each.decision().name().toLowerCase(Locale.ROOT)).orElse(null),
        verdict.flatMap(Verdict::metric).orElse(null),
        verdict.map(Verdict::reason).orElse(null),
        verdict.map(Verdict::alpha).orElse(null),
        verdict.map(Verdict::eValue).orElse(null),
        verdict.map(each -> new double[] {each.lower(), each.upper()}).orElse(null),
        verdict.map(Verdict::blocks).orElse(0L),
        judge.stream().flatMap(each -> each.evidence().stream()).map(MetricArithmetic::of).toList(),
        looks);
  }
}
