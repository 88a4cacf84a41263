package dev.curtain.cli;

import dev.curtain.server.document.ExplainDocument;
import dev.curtain.server.document.ExplainDocument.Look;
import dev.curtain.server.document.ExplainDocument.MetricArithmetic;
import dev.curtain.server.document.ExplainDocument.SeriesArithmetic;
import dev.curtain.server.document.RolloutDocument.Counts;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A verdict's arithmetic for people. */
final class VerdictPage {
  /** More looks than this say nothing more. */
  private static final int LOOKS = 8;

  private final Screen screen;

  VerdictPage(Screen screen) {
    this.screen = screen;
  }

  void print(ExplainDocument verdict) {
    screen.line(screen.styled(verdict.id(), Screen.Style.BOLD));
    if (verdict.decision() == null) {
      screen.line("  nothing was judged");
      return;
    }
    screen.line("  " + verdict.decision() + ": " + verdict.reason());
    screen.line(
        "  computed once more from %d blocks of the log (%s): %s"
            .formatted(
                verdict.blocks(),
                verdict.method(),
                verdict.same()
                    ? "the same verdict, bit for bit"
                    : "NOT the verdict that the controller acts on"
                        + (verdict.reachedBy() == null
                                || verdict.reachedBy().equals(verdict.method())
                            ? ""
                            : ", which was reached by " + verdict.reachedBy())));
    verdict.metrics().forEach(this::metric);
    verdict.series().forEach(this::series);
    looks(verdict.lookAt());
  }

  private void metric(MetricArithmetic metric) {
    screen.line("");
    screen.line(
        "  %s: candidate %s, baseline %s"
            .formatted(
                screen.styled(metric.metric(), Screen.Style.BOLD)
                    + (metric.dryRun() ? " (dry run: not acted on)" : ""),
                counts(metric.candidate()),
                counts(metric.baseline())));
    row("against the baseline", "ln e = " + number(metric.logComparison()));
    if (metric.bound() != null) {
      row(
          "against the limit of " + percent(metric.bound()),
          "ln e = %s, over the scatter: %s"
              .formatted(
                  number(metric.logBound()),
                  metric.logBound() == null ? "-" : number(metric.logBound() / metric.scatter())));
    }
    row(
        "scatter of the blocks",
        "%s times that of independent requests; divided by %s"
            .formatted(number(metric.scatter()), number(metric.scatterUsed())));
    row(
        "harm",
        "ln e = %s, an abort takes %s = -ln(its part of alpha)"
            .formatted(number(metric.logHarm()), number(metric.logLimit())));
    row(
        "harmlessness",
        "ln e = %s, a promotion takes %s = ln(1 / alpha)"
            .formatted(number(metric.logSafety()), number(metric.logSafetyLimit())));
  }

  private void series(SeriesArithmetic series) {
    screen.line("");
    screen.line(
        "  %s%s: by rank (Mann-Whitney), candidate %s points, baseline %s"
            .formatted(
                screen.styled(series.metric(), Screen.Style.BOLD),
                series.dryRun() ? " (dry run: not acted on)" : "",
                series.candidatePoints(),
                series.baselinePoints()));
    if (series.classification() == null) {
      row("not looked at yet", "the first look takes " + series.next() + " points of each side");
      return;
    }
    row(
        "look " + series.looks() + ", at " + series.points() + " points",
        "%s: mean %s, the baseline's %s, %s times it; counted are a rise from %s and a fall from %s times"
            .formatted(
                series.classification(),
                number(series.candidateMean()),
                number(series.baselineMean()),
                number(series.effect()),
                number(series.allowedIncrease()),
                number(series.allowedDecrease())));
    if (series.interval() != null && series.estimate() != null) {
      row(
          "candidate minus baseline",
          "%s, %s interval %s to %s; it has to keep away from 0 by %s = %s of the estimate"
              .formatted(
                  number(series.estimate()),
                  percent(series.confidence()),
                  number(series.interval()[0]),
                  number(series.interval()[1]),
                  number(Math.abs(series.estimate()) * series.tolerance()),
                  percent(series.tolerance())));
    }
    row(
        "harm is",
        series.harm()
            + (series.critical()
                ? ", critical: it puts back"
                : ", not critical: it keeps from promotion"));
    row("next look", "at " + series.next() + " points of each side");
  }

  private void looks(List<Look> looks) {
    if (looks.isEmpty()) {
      return;
    }
    screen.line("");
    screen.line("  When the evidence grew:");
    // The last ones: those before the decision.
    for (Look look : looks.subList(Math.max(0, looks.size() - LOOKS), looks.size())) {
      screen.line(
          "    %s  block %-5d %s  candidate %s, baseline %s: e = %s"
              .formatted(
                  look.at().substring(11, 19),
                  look.block(),
                  look.metric(),
                  counts(look.candidate()),
                  counts(look.baseline()),
                  number(look.eValue())));
    }
  }

  private void row(String what, String value) {
    screen.line("    %-26s %s".formatted(what, value));
  }

  private static String counts(Counts counts) {
    return counts.bad() + " of " + counts.requests();
  }

  private static String percent(double share) {
    return number(share * 100) + " %";
  }

  private static String number(@Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.4g", value);
  }
}
