package dev.curtain.analysis.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class RankSumTestTest {
  @Test
  void the_exact_distribution_is_that_of_the_tables() {
    // Mann and Whitney 1947, table I: n = m = 4, P(U ≤ 3) = 7/70
    var test = RankSumTest.of(new double[] {1, 2, 4, 6}, new double[] {3, 5, 7, 8});
    assertThat(test.u()).isEqualTo(3);
    assertThat(test.pLess()).isCloseTo(7.0 / 70, within(1e-15));
  }

  @Test
  void five_against_five_is_in_the_tables_too() {
    // Mann and Whitney 1947, table I, n = m = 5: P(U ≤ 2) = 4/252; and the reverse
    var test = RankSumTest.of(new double[] {1, 2, 3, 4, 7}, new double[] {5, 6, 8, 9, 10});
    assertThat(test.u()).isEqualTo(2);
    assertThat(test.pLess()).isCloseTo(4.0 / 252, within(1e-15));
    assertThat(test.pDiffers()).isCloseTo(8.0 / 252, within(1e-15));
    assertThat(test.pGreater()).isCloseTo(250.0 / 252, within(1e-15));
  }

  @Test
  void a_series_without_points_is_refused() {
    assertThatThrownBy(() -> RankSumTest.of(new double[0], new double[] {1}))
        .hasMessage("series of 0 and 1 points (expected: 1 or more)");
  }

  @TestFactory
  Stream<DynamicTest> agrees_with_the_cases_of_pipecd() {
    return OutsideCases.of("peer-cases.json")
        .filter(c -> c.path("kind").asString().equals("mannWhitneyP"))
        .map(c -> DynamicTest.dynamicTest(c.path("id").asString(), () -> probabilities(c)));
  }

  @TestFactory
  Stream<DynamicTest> rejects_what_pipecd_rejects() {
    return OutsideCases.of("peer-cases.json")
        .filter(c -> c.path("kind").asString().equals("metricClassification"))
        .map(c -> DynamicTest.dynamicTest(c.path("id").asString(), () -> rejected(c)));
  }

  private static void probabilities(JsonNode c) {
    var test =
        RankSumTest.of(OutsideCases.numbers(c.path("x1")), OutsideCases.numbers(c.path("x2")));
    var expected = c.path("expected");
    assertThat(test.u()).isEqualTo(expected.path("U").asDouble());
    assertThat(test.pLess()).isCloseTo(expected.path("pLess").asDouble(), within(1e-9));
    assertThat(test.pGreater()).isCloseTo(expected.path("pGreater").asDouble(), within(1e-9));
    // One case says 0 where twice the smaller tail, 1/21, is right: a slip upstream.
    var slip = c.path("id").asString().equals("pipecd-mw-06");
    assertThat(test.pDiffers())
        .isCloseTo(slip ? 2.0 / 21 : expected.path("pDiffers").asDouble(), within(1e-9));
  }

  private static void rejected(JsonNode c) {
    var experiment = OutsideCases.numbers(c.path("experiment"));
    var control = OutsideCases.numbers(c.path("control"));
    if (experiment.length == 0 || control.length == 0) {
      // No data is no answer here; PipeCD passes when both are empty.
      assertThat(MannWhitneyJudge.judge(OutsideCases.input(c)).classification())
          .isEqualTo(Classification.NODATA);
      return;
    }
    var test = RankSumTest.of(experiment, control);
    var p =
        switch (c.path("deviation").asString()) {
          case "HIGH" -> test.pGreater();
          case "LOW" -> test.pLess();
          case "EITHER" -> test.pDiffers();
          default -> throw new AssertionError("unknown deviation: " + c);
        };
    assertThat(p > c.path("alpha").asDouble())
        .isEqualTo(c.path("expected").path("acceptable").asBoolean());
  }
}
