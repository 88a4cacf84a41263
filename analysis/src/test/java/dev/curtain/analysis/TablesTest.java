package dev.curtain.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known answers of the distributions that have no test of their own. */
class TablesTest {
  /** Sums of exact fractions; the first four are in every table of the binomial for n = 10, 20. */
  @ParameterizedTest
  @CsvSource({
    "1, 10, 0.1, 0.6513215599",
    "3, 10, 0.1, 0.0701908264",
    "5, 10, 0.5, 0.623046875",
    "10, 20, 0.5, 0.5880985260009766",
    "20, 20, 0.5, 9.5367431640625e-07",
    "0, 5, 0.2, 1",
    "6, 5, 0.2, 0",
  })
  void binomial_tails_agree_with_tables(long k, long n, double p, double tail) {
    assertThat(Binomial.atLeast(k, n, p)).isCloseTo(tail, within(1e-12));
  }

  /** e^−μ μ^k / k!: the tables of the Poisson distribution to ten digits. */
  @ParameterizedTest
  @CsvSource({
    "0.5, 0, 0.6065306597",
    "1, 1, 0.3678794412",
    "2, 3, 0.1804470443",
    "5, 5, 0.1754673698",
    "10, 12, 0.0947803301",
  })
  void poisson_probabilities_agree_with_tables(double mean, int count, double probability) {
    var outcome = Poisson.around(mean).get(count);
    assertThat(outcome.count()).isEqualTo(count);
    assertThat(outcome.probability()).isCloseTo(probability, within(1e-10));
  }

  @Test
  void the_outcomes_of_a_poisson_count_are_nearly_all_there_is() {
    for (var mean : new double[] {0.01, 1, 20, 50}) {
      var sum = Poisson.around(mean).stream().mapToDouble(Poisson.Outcome::probability).sum();
      assertThat(sum).isBetween(1 - 1e-6, 1 + 1e-12);
    }
  }

  /** Abramowitz and Stegun table 6.1 (Γ(1.25), Γ(1.5), Γ(1.75)) and 10! */
  @ParameterizedTest
  @CsvSource({
    "1.25, 0.9064024771",
    "1.5, 0.8862269255",
    "1.75, 0.9190625268",
    "11, 3628800",
  })
  void the_gamma_function_agrees_with_its_table(double x, double gamma) {
    assertThat(StrictMath.exp(Gamma.log(x))).isCloseTo(gamma, within(1e-9 * gamma));
  }

  /**
   * The binomial's tails once more (Abramowitz and Stegun 26.5.24), the arcsine law, and the 5 %
   * points of Pearson's tables: I_x(5, 2) at 0.4181966, I_x(1, 10) at 0.0051162.
   */
  @ParameterizedTest
  @CsvSource({
    "0.1, 3, 8, 0.0701908264",
    "0.5, 5, 6, 0.623046875",
    "0.5, 0.5, 0.5, 0.5",
    "0.25, 0.5, 0.5, 0.3333333333333333",
    "0.4181966, 5, 2, 0.05",
    "0.0051162, 1, 10, 0.05",
    "0.9, 8, 3, 0.9298091736",
  })
  void the_beta_distribution_agrees_with_tables(double x, double a, double b, double p) {
    assertThat(StrictMath.exp(Beta.logCdf(x, a, b))).isCloseTo(p, within(1e-7));
  }
}
