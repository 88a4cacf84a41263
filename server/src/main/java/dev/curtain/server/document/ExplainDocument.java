package dev.curtain.server.document;

import dev.curtain.analysis.Evidence;
import dev.curtain.analysis.Judge;
import dev.curtain.analysis.Judges;
import dev.curtain.analysis.SeriesEvidence;
import dev.curtain.analysis.SeriesMetric;
import dev.curtain.analysis.Verdict;
import dev.curtain.analysis.series.MannWhitneyAnswer;
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
 * @param reachedBy version of the arithmetic by which the controller's verdict was reached; null:
 *     the log is older than that was written down
 * @param same whether it is, bit for bit, the verdict that the controller acts on
 * @param decision as the judge puts it: {@code promote abort continue inconclusive}; null where
 *     nothing was judged
 * @param series what is judged by rank
 * @param lookAt the looks at which the evidence was larger than ever before
 */
public record ExplainDocument(
    String id,
    String method,
    @Nullable String reachedBy,
    boolean same,
    @Nullable String decision,
    @Nullable String metric,
    @Nullable String reason,
    @Nullable Double alpha,
    @Nullable Double eValue,
    double @Nullable [] interval,
    long blocks,
    List<MetricArithmetic> metrics,
    List<SeriesArithmetic> series,
    List<Look> lookAt) {
  public ExplainDocument {
    metrics = List.copyOf(metrics);
    series = List.copyOf(series);
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

  /**
   * One series: its interval, candidate minus baseline, is held against 0 and the tolerance's part
   * of the estimate.
   *
   * @param points how many of each side the last look saw, {@code next} how many the next one takes
   * @param classification in Kayenta's words; null as the rest of it: not looked at yet
   * @param effect the candidate's mean over the baseline's
   */
  public record SeriesArithmetic(
      String metric,
      String harm,
      boolean critical,
      boolean dryRun,
      long baselinePoints,
      long candidatePoints,
      int looks,
      int points,
      int next,
      double confidence,
      double tolerance,
      double allowedIncrease,
      double allowedDecrease,
      @Nullable String classification,
      @Nullable Double baselineMean,
      @Nullable Double candidateMean,
      @Nullable Double effect,
      @Nullable Double estimate,
      double @Nullable [] interval) {
    static SeriesArithmetic of(SeriesEvidence evidence) {
      SeriesMetric metric = evidence.metric();
      Optional<MannWhitneyAnswer> answer = evidence.answer();
      Optional<MannWhitneyAnswer.Shift> shift = answer.flatMap(MannWhitneyAnswer::shift);
      return new SeriesArithmetic(
          metric.name(),
          metric.direction().name().toLowerCase(Locale.ROOT),
          metric.critical(),
          metric.handling().dryRun(),
          evidence.baseline(),
          evidence.candidate(),
          evidence.looks(),
          evidence.points(),
          evidence.next(),
          metric.confidence(),
          metric.tolerance(),
          metric.effect().allowedIncrease(),
          metric.effect().allowedDecrease(),
          answer.map(each -> each.classification().label()).orElse(null),
          answer.map(each -> MetricArithmetic.finite(each.control().mean())).orElse(null),
          answer.map(each -> MetricArithmetic.finite(each.experiment().mean())).orElse(null),
          answer.map(each -> MetricArithmetic.finite(each.deviation())).orElse(null),
          shift.map(each -> MetricArithmetic.finite(each.estimate())).orElse(null),
          shift.map(each -> new double[] {each.lower(), each.upper()}).orElse(null));
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
    Optional<String> reachedBy = Optional.empty();
    for (Entry entry : about) {
      if (!(entry instanceof Entry.Moved moved)) {
        continue;
      }
      RolloutEvent event = moved.event();
      // An abort ends the judging in the same step: the block is shown to the judge here as well.
      boolean measured = event instanceof RolloutEvent.Measured && state.measuring();
      if (event instanceof RolloutEvent.Measured block) {
        Optional<String> before = reachedBy;
        reachedBy = block.judged().map(RolloutEvent.Judged::method).or(() -> before);
        // Not what was written down as judged: that is what is to be checked.
        event = new RolloutEvent.Measured(block.at(), block.block());
        if (measured) {
          judge = state.judge().map(each -> each.observe(block.block()));
        }
      }
      state = RolloutMachine.apply(state, event).state();
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
        reachedBy.orElse(null),
        verdict.equals(now.verdict()),
        verdict.map(each -> each.decision().name().toLowerCase(Locale.ROOT)).orElse(null),
        verdict.flatMap(Verdict::metric).orElse(null),
        verdict.map(Verdict::reason).orElse(null),
        verdict.map(Verdict::alpha).orElse(null),
        verdict.map(Verdict::eValue).orElse(null),
        verdict.map(each -> new double[] {each.lower(), each.upper()}).orElse(null),
        verdict.map(Verdict::blocks).orElse(0L),
        judge.stream().flatMap(each -> each.evidence().stream()).map(MetricArithmetic::of).toList(),
        judge.stream().flatMap(each -> each.series().stream()).map(SeriesArithmetic::of).toList(),
        looks);
  }
}
