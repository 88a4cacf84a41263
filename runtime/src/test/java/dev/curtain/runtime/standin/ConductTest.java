package dev.curtain.runtime.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConductTest {
  private static final int REQUESTS = 100_000;

  @Test
  void the_median_is_4_ms_and_99_percent_take_less_than_15_ms() {
    long[] delays = delays(conduct(7));
    assertThat(delays[REQUESTS / 2] / 1e6).isBetween(3.9, 4.1);
    assertThat(delays[REQUESTS * 99 / 100] / 1e6).isBetween(14.0, 16.0);
  }

  @Test
  void the_same_seed_gives_the_same_answers_and_another_seed_others() {
    assertThat(answers(conduct(7, "error_rate=5%")))
        .isEqualTo(answers(conduct(7, "error_rate=5%")));
    assertThat(answers(conduct(7))).isNotEqualTo(answers(conduct(8)));
  }

  @Test
  void a_fault_leaves_the_other_draws_as_they_were() {
    assertThat(delays(conduct(7, "error_rate=50%"))).isEqualTo(delays(conduct(7)));
  }

  @Test
  void the_error_rate_is_the_share_of_failed_answers() {
    assertThat(failedShare(conduct(7, "error_rate=3%"))).isBetween(0.027, 0.033);
    assertThat(failedShare(conduct(7))).isZero();
    assertThat(failedShare(conduct(7, "error_rate=100%"))).isEqualTo(1);
    assertThat(failedShare(conduct(7, "error_rate=50%", "error_rate=50%"))).isBetween(0.74, 0.76);
  }

  @Test
  void a_latency_is_added_to_every_answer() {
    long[] without = delays(conduct(7));
    long[] with = delays(conduct(7, "latency=+200ms"));
    assertThat(with[0] - without[0]).isEqualTo(200_000_000);
    assertThat(with[REQUESTS / 2] - without[REQUESTS / 2]).isEqualTo(200_000_000);
  }

  @Test
  void the_99th_percentile_becomes_what_was_asked_for_and_the_median_stays() {
    long[] delays = delays(conduct(7, "latency_p99=2s"));
    assertThat(delays[REQUESTS * 99 / 100]).isEqualTo(2_000_000_000L);
    assertThat(delays[REQUESTS * 98 / 100] / 1e6).isLessThan(20);
  }

  @Test
  void a_burst_alone_fails_everything_within_it_and_nothing_outside() {
    Conduct conduct = conduct(7, "burst=20s/2m");
    assertThat(conduct.next(Duration.ofSeconds(0)).failed()).isTrue();
    assertThat(conduct.next(Duration.ofSeconds(19)).failed()).isTrue();
    assertThat(conduct.next(Duration.ofSeconds(20)).failed()).isFalse();
    assertThat(conduct.next(Duration.ofSeconds(119)).failed()).isFalse();
    assertThat(conduct.next(Duration.ofSeconds(121)).failed()).isTrue();
  }

  @Test
  void a_burst_bounds_the_effects_it_is_given_with_and_no_others() {
    Conduct conduct = conduct(7, "error_rate=100%,burst=20s/2m", "latency=+1s");
    assertThat(conduct.next(Duration.ofSeconds(1)).failed()).isTrue();
    assertThat(conduct.next(Duration.ofSeconds(30)).failed()).isFalse();
    assertThat(conduct.next(Duration.ofSeconds(30)).delayNanos()).isGreaterThan(1_000_000_000);
    Conduct unready = conduct(7, "unready,burst=20s/2m");
    assertThat(unready.unready(Duration.ofSeconds(1))).isTrue();
    assertThat(unready.unready(Duration.ofSeconds(30))).isFalse();
    assertThat(unready.next(Duration.ofSeconds(1)).failed()).isFalse();
  }

  @Test
  void the_earliest_crash_counts() {
    assertThat(conduct(7, "crash_after=30s", "crash_after=10s").crashAfter())
        .contains(Duration.ofSeconds(10));
    assertThat(conduct(7, "unready").crashAfter()).isEmpty();
  }

  private static Conduct conduct(long seed, String... settings) {
    List<Fault> faults =
        Arrays.stream(settings).map(setting -> Fault.parse("Shop.API@v2:" + setting)).toList();
    return new Conduct(faults, new SplittableRandom(seed));
  }

  private static List<Conduct.Answer> answers(Conduct conduct) {
    return Stream.generate(() -> conduct.next(Duration.ZERO)).limit(1000).toList();
  }

  private static long[] delays(Conduct conduct) {
    return IntStream.range(0, REQUESTS)
        .mapToLong(_ -> conduct.next(Duration.ZERO).delayNanos())
        .sorted()
        .toArray();
  }

  private static double failedShare(Conduct conduct) {
    long failed =
        IntStream.range(0, REQUESTS).filter(_ -> conduct.next(Duration.ZERO).failed()).count();
    return failed / (double) REQUESTS;
  }
}
