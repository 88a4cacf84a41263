package dev.curtain.server.flags;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Judge;
import dev.curtain.analysis.JudgePolicy;
import dev.curtain.analysis.Judges;
import dev.curtain.analysis.Metric;
import dev.curtain.analysis.Tally;
import dev.curtain.analysis.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Users who meet a variant against those who do not, by what is reported of their requests; the
 * same judge as for versions. A block is a second. Safe to use from any thread.
 */
final class Trial {
  static final String ERRORS = "error_rate";
  static final String LATENCY = "latency";

  private final String variant;
  private final double alpha;
  private final double tolerance;
  private final long minimumRequests;
  private final Map<String, Block.Sides> open = new LinkedHashMap<>();
  private final List<Block> blocks = new ArrayList<>();
  private Judge judge;

  Trial(String variant, double alpha, double tolerance, long minimumRequests) {
    this.variant = variant;
    this.alpha = alpha;
    this.tolerance = tolerance;
    this.minimumRequests = minimumRequests;
    this.judge = judge(false);
  }

  /** What nobody measures must not keep the rest from being judged. */
  private Judge judge(boolean latency) {
    List<Metric> metrics = new ArrayList<>();
    metrics.add(new Metric(ERRORS, Optional.empty(), tolerance, "failed"));
    if (latency) {
      metrics.add(new Metric(LATENCY, Optional.empty(), tolerance, "were slow"));
    }
    return Judges.sequential(new JudgePolicy(alpha, metrics, minimumRequests));
  }

  /** What was seen of requests under one variant. */
  synchronized void report(Outcome outcome) {
    add(outcome, ERRORS, new Tally(outcome.requests(), outcome.failed()));
    outcome.slow().ifPresent(slow -> add(outcome, LATENCY, new Tally(outcome.requests(), slow)));
  }

  private void add(Outcome outcome, String metric, Tally tally) {
    boolean exposed = outcome.variant().equals(variant);
    add(metric, new Block.Sides(exposed ? Tally.NONE : tally, exposed ? tally : Tally.NONE));
  }

  /** What was counted by somebody else, of all metrics that are judged. */
  synchronized void count(Map<String, Block.Sides> seen) {
    seen.forEach(this::add);
  }

  private void add(String metric, Block.Sides more) {
    open.merge(
        metric,
        more,
        (left, right) ->
            new Block.Sides(
                left.baseline().plus(right.baseline()), left.candidate().plus(right.candidate())));
  }

  /** Ends the block: what was reported in it, to be put on record before it is judged. */
  synchronized Optional<Block> close() {
    if (open.isEmpty()) {
      return Optional.empty();
    }
    Block block = new Block(open);
    open.clear();
    return Optional.of(block);
  }

  /** Shows the judge one more block. */
  synchronized void observe(Block block) {
    if (blocks.isEmpty()) {
      judge = judge(block.metrics().containsKey(LATENCY));
    }
    blocks.add(block);
    judge = judge.observe(block);
  }

  /** What can be said now. */
  synchronized Verdict verdict() {
    return judge.verdict();
  }

  /** Everything the verdict rests on, as {@code curtain judge} reads it. */
  synchronized Evidence evidence() {
    return new Evidence(
        alpha,
        tolerance,
        blocks.stream()
            .map(block -> block.metrics().get(ERRORS))
            .filter(java.util.Objects::nonNull)
            .map(sides -> new EvidenceBlock(side(sides.baseline()), side(sides.candidate())))
            .toList(),
        blocks.stream()
            .map(block -> block.metrics().get(LATENCY))
            .filter(java.util.Objects::nonNull)
            .map(sides -> new EvidenceBlock(side(sides.baseline()), side(sides.candidate())))
            .toList());
  }

  private static EvidenceSide side(Tally tally) {
    return new EvidenceSide(tally.n(), tally.bad());
  }

  /**
   * @param blocks of failures, in their order
   * @param slow of slow requests, likewise
   */
  record Evidence(
      double alpha, double tolerance, List<EvidenceBlock> blocks, List<EvidenceBlock> slow) {}

  /** One second. */
  record EvidenceBlock(EvidenceSide baseline, EvidenceSide candidate) {}

  /** One side of it. */
  record EvidenceSide(long n, long bad) {}
}
