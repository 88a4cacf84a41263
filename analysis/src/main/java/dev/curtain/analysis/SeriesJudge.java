package dev.curtain.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Counts judged by {@link SequentialJudge}, and beside them series judged by rank. A series can put
 * a candidate back where it is critical, and keeps it from being promoted where it is not; it never
 * speaks for one.
 */
final class SeriesJudge implements Judge {
  private final JudgePolicy policy;
  private final Judge counts;
  private final List<SeriesWatch> series;
  private final long blocks;
  private final Optional<Abort> abort;

  /** The verdict, and what it rests on: neither changes afterwards. */
  private record Abort(Verdict verdict, List<SeriesWatch> series, Judge counts) {}

  private SeriesJudge(
      JudgePolicy policy,
      Judge counts,
      List<SeriesWatch> series,
      long blocks,
      Optional<Abort> abort) {
    this.policy = policy;
    this.counts = counts;
    this.series = series;
    this.blocks = blocks;
    this.abort = abort;
  }

  static SeriesJudge of(JudgePolicy policy) {
    return new SeriesJudge(
        policy,
        SequentialJudge.of(policy),
        policy.series().stream().map(SeriesWatch::of).toList(),
        0,
        Optional.empty());
  }

  @Override
  public SeriesJudge observe(Block block) {
    var nextCounts = counts.observe(block);
    var nextSeries = new ArrayList<SeriesWatch>(series.size());
    for (var one : series) {
      nextSeries.add(one.observe(block));
    }
    var looks = blocks + 1;
    var decided =
        abort.isPresent() || nextCounts.aborted()
            ? abort
            : nextSeries.stream()
                .filter(SeriesWatch::aborts)
                .findFirst()
                .map(one ->
                    new Abort(
                        verdict(Verdict.Decision.ABORT, one, one.sentence(), looks),
                        List.copyOf(nextSeries),
                        nextCounts));
    return new SeriesJudge(policy, nextCounts, List.copyOf(nextSeries), looks, decided);
  }

  @Override
  public Verdict verdict() {
    if (abort.isPresent()) {
      return abort.get().verdict();
    }
    var counted = counts.verdict();
    if (counted.decision() != Verdict.Decision.PROMOTE) {
      return counted;
    }
    for (var one : series) {
      var objection = one.objection();
      if (objection.isPresent() && policy.waitsFor(one.metric())) {
        return verdict(objection.get().decision(), one, objection.get().words(), blocks);
      }
    }
    return counted;
  }

  @Override
  public boolean aborted() {
    return abort.isPresent() || counts.aborted();
  }

  @Override
  public List<Evidence> evidence() {
    return abort.map(Abort::counts).orElse(counts).evidence();
  }

  @Override
  public List<SeriesEvidence> series() {
    return abort.map(Abort::series).orElse(series).stream().map(SeriesWatch::evidence).toList();
  }

  /** Points are no requests, and ranks no e-value: those fields say that there are none. */
  private Verdict verdict(Verdict.Decision decision, SeriesWatch one, String reason, long looks) {
    return new Verdict(
        decision,
        Optional.of(one.metric().name()),
        reason,
        Tally.NONE,
        Tally.NONE,
        policy.alpha(),
        1,
        -1,
        1,
        looks);
  }
}
