package dev.curtain.server.migration;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Judge;
import dev.curtain.analysis.JudgePolicy;
import dev.curtain.analysis.Judges;
import dev.curtain.analysis.Metric;
import dev.curtain.analysis.Tally;
import dev.curtain.analysis.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Judges what users meet while a migration runs by what they met before it began. Immutable; time
 * is handed in as blocks of about a second.
 *
 * <p>There is no other side in the same seconds to compare with, so each share has a bound: what it
 * was before, and a tolerance. The test against the bound may be looked at after every block
 * without ever spending more than {@link #ALPHA} on a migration that harms nobody ({@link
 * Judges#alone}).
 *
 * <p>Failures count always, for triggers are there while nothing is filled. Slowness and waiting
 * count only while it works; seconds in which it held say what is usual without it, and after
 * {@link #RELEARN} of them in a row that is what counts as usual, so that a day that became slow by
 * itself does not hold a migration for ever.
 */
final class MigrationJudge {
  static final double ALPHA = 0.01;
  private static final String FAILED = "requests failed";
  private static final String ROLLED_BACK = "transactions were rolled back";
  private static final String SLOW = "seconds at work were slow for users";
  private static final String WAITING = "seconds at work had sessions waiting for locks";

  /** Failures above what is usual that are still no harm, as a difference of shares. */
  private static final double FAILURES = 0.01;

  /** Slow is slower than so many times what 99 in 100 requests took before. */
  private static final double SLOW_FACTOR = 1.5;

  /** Usually one in a hundred is slow, or fewer; above this it holds. */
  private static final double SLOW_SHARE = 0.015;

  /** Of the seconds at work so many may make users wait, although it holds after each. */
  private static final double BAD_SECONDS = 0.2;

  private static final double WAITING_MORE = 0.10;
  private static final long LEAST_SLOW_MICROS = 20_000;

  /** Fewer before say nothing of what is usual. */
  private static final long ENOUGH = 50;

  private static final int WINDOW = 3;

  /** Blocks in a row. */
  static final int RELEARN = 10;

  private static final long ENOUGH_IN_WINDOW = 20;

  private final Optional<Long> usualMicros;
  private final Map<String, Double> bounds;
  private final double waitingShare;
  private final Judge judge;
  private final List<Counts> window;
  private final List<Counts> held;

  private MigrationJudge(
      Optional<Long> usualMicros,
      Map<String, Double> bounds,
      double waitingShare,
      Judge judge,
      List<Counts> window,
      List<Counts> held) {
    this.usualMicros = usualMicros;
    this.bounds = bounds;
    this.waitingShare = waitingShare;
    this.judge = judge;
    this.window = window;
    this.held = held;
  }

  /** What is to be done about a harm. */
  enum Answer {
    /** Wait between two batches; what is there works. */
    PAUSE,
    /** Who uses the database fails: the schema as it was. */
    TAKE_BACK
  }

  /** A harm that was shown, with its evidence in a sentence. */
  record Harm(Answer answer, String sentence) {}

  /**
   * @param before what was counted before the migration began; where that is too little, one in a
   *     hundred may fail, and nothing is called slow
   */
  static MigrationJudge of(Counts before) {
    Map<String, Double> bounds = new HashMap<>();
    bounds.put(FAILED, usual(before.requests()) + FAILURES);
    bounds.put(ROLLED_BACK, usual(before.transactions()) + FAILURES);
    bounds.put(WAITING, BAD_SECONDS);
    bounds.put(SLOW, BAD_SECONDS);
    List<Metric> metrics =
        bounds.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(bound ->
                new Metric(
                    bound.getKey(), Optional.of(Math.min(1, bound.getValue())), 0, bound.getKey()))
            .toList();
    return new MigrationJudge(
        usualMicros(before),
        Map.copyOf(bounds),
        usual(before.sessions()) + WAITING_MORE,
        Judges.alone(new JudgePolicy(ALPHA, metrics, 0)),
        List.of(),
        List.of());
  }

  private static Optional<Long> usualMicros(Counts quiet) {
    return quiet.latency().total() < ENOUGH
        ? Optional.empty()
        : Optional.of(quiet.latency().quantile(0.99));
  }

  private static double usual(Tally before) {
    return before.n() < ENOUGH ? 0 : before.rate();
  }

  /**
   * After one more block.
   *
   * @param worked whether the migration did anything in it
   */
  MigrationJudge observe(Counts block, boolean worked) {
    Map<String, Block.Sides> sides = new HashMap<>();
    sides.put(FAILED, side(block.requests()));
    sides.put(ROLLED_BACK, side(block.transactions()));
    if (worked) {
      sides.put(WAITING, second(exceeds(block.sessions(), waitingShare, 1)));
      sides.put(SLOW, second(exceeds(slow(block), SLOW_SHARE, ENOUGH_IN_WINDOW)));
    }
    Judge judged = judge.observe(new Block(sides));
    List<Counts> quiet = worked ? List.of() : with(held, block, RELEARN);
    if (quiet.size() < RELEARN) {
      return new MigrationJudge(
          usualMicros, bounds, waitingShare, judged, with(window, block, WINDOW), quiet);
    }
    Counts usual = quiet.stream().reduce(Counts.NONE, Counts::plus);
    return new MigrationJudge(
        usualMicros(usual).or(() -> usualMicros),
        bounds,
        usual.sessions().n() == 0 ? waitingShare : usual.sessions().rate() + WAITING_MORE,
        judged,
        List.of(),
        List.of());
  }

  private static List<Counts> with(List<Counts> some, Counts one, int most) {
    List<Counts> all = new ArrayList<>(some);
    all.add(one);
    return List.copyOf(all.subList(Math.max(0, all.size() - most), all.size()));
  }

  private static Block.Sides side(Tally seen) {
    return new Block.Sides(Tally.NONE, seen);
  }

  private static Block.Sides second(boolean bad) {
    return side(new Tally(1, bad ? 1 : 0));
  }

  private Tally slow(Counts counts) {
    if (usualMicros.isEmpty()) {
      return Tally.NONE;
    }
    long bound = Math.max(LEAST_SLOW_MICROS, Math.round(SLOW_FACTOR * usualMicros.get()));
    long total = counts.latency().total();
    return new Tally(total, Math.min(total, counts.latency().atOrAbove(bound)));
  }

  /** Why to hold just now, by the last few seconds; empty to go on. Not evidence: prudence. */
  Optional<String> hold() {
    Counts last = window.stream().reduce(Counts.NONE, Counts::plus);
    if (exceeds(slow(last), SLOW_SHARE, ENOUGH_IN_WINDOW)) {
      return Optional.of(
          "p99 is %d ms, usually it is %d ms"
              .formatted(last.latency().quantile(0.99) / 1000, usualMicros.orElse(0L) / 1000));
    }
    if (exceeds(last.sessions(), waitingShare, 1)) {
      return says(last.sessions(), "sessions wait for a lock");
    }
    if (exceeds(last.requests(), bounds.getOrDefault(FAILED, 1.0), ENOUGH_IN_WINDOW)) {
      return says(last.requests(), FAILED);
    }
    return exceeds(last.transactions(), bounds.getOrDefault(ROLLED_BACK, 1.0), ENOUGH_IN_WINDOW)
        ? says(last.transactions(), ROLLED_BACK)
        : Optional.empty();
  }

  private static boolean exceeds(Tally seen, double share, long enough) {
    return seen.n() >= enough && seen.rate() > share;
  }

  private static Optional<String> says(Tally seen, String what) {
    return Optional.of("%d of %d %s".formatted(seen.bad(), seen.n(), what));
  }

  /** What has been shown; it stays once it was. */
  Optional<Harm> harm() {
    if (!judge.aborted()) {
      return Optional.empty();
    }
    Verdict verdict = judge.verdict();
    String metric = verdict.metric().orElseThrow();
    boolean failing = metric.equals(FAILED) || metric.equals(ROLLED_BACK);
    return Optional.of(
        new Harm(
            failing ? Answer.TAKE_BACK : Answer.PAUSE,
            String.format(
                Locale.ROOT,
                "%d of %d %s while it ran (%.1f %%; at most %.1f %% by what was before; e-value"
                    + " %.0f)",
                verdict.candidate().bad(),
                verdict.candidate().n(),
                metric,
                100 * verdict.candidate().rate(),
                100 * bounds.getOrDefault(metric, 1.0),
                verdict.eValue())));
  }
}
