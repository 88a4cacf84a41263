package dev.curtain.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RateSequenceTest {
  @Test
  void the_gamma_function_agrees_with_its_tables() {
    // Γ(n) = (n−1)!, Γ(½) = √π, and ln Γ(100) from Abramowitz and Stegun table 6.4
    assertThat(Gamma.log(1)).isCloseTo(0, within(1e-14));
    assertThat(Gamma.log(2)).isCloseTo(0, within(1e-14));
    assertThat(Gamma.log(6)).isCloseTo(StrictMath.log(120), within(1e-13));
    assertThat(Gamma.log(0.5)).isCloseTo(0.5723649429247001, within(1e-14));
    assertThat(Gamma.log(100)).isCloseTo(359.1342053695754, within(1e-11));
    assertThat(Gamma.logBeta(0.5, 0.5)).isCloseTo(StrictMath.log(StrictMath.PI), within(1e-13));
  }

  @Test
  void the_share_is_covered_at_every_look_of_nearly_every_run() {
    var missed = 0;
    for (var run = 0; run < 500; run++) {
      var draws = new Draws(run);
      var seen = Tally.NONE;
      var covered = true;
      for (var look = 0; look < 60; look++) {
        seen = seen.plus(draws.tally(10, 0.07));
        var range = RateSequence.of(seen, 0.1, 1);
        covered &= range.lower() <= 0.07 && 0.07 <= range.upper();
      }
      missed += covered ? 0 : 1;
    }
    assertThat(missed).isLessThanOrEqualTo(50);
  }

  @Test
  void nothing_seen_says_nothing() {
    assertThat(RateSequence.of(Tally.NONE, 0.05, 1)).isEqualTo(new RateSequence.Range(0, 1));
    assertThat(RateSequence.of(new Tally(100, 0), 0.05, 1).lower()).isZero();
    assertThat(RateSequence.of(new Tally(100, 100), 0.05, 1).upper()).isEqualTo(1);
  }
}
