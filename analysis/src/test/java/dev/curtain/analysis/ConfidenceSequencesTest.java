package dev.curtain.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConfidenceSequencesTest {
  private static final double ALPHA = 0.1;

  @Test
  void differences_and_ratios_are_covered_at_every_look_of_nearly_every_run() {
    var missed = new int[6];
    var runs = 300;
    for (var run = 0; run < runs; run++) {
      var draws = new Draws(run);
      var seen = new Block.Sides(Tally.NONE, Tally.NONE);
      var wrong = new boolean[6];
      for (var look = 0; look < 40; look++) {
        seen =
            new Block.Sides(
                seen.baseline().plus(draws.tally(30, 0.05)),
                seen.candidate().plus(draws.tally(10, 0.1)));
        var difference = ConfidenceSequences.difference(seen, ALPHA);
        var ratio = ConfidenceSequences.ratio(seen, ALPHA);
        wrong[0] |= difference.lower() > 0.05 || difference.upper() < 0.05;
        wrong[1] |= ratio.lower() > 2 || ratio.upper() < 2;
        wrong[2] |= ConfidenceSequences.differenceAtMost(seen, ALPHA) < 0.05;
        wrong[3] |= ConfidenceSequences.differenceAtLeast(seen, ALPHA) > 0.05;
        wrong[4] |= ConfidenceSequences.ratioAtMost(seen, ALPHA) < 2;
        wrong[5] |= ConfidenceSequences.ratioAtLeast(seen, ALPHA) > 2;
      }
      for (var i = 0; i < wrong.length; i++) {
        missed[i] += wrong[i] ? 1 : 0;
      }
    }
    for (var each : missed) {
      assertThat(each).isLessThanOrEqualTo((int) (runs * ALPHA));
    }
  }

  @Test
  void one_sided_limits_are_tighter_than_the_ends_of_the_interval() {
    var seen = new Block.Sides(new Tally(10_000, 100), new Tally(1000, 12));
    var both = ConfidenceSequences.difference(seen, ALPHA);
    assertThat(ConfidenceSequences.differenceAtMost(seen, ALPHA)).isLessThan(both.upper());
    assertThat(ConfidenceSequences.differenceAtLeast(seen, ALPHA)).isGreaterThan(both.lower());
    assertThat(ConfidenceSequences.shareAtMost(seen.candidate(), ALPHA))
        .isBetween(0.012, ConfidenceSequences.share(seen.candidate(), ALPHA).upper());
  }

  @Test
  void much_evidence_shows_that_a_candidate_is_not_inferior_and_little_does_not() {
    var much = new Block.Sides(new Tally(200_000, 2000), new Tally(20_000, 200));
    assertThat(ConfidenceSequences.notInferior(much, 0.005, 0.01)).isTrue();
    var little = new Block.Sides(new Tally(2000, 20), new Tally(200, 2));
    assertThat(ConfidenceSequences.notInferior(little, 0.005, 0.01)).isFalse();
  }

  @Test
  void nothing_seen_says_nothing() {
    var nothing = new Block.Sides(Tally.NONE, Tally.NONE);
    assertThat(ConfidenceSequences.difference(nothing, ALPHA))
        .isEqualTo(new ConfidenceSequences.Interval(-1, 1));
    assertThat(ConfidenceSequences.ratio(nothing, ALPHA))
        .isEqualTo(new ConfidenceSequences.Interval(0, Double.POSITIVE_INFINITY));
    assertThat(ConfidenceSequences.shareAtMost(Tally.NONE, ALPHA)).isEqualTo(1);
    assertThat(ConfidenceSequences.shareAtLeast(new Tally(50, 0), ALPHA)).isZero();
    assertThatThrownBy(() -> ConfidenceSequences.difference(nothing, Double.NaN))
        .hasMessage("alpha: NaN (expected: a probability between 0 and 1, as 0.01)");
    assertThatThrownBy(() -> ConfidenceSequences.notInferior(nothing, -1, ALPHA))
        .hasMessage("tolerance: -1.0 (expected: a difference of shares, 0..1)");
  }

  @Test
  void without_a_bad_outcome_the_limit_is_where_p_times_n_is_known() {
    // e(p) = ∫₀ᵖ (1−q)ⁿ dπ / (2 asin √p / π · (1−p)ⁿ) by hand for n = 1: I_p(½, 3/2)·B(½, 3/2) over
    // it.
    var p = ConfidenceSequences.shareAtMost(new Tally(1, 0), 0.5);
    var root = StrictMath.asin(StrictMath.sqrt(p));
    var integral = root + StrictMath.sqrt(p * (1 - p));
    assertThat(integral / (2 * root * (1 - p))).isCloseTo(2, within(1e-9));
  }
}
