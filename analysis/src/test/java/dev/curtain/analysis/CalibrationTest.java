package dev.curtain.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final JudgePolicy POLICY =
      new JudgePolicy(0.05, List.of(new Metric("error_rate", Optional.empty(), 0, "failed")), 0);

  @Test
  void steady_replicas_trust_the_judge() {
    var draws = new Draws(3);
    var calibration = Calibration.of(POLICY, past(() -> draws.tally(50, 0.02)), 30);
    assertThat(calibration.runs()).isEqualTo(40);
    assertThat(calibration.isTooNervous()).isFalse();
    assertThat(calibration.sentence())
        .matches(
            "on identical traffic this judge would have aborted \\d of 40 canaries, 5 % stated");
  }

  @Test
  void a_replica_that_is_always_worse_is_noticed_before_the_first_canary() {
    var draws = new Draws(4);
    var parts = new ArrayList<>(past(() -> draws.tally(50, 0.01)));
    parts.set(0, part("bad disk", () -> draws.tally(50, 0.2)));
    var calibration = Calibration.of(POLICY, parts, 30);
    assertThat(calibration.aborted()).isGreaterThanOrEqualTo(10);
    assertThat(calibration.isTooNervous()).isTrue();
    assertThat(calibration.aborts().getFirst().reason()).contains("requests to the candidate");
  }

  @Test
  void no_traffic_is_no_calibration() {
    var calibration = Calibration.of(POLICY, past(() -> Tally.NONE), 30);
    assertThat(calibration.judged()).isZero();
    assertThat(calibration.sentence()).startsWith("no data");
    assertThatThrownBy(() -> Calibration.of(POLICY, List.of(), 30))
        .hasMessageStartingWith("parts: 0 (expected: 2 or more");
  }

  /** Abramowitz and Stegun's example and a plain sum. */
  @Test
  void binomial_tails_are_right() {
    assertThat(Binomial.atLeast(8, 10, 0.5)).isCloseTo(56.0 / 1024, within(1e-14));
    assertThat(Binomial.atLeast(1, 5, 0.2)).isCloseTo(1 - 0.32768, within(1e-14));
    assertThat(Binomial.atLeast(0, 5, 0.2)).isEqualTo(1);
  }

  private static List<Calibration.Part> past(Supplier<Tally> tallies) {
    List<Calibration.Part> parts = new ArrayList<>();
    for (var replica = 0; replica < 4; replica++) {
      parts.add(part("replica " + replica, tallies));
    }
    return parts;
  }

  private static Calibration.Part part(String name, Supplier<Tally> tallies) {
    List<Map<String, Tally>> blocks = new ArrayList<>();
    for (var t = 0; t < 300; t++) {
      blocks.add(Map.of("error_rate", tallies.get()));
    }
    return new Calibration.Part(name, blocks);
  }
}
