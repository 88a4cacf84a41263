package dev.curtain.server.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.router.LatencyCounts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A second is a thousand requests of 1 ms; some take 8 ms. */
class EaseTest {
  private static final Duration MOST = Duration.ofMillis(250);

  private static LatencyCounts second(int slow) {
    long[] counts = new long[LatencyCounts.BUCKETS];
    counts[LatencyCounts.bucketOf(1_000)] = 1_000 - slow;
    counts[LatencyCounts.bucketOf(8_000)] = slow;
    return new LatencyCounts(counts);
  }

  private static Ease after(Ease ease, int slow, int seconds) {
    Ease now = ease;
    for (int i = 0; i < seconds; i++) {
      now = now.observe(second(slow));
    }
    return now;
  }

  @Test
  void it_rests_longer_while_users_feel_it_and_shorter_again_when_they_do_not() {
    Ease calm = Ease.of(second(0));
    assertThat(calm.rest()).as("nobody knows yet").isEqualTo(Duration.ofMillis(20));
    assertThat(after(calm, 0, 12).rest()).isZero();
    Ease felt = after(calm, 20, 2);
    assertThat(felt.rest()).isEqualTo(Duration.ofMillis(80));
    assertThat(after(felt, 6, 5).rest()).as("about as many as before").isEqualTo(felt.rest());
    assertThat(after(felt, 0, 20).rest()).isZero();
    assertThat(after(calm, 20, 9).rest()).isEqualTo(MOST);
  }

  @Test
  void what_is_slow_although_it_rests_is_slow_by_itself() {
    Ease resting = after(Ease.of(second(0)), 20, 4);
    assertThat(resting.rest()).isEqualTo(MOST);
    Ease learned = after(resting, 20, Ease.RELEARN);
    assertThat(after(learned, 20, 30).rest()).isZero();
    assertThat(learned.observe(new LatencyCounts(slower())).rest()).isEqualTo(MOST);
  }

  private static long[] slower() {
    long[] counts = new long[LatencyCounts.BUCKETS];
    counts[LatencyCounts.bucketOf(30_000)] = 100;
    return counts;
  }

  @Test
  void where_nobody_counts_it_never_rests() {
    assertThat(after(Ease.of(LatencyCounts.NONE), 900, 20).rest()).isZero();
    Ease few = Ease.of(second(0));
    long[] ten = new long[LatencyCounts.BUCKETS];
    ten[LatencyCounts.bucketOf(8_000)] = 10;
    assertThat(few.observe(new LatencyCounts(ten)).rest())
        .as("ten requests say nothing")
        .isEqualTo(few.rest());
  }
}
