package dev.curtain.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A judge tried on the service's own past, before its first canary: how often would it have aborted
 * where nothing was new?
 *
 * <p>The past must come in parts that see like traffic, one per replica or cohort. Each part in
 * turn plays the candidate against all others, in stretches as long as a canary. Bursts, drift and
 * bad luck of single replicas are in the data as they were; nothing is drawn at random, so nothing
 * is smoothed away.
 *
 * @param runs how many canaries were played
 * @param aborted how many of them the judge aborted
 * @param judged runs in which at least one metric had data on both sides
 * @param aborts the verdicts of the aborted ones
 */
public record Calibration(
    long runs, long judged, long aborted, double alpha, List<Verdict> aborts) {
  public Calibration {
    aborts = List.copyOf(aborts);
  }

  /**
   * The past of one replica or cohort.
   *
   * @param blocks by metric name what it did, all parts in the same seconds
   */
  public record Part(String name, List<Map<String, Tally>> blocks) {
    public Part {
      blocks = blocks.stream().map(Map::copyOf).toList();
    }
  }

  /**
   * @param stretch blocks in a canary
   */
  public static Calibration of(JudgePolicy policy, List<Part> parts, int stretch) {
    if (parts.size() < 2) {
      throw new IllegalArgumentException(
          "parts: " + parts.size() + " (expected: 2 or more, one per replica or cohort)");
    }
    if (stretch < 1) {
      throw new IllegalArgumentException("stretch: " + stretch + " blocks (expected: 1 or more)");
    }
    var length = parts.stream().mapToInt(part -> part.blocks().size()).min().orElse(0);
    var runs = 0L;
    var judged = 0L;
    List<Verdict> aborts = new ArrayList<>();
    for (var candidate = 0; candidate < parts.size(); candidate++) {
      for (var from = 0; from + stretch <= length; from += stretch) {
        var judge = Judges.sequential(policy);
        for (var t = from; t < from + stretch; t++) {
          judge = judge.observe(block(parts, candidate, t));
        }
        var verdict = judge.verdict();
        runs++;
        if (verdict.baseline().n() > 0 && verdict.candidate().n() > 0) {
          judged++;
        }
        if (verdict.decision() == Verdict.Decision.ABORT) {
          aborts.add(verdict);
        }
      }
    }
    return new Calibration(runs, judged, aborts.size(), policy.alpha(), aborts);
  }

  private static Block block(List<Part> parts, int candidate, int time) {
    Map<String, Block.Sides> metrics = new HashMap<>();
    for (var metric : parts.get(candidate).blocks().get(time).entrySet()) {
      var others = Tally.NONE;
      for (var other = 0; other < parts.size(); other++) {
        if (other != candidate) {
          others =
              others.plus(
                  parts.get(other).blocks().get(time).getOrDefault(metric.getKey(), Tally.NONE));
        }
      }
      metrics.put(metric.getKey(), new Block.Sides(others, metric.getValue()));
    }
    return new Block(metrics);
  }

  /**
   * Whether the past contradicts alpha: so many aborts have a probability below 1 in 100 if each
   * has probability alpha (binomial tail; runs that share a baseline are not quite independent).
   */
  public boolean isTooNervous() {
    return Binomial.atLeast(aborted, judged, alpha) < 0.01;
  }

  /** The same for people. */
  public String sentence() {
    if (judged == 0) {
      return "no data: the judge could not be tried on the past";
    }
    var found =
        "on identical traffic this judge would have aborted %s of %s canaries, %s stated"
            .formatted(Reasons.grouped(aborted), Reasons.grouped(judged), Reasons.percent(alpha));
    return isTooNervous()
        ? found
            + ": errors come in longer bursts here than the judge allows for; longer blocks help"
        : found;
  }
}
