package dev.curtain.analysis;

import dev.curtain.analysis.series.Classification;
import dev.curtain.analysis.series.MannWhitneyAnswer;
import dev.curtain.analysis.series.MannWhitneyInput;
import dev.curtain.analysis.series.MannWhitneyJudge;
import dev.curtain.analysis.series.NanStrategy;
import dev.curtain.analysis.series.Outliers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The points of one series so far, and what the last look at them said. */
final class SeriesWatch {
  private final SeriesMetric metric;
  private final List<Double> baseline;
  private final List<Double> candidate;
  private final int looks;
  private final int seen;
  private final Optional<MannWhitneyAnswer> answer;

  /** Why there is no point, as long as whoever measures is out. */
  private final Optional<String> out;

  private SeriesWatch(
      SeriesMetric metric,
      List<Double> baseline,
      List<Double> candidate,
      int looks,
      int seen,
      Optional<MannWhitneyAnswer> answer,
      Optional<String> out) {
    this.metric = metric;
    this.baseline = baseline;
    this.candidate = candidate;
    this.looks = looks;
    this.seen = seen;
    this.answer = answer;
    this.out = out;
  }

  static SeriesWatch of(SeriesMetric metric) {
    return new SeriesWatch(metric, List.of(), List.of(), 0, 0, Optional.empty(), Optional.empty());
  }

  SeriesWatch observe(Block block) {
    var point = Optional.ofNullable(block.points().get(metric.name()));
    var error = Optional.ofNullable(block.errors().get(metric.name()));
    if (point.isEmpty()) {
      return error.isEmpty() || error.equals(out)
          ? this
          : new SeriesWatch(metric, baseline, candidate, looks, seen, answer, error);
    }
    var here = with(baseline, point.get().baseline());
    var there = with(candidate, point.get().candidate());
    var both = StrictMath.min(here.size(), there.size());
    return both < next()
        ? new SeriesWatch(metric, here, there, looks, seen, answer, error)
        : new SeriesWatch(
            metric, here, there, looks + 1, both, Optional.of(look(here, there)), error);
  }

  private static List<Double> with(List<Double> points, Optional<Double> more) {
    if (more.isEmpty()) {
      return points;
    }
    var all = new ArrayList<Double>(points.size() + 1);
    all.addAll(points);
    all.add(more.get());
    return List.copyOf(all);
  }

  /** Points of each side for the next look: twice as many as at the last. */
  private int next() {
    return StrictMath.max(metric.points(), 2 * seen);
  }

  private MannWhitneyAnswer look(List<Double> here, List<Double> there) {
    return MannWhitneyJudge.judge(
        new MannWhitneyInput(
            here,
            there,
            metric.direction(),
            NanStrategy.REMOVE,
            metric.critical(),
            false,
            Outliers.KEEP,
            metric.effect(),
            metric.tolerance(),
            metric.confidence()));
  }

  SeriesMetric metric() {
    return metric;
  }

  /** Whether the last look is reason enough to put the candidate back. */
  boolean aborts() {
    return answer.map(MannWhitneyAnswer::critical).orElse(false);
  }

  /** Why nothing may be promoted yet, where that is so. */
  Optional<Objection> objection() {
    var handling = metric.handling();
    if (out.isPresent()) {
      return waiting(
          handling.onError(),
          "provider error: %s cannot be had: %s".formatted(metric.name(), out.get()));
    }
    var fewest = StrictMath.min(baseline.size(), candidate.size());
    if (fewest == 0) {
      return waiting(
          handling.onNoData(),
          "no data: %s of %s has no point yet"
              .formatted(metric.name(), candidate.isEmpty() ? "the candidate" : "the baseline"));
    }
    if (answer.isEmpty()) {
      return waiting(
          handling.onTooFew(),
          "too little data: %s has %s points of each side, the first look takes %s"
              .formatted(metric.name(), Reasons.grouped(fewest), metric.points()));
    }
    return answer
        .filter(last -> last.classification() != Classification.PASS)
        .map(_ -> new Objection(Verdict.Decision.CONTINUE, sentence()));
  }

  private static Optional<Objection> waiting(Handling.Missing meaning, String words) {
    return meaning == Handling.Missing.IGNORE
        ? Optional.empty()
        : Optional.of(new Objection(Verdict.Decision.INCONCLUSIVE, words));
  }

  /** What is said of a promotion. */
  record Objection(Verdict.Decision decision, String words) {}

  /** {@code cpu is High at 40 points of each side: …}. */
  String sentence() {
    return answer
        .map(last ->
            "%s is %s at %s points of each side: %s"
                .formatted(
                    metric.name(),
                    last.classification().label(),
                    Reasons.grouped(seen),
                    last.reason()))
        .orElse(metric.name() + " was not looked at yet");
  }

  SeriesEvidence evidence() {
    return new SeriesEvidence(
        metric, baseline.size(), candidate.size(), looks, seen, next(), answer);
  }
}
