package dev.curtain.server.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.analysis.Tally;
import dev.curtain.router.LatencyCounts;
import dev.curtain.server.migration.MigrationJudge.Answer;
import dev.curtain.server.migration.MigrationJudge.Harm;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A second is a hundred requests; one in a hundred takes 40 ms, the others 5 ms. */
class MigrationJudgeTest {
  private static final Counts USUAL = second(0, 1);

  private static Counts second(int failed, int slow) {
    long[] counts = new long[LatencyCounts.BUCKETS];
    counts[LatencyCounts.bucketOf(5_000)] = 99 - slow;
    counts[LatencyCounts.bucketOf(40_000)] = 1;
    counts[LatencyCounts.bucketOf(400_000)] = slow;
    return new Counts(
        new Tally(100, failed), new LatencyCounts(counts), new Tally(200, 0), new Tally(4, 0));
  }

  private static Counts calm() {
    long[] counts = new long[LatencyCounts.BUCKETS];
    counts[LatencyCounts.bucketOf(5_000)] = 98;
    counts[LatencyCounts.bucketOf(40_000)] = 2;
    return new Counts(
        new Tally(100, 0), new LatencyCounts(counts), new Tally(200, 0), new Tally(4, 0));
  }

  private static MigrationJudge judge() {
    return MigrationJudge.of(calm().plus(calm()).plus(calm()));
  }

  private static MigrationJudge after(MigrationJudge judge, Counts block, int times, boolean work) {
    MigrationJudge now = judge;
    for (int i = 0; i < times; i++) {
      now = now.observe(block, work);
    }
    return now;
  }

  @Test
  void a_migration_that_nobody_feels_is_left_alone() {
    MigrationJudge judge = after(judge(), calm(), 3_600, true);
    assertThat(judge.hold()).isEmpty();
    assertThat(judge.harm()).isEmpty();
  }

  @Test
  void requests_that_fail_have_it_taken_back_also_while_it_holds() {
    Optional<Harm> harm = after(judge(), second(30, 0), 3, false).harm();
    assertThat(harm).map(Harm::answer).contains(Answer.TAKE_BACK);
    assertThat(harm.orElseThrow().sentence())
        .contains("30 of 100 requests failed while it ran", "at most 1.0 % by what was before");
  }

  @Test
  void transactions_that_are_rolled_back_have_it_taken_back_too() {
    Counts failing = new Counts(Tally.NONE, LatencyCounts.NONE, new Tally(50, 10), Tally.NONE);
    assertThat(after(judge(), failing, 3, true).harm().map(Harm::answer))
        .contains(Answer.TAKE_BACK);
  }

  @Test
  void slow_requests_hold_it_and_if_that_is_not_enough_pause_it() {
    MigrationJudge judge = judge().observe(second(0, 20), true);
    assertThat(judge.hold()).get().asString().contains("p99 is", "usually it is 39 ms");
    assertThat(after(judge, second(0, 20), 20, true).harm().map(Harm::answer))
        .contains(Answer.PAUSE);
    assertThat(after(judge, second(0, 20), 20, false).harm()).isEmpty();
  }

  @Test
  void sessions_that_wait_for_a_lock_hold_it() {
    Counts waiting = new Counts(Tally.NONE, LatencyCounts.NONE, Tally.NONE, new Tally(5, 3));
    assertThat(judge().observe(waiting, true).hold()).contains("3 of 5 sessions wait for a lock");
  }

  @Test
  void a_day_that_is_slow_by_itself_becomes_the_usual() {
    MigrationJudge held = after(judge(), second(0, 20), MigrationJudge.RELEARN - 1, false);
    assertThat(held.hold()).isPresent();
    MigrationJudge learned = held.observe(second(0, 20), false);
    assertThat(after(learned, second(0, 20), 100, true).hold()).isEmpty();
  }

  @Test
  void where_nothing_was_counted_before_one_in_a_hundred_may_fail() {
    MigrationJudge judge = MigrationJudge.of(Counts.NONE);
    assertThat(after(judge, USUAL, 100, true).harm()).isEmpty();
    assertThat(after(judge, second(10, 0), 10, true).harm()).isPresent();
  }

  @Test
  void it_seldom_harms_a_harmless_migration() {
    SplittableRandom random = new SplittableRandom(1647);
    int alarms = 0;
    for (int run = 0; run < 200; run++) {
      MigrationJudge judge = judge();
      for (int i = 0; i < 300; i++) {
        int failed = 0;
        for (int n = 0; n < 100; n++) {
          failed += random.nextInt(100) == 0 ? 1 : 0;
        }
        judge = judge.observe(second(failed, 0), true);
      }
      alarms += judge.harm().isPresent() ? 1 : 0;
    }
    assertThat(alarms).isLessThanOrEqualTo(6);
  }
}
