package dev.curtain.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private static final Latencies SEEN =
      new Latencies(List.of(1_000L, 10_000L, 100_000L), List.of(50L, 30L, 15L, 5L));

  @Test
  void a_request_is_called_slow_only_if_its_whole_bucket_is() {
    assertThat(SEEN.slowerThan(10_000)).isEqualTo(new Tally(100, 20));
    assertThat(SEEN.slowerThan(10_001)).isEqualTo(new Tally(100, 5));
    assertThat(SEEN.slowerThan(200_000)).isEqualTo(new Tally(100, 0));
  }

  @Test
  void the_true_quantile_is_covered_at_every_look_of_nearly_every_run() {
    List<Long> ends = new ArrayList<>();
    for (var end = 50L; end < 1000; end += 50) {
      ends.add(end);
    }
    var missed = 0;
    for (var run = 0; run < 200; run++) {
      var draws = new Draws(run);
      var counts = new ArrayList<>(Collections.nCopies(ends.size() + 1, 0L));
      var covered = true;
      for (var look = 0; look < 20; look++) {
        for (var i = 0; i < 50; i++) {
          var bucket = (int) (draws.uniform() * 20);
          counts.set(bucket, counts.get(bucket) + 1);
        }
        var range = new Latencies(ends, counts).quantile(0.9, 0.1);
        covered &= range.lowerMicros() <= 900 && 900 <= range.upperMicros();
      }
      missed += covered ? 0 : 1;
    }
    assertThat(missed).isLessThanOrEqualTo(20);
  }

  @Test
  void the_range_narrows_as_requests_come_in() {
    var many = new Latencies(SEEN.upperMicros(), List.of(5_000L, 3_000L, 1_500L, 500L));
    assertThat(SEEN.quantile(0.9, 0.05).upperMicros()).isGreaterThan(10_000);
    assertThat(many.quantile(0.9, 0.05)).isEqualTo(new Latencies.Range(10_000, 100_000));
  }

  @Test
  void buckets_that_do_not_fit_are_refused() {
    assertThatThrownBy(() -> new Latencies(List.of(1L), List.of(1L)))
        .hasMessage("1 counts for 1 bucket ends (expected: one more)");
  }
}
