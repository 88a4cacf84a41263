package dev.curtain.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTest {
  /**
   * Abramowitz and Stegun tables 26.1 and 26.2, and to 13 digits erfc(−z/√2)/2 of the C library.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 0.5",
    "1, 0.8413447460685429",
    "-1, 0.15865525393145705",
    "1.96, 0.9750021048517795",
    "-3, 0.0013498980316300933",
    "-4, 3.1671241833119924e-05",
    "-6, 9.865876450376946e-10",
    "-10, 7.619853024160527e-24",
    "3.5, 0.9997673709209645",
  })
  void probabilities_agree_with_tables(double z, double p) {
    assertThat(Normal.cdf(z)).isCloseTo(p, within(1e-12 * p));
  }

  /** Wichura's algorithm AS 241, as CPython has it. */
  @ParameterizedTest
  @CsvSource({
    "0.5, 0",
    "0.025, -1.959963984540054",
    "0.975, 1.959963984540054",
    "0.01, -2.326347874040841",
    "1e-6, -4.753424308822899",
    "1e-12, -7.034483825301132",
  })
  void quantiles_agree_with_tables(double p, double z) {
    assertThat(Normal.quantile(p)).isCloseTo(z, within(1e-11));
  }
}
