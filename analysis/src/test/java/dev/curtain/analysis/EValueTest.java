package dev.curtain.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** That e-values are e-values: by enumeration of every outcome, not by simulation. */
class EValueTest {
  @Test
  void on_average_a_block_brings_no_evidence_against_a_share_within_the_bound() {
    for (var p : new double[] {0.001, 0.02, 0.05}) {
      var expected = 0.0;
      for (var bad = 0; bad <= 40; bad++) {
        var test = BoundTest.of(0.05, BoundTest.Side.ABOVE).observe(new Tally(40, bad));
        expected += binomial(40, bad, p) * StrictMath.exp(test.logE());
      }
      assertThat(expected).isLessThanOrEqualTo(1 + 1e-12);
    }
  }

  @Test
  void on_average_a_block_brings_no_evidence_of_safety_at_the_bound_or_above() {
    for (var p : new double[] {0.05, 0.1, 0.5}) {
      var expected = 0.0;
      for (var bad = 0; bad <= 40; bad++) {
        var test = BoundTest.of(0.05, BoundTest.Side.BELOW).observe(new Tally(40, bad));
        expected += binomial(40, bad, p) * StrictMath.exp(test.logE());
      }
      assertThat(expected).isLessThanOrEqualTo(1 + 1e-12);
    }
  }

  @Test
  void on_average_a_block_brings_no_evidence_of_harm_within_the_tolerance() {
    for (var tolerance : new double[] {0, 0.01, 0.1}) {
      for (var p0 : new double[] {0.0001, 0.01, 0.2, 0.6}) {
        for (var extra : new double[] {0, 0.5, 1}) {
          var p1 = p0 + extra * tolerance;
          var test = ComparisonTest.of(tolerance, ComparisonTest.Side.WORSE);
          assertThat(expectation(test, 12, p0, 7, p1)).isLessThanOrEqualTo(1 + 1e-9);
          assertThat(expectation(test.learn(new Tally(500, 30)), 3, p0, 14, p1))
              .isLessThanOrEqualTo(1 + 1e-9);
        }
      }
    }
  }

  @Test
  void on_average_a_block_brings_no_evidence_of_safety_at_the_tolerance_or_above() {
    for (var tolerance : new double[] {0.01, 0.1}) {
      for (var p0 : new double[] {0.0001, 0.01, 0.2, 0.6}) {
        for (var extra : new double[] {1, 2}) {
          var p1 = p0 + extra * tolerance;
          var test = ComparisonTest.of(tolerance, ComparisonTest.Side.NOT_WORSE);
          assertThat(expectation(test, 12, p0, 7, p1)).isLessThanOrEqualTo(1 + 1e-9);
          assertThat(expectation(test.learn(new Tally(500, 30)), 3, p0, 14, p1))
              .isLessThanOrEqualTo(1 + 1e-9);
        }
      }
    }
  }

  @Test
  void the_nearest_point_of_the_null_has_a_flat_divergence() {
    for (var tolerance : new double[] {0, 0.003, 0.2}) {
      for (var q0 : new double[] {1e-6, 0.01, 0.4}) {
        var q1 = q0 + tolerance + 0.3;
        var p = Projection.baseline(q0, q1, tolerance, 0.05);
        assertThat(p).isBetween(q0, q1 - tolerance);
        var least = divergence(q0, q1, p, tolerance);
        assertThat(divergence(q0, q1, p * 1.01, tolerance)).isGreaterThan(least);
        assertThat(divergence(q0, q1, p * 0.99, tolerance)).isGreaterThan(least);
      }
    }
  }

  private static double divergence(double q0, double q1, double p, double tolerance) {
    return 0.95 * kl(q0, p) + 0.05 * kl(q1, p + tolerance);
  }

  private static double kl(double q, double p) {
    return q * StrictMath.log(q / p) + (1 - q) * StrictMath.log((1 - q) / (1 - p));
  }

  private static double expectation(ComparisonTest test, int n0, double p0, int n1, double p1) {
    var sum = 0.0;
    for (var b0 = 0; b0 <= n0; b0++) {
      for (var b1 = 0; b1 <= n1; b1++) {
        var after =
            test.observe(
                new Block.Sides(new Tally(n0, b0), new Tally(n1, b1)), new Allowance(1, 2));
        sum += binomial(n0, b0, p0) * binomial(n1, b1, p1) * StrictMath.exp(after.logE());
      }
    }
    return sum;
  }

  private static double binomial(int n, int k, double p) {
    var choose = Gamma.log(n + 1.0) - Gamma.log(k + 1.0) - Gamma.log(n - k + 1.0);
    return StrictMath.exp(choose + k * StrictMath.log(p) + (n - k) * StrictMath.log1p(-p));
  }
}
