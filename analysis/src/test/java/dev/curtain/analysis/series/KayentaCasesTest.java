package dev.curtain.analysis.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Kayenta's own cases; skipped where they are not at hand. */
class KayentaCasesTest {
  @TestFactory
  Stream<DynamicTest> agrees_with_kayenta() {
    return OutsideCases.of("kayenta-cases.json")
        .map(c -> DynamicTest.dynamicTest(c.path("id").asString(), () -> check(c)));
  }

  private static void check(JsonNode c) {
    switch (c.path("kind").asString()) {
      case "metricClassification" -> classification(c);
      case "mannWhitney" -> shift(c);
      case "score" -> score(c);
      case "summary" -> summary(c);
      case "percentileR7" -> percentiles(c);
      case "effectSize" -> effect(c);
      case "outlierDetection" -> outliers(c);
      case "transform" -> transform(c);
      case "aggregateIntervals" -> intervals(c);
      case "endToEndGenerated" -> generated(c);
      case "userReportedMisjudgement" -> reported(c);
      default -> throw new AssertionError("a kind of case this test does not know: " + c);
    }
  }

  private static void classification(JsonNode c) {
    var expected = c.path("expected");
    if (c.path("classifier").asString().equals("MeanInequality")) {
      assertThat(
              MeanInequality.classify(
                      OutsideCases.numbers(c.path("control")),
                      OutsideCases.numbers(c.path("experiment")))
                  .label())
          .isEqualTo(expected.path("classification").asString());
      return;
    }
    var answer = MannWhitneyJudge.judge(input(c));
    assertThat(answer.reason()).isNotEmpty();
    if (expected.has("classification")) {
      assertThat(answer.classification().label())
          .as(answer.reason())
          .isEqualTo(expected.path("classification").asString());
    }
    if (expected.has("critical")) {
      assertThat(answer.critical()).isEqualTo(expected.path("critical").asBoolean());
    }
    if (expected.has("deviation")) {
      assertThat(Double.valueOf(answer.deviation()))
          .isEqualTo(Double.valueOf(OutsideCases.number(expected.path("deviation"))));
    }
  }

  private static void shift(JsonNode c) {
    var experiment = OutsideCases.numbers(c.path("experiment"));
    var control = OutsideCases.numbers(c.path("control"));
    var expected = c.path("expected");
    var tolerance = c.path("tolerance").asDouble();
    for (var point : expected.path("wilcoxonDiff")) {
      assertThat(
              LocationShift.statistic(
                  experiment,
                  control,
                  point.path("mu").asDouble(),
                  point.path("quantile").asDouble()))
          .isCloseTo(point.path("value").asDouble(), within(tolerance));
    }
    if (expected.has("estimate")) {
      var shift = LocationShift.of(experiment, control, c.path("confLevel").asDouble());
      assertThat(shift.lower()).isCloseTo(expected.path("ciLow").asDouble(), within(tolerance));
      assertThat(shift.upper()).isCloseTo(expected.path("ciHigh").asDouble(), within(tolerance));
      assertThat(shift.estimate())
          .isCloseTo(
              expected.path("estimate").asDouble(),
              within(expected.path("estimateTolerance").asDouble(tolerance)));
    }
    if (expected.has("fLower1")) {
      var low = expected.path("muMin").asDouble();
      var high = expected.path("muMax").asDouble();
      var z = expected.path("zLower").asDouble();
      for (var end : Map.of("fLower1", low, "fUpper1", high).entrySet()) {
        assertThat(LocationShift.statistic(experiment, control, end.getValue(), z))
            .isCloseTo(expected.path(end.getKey()).asDouble(), within(tolerance));
      }
      for (var end : Map.of("fLower2", low, "fUpper2", high).entrySet()) {
        assertThat(LocationShift.statistic(experiment, control, end.getValue(), -z))
            .isCloseTo(expected.path(end.getKey()).asDouble(), within(tolerance));
      }
    }
  }

  private static void score(JsonNode c) {
    Map<String, Double> weights = new HashMap<>();
    c.path("groupWeights")
        .properties()
        .forEach(weight -> weights.put(weight.getKey(), weight.getValue().asDouble()));
    List<Scores.Scored> metrics = new ArrayList<>();
    for (var metric : c.path("metrics")) {
      List<String> groups = new ArrayList<>();
      metric.path("groups").forEach(group -> groups.add(group.asString()));
      metrics.add(
          new Scores.Scored(
              metric.path("name").asString(),
              Stream.of(Classification.values())
                  .filter(one -> one.label().equals(metric.path("classification").asString()))
                  .findFirst()
                  .orElseThrow(),
              metric.path("critical").asBoolean(),
              groups));
    }
    var summary = Scores.of(metrics, weights);
    var expected = c.path("expected");
    assertThat(summary.value()).isEqualTo(expected.path("summaryScore").asDouble());
    expected
        .path("groupScores")
        .properties()
        .forEach(group ->
            assertThat(summary.groups())
                .containsEntry(group.getKey(), group.getValue().asDouble()));
    if (expected.has("groupScoresSorted")) {
      assertThat(summary.groups().values().stream().mapToDouble(v -> v).sorted().toArray())
          .containsExactly(OutsideCases.numbers(expected.path("groupScoresSorted")));
    }
  }

  private static void summary(JsonNode c) {
    var description = Description.of(OutsideCases.numbers(c.path("values")));
    var expected = c.path("expected");
    assertThat(description.min()).isEqualTo(expected.path("min").asDouble());
    assertThat(description.max()).isEqualTo(expected.path("max").asDouble());
    assertThat(description.mean()).isCloseTo(expected.path("mean").asDouble(), within(1e-12));
    assertThat(description.std())
        .isCloseTo(
            expected.path("std").asDouble(), within(expected.path("stdTolerance").asDouble(1e-12)));
    assertThat(description.count()).isEqualTo(expected.path("count").asInt());
  }

  private static void percentiles(JsonNode c) {
    for (var point : c.path("expected").path("percentiles")) {
      assertThat(
              Description.percentile(
                  OutsideCases.numbers(c.path("values")), point.path("p").asDouble()))
          .isCloseTo(point.path("value").asDouble(), within(point.path("tolerance").asDouble()));
    }
  }

  private static void effect(JsonNode c) {
    var experiment = OutsideCases.numbers(c.path("experiment"));
    var control = OutsideCases.numbers(c.path("control"));
    var effect =
        switch (c.path("measure").asString()) {
          case "meanRatio" -> Effects.meanRatio(experiment, control);
          case "cles" -> Effects.commonLanguage(experiment, control);
          case "cohenD" -> Effects.cohenD(experiment, control);
          default -> throw new AssertionError("unknown measure: " + c.path("measure"));
        };
    var expected = OutsideCases.number(c.path("expected").path("value"));
    if (Double.isNaN(expected)) {
      assertThat(effect).isNaN();
    } else {
      assertThat(effect)
          .isCloseTo(expected, within(c.path("expected").path("tolerance").asDouble()));
    }
  }

  private static void outliers(JsonNode c) {
    assertThat(c.path("reduceSensitivity").asBoolean()).isFalse();
    var values = OutsideCases.numbers(c.path("values"));
    var fences = fences(c, values);
    List<Boolean> expected = new ArrayList<>();
    c.path("expected").path("outlier").forEach(one -> expected.add(one.asBoolean()));
    assertThat(IntStream.range(0, values.length).mapToObj(i -> fences.outside(values[i])))
        .containsExactlyElementsOf(expected);
  }

  private static void transform(JsonNode c) {
    var values = OutsideCases.numbers(c.path("values"));
    var list = IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    var actual =
        switch (c.path("op").asString()) {
          case "removeNaN" -> NanStrategy.REMOVE.applied(list);
          case "replaceNaN" -> NanStrategy.REPLACE.applied(list);
          case "removeOutliers" -> fences(c, values).inside(values);
          default -> throw new AssertionError("unknown transform: " + c.path("op"));
        };
    assertThat(actual).containsExactly(OutsideCases.numbers(c.path("expected").path("values")));
  }

  private static Outliers.Fences fences(JsonNode c, double[] values) {
    var factor = c.path("factor").asDouble();
    return c.path("detector").asString().equals("IQR")
        ? Outliers.quartiles(values, factor)
        : Outliers.deviations(values, factor);
  }

  private static void intervals(JsonNode c) {
    List<Double> scores = new ArrayList<>();
    c.path("intervalScores").forEach(score -> scores.add(score.asDouble()));
    var last = scores.subList(scores.size() - 1, scores.size());
    var thresholds = c.path("thresholds");
    assertThat(
            Scores.succeeded(
                last, threshold(thresholds, "pass"), threshold(thresholds, "marginal")))
        .isEqualTo(c.path("expected").path("status").asString().equals("SUCCEEDED"));
  }

  private static Optional<Double> threshold(JsonNode thresholds, String name) {
    return thresholds.has(name) ? Optional.of(thresholds.path(name).asDouble()) : Optional.empty();
  }

  /** Random series: the same answer in each of twenty draws. */
  private static void generated(JsonNode c) {
    var random = new SplittableRandom(1);
    for (var run = 0; run < 20; run++) {
      for (var metric : c.path("expected").path("metrics").properties()) {
        var answer =
            MannWhitneyJudge.judge(
                OutsideCases.with(
                    MannWhitneyInput.of(
                        draw(random, c.path("control").path(metric.getKey())),
                        draw(random, c.path("experiment").path(metric.getKey()))),
                    Direction.INCREASE));
        assertThat(answer.classification().label())
            .as(answer.reason())
            .isEqualTo(metric.getValue().asString());
      }
    }
  }

  private static List<Double> draw(SplittableRandom random, JsonNode range) {
    var low = range.path(0).asInt();
    var high = range.path(1).asInt();
    return IntStream.range(0, 60)
        .mapToObj(i -> (double) (low == high ? low : random.nextInt(low, high)))
        .toList();
  }

  /** Kayenta's answer, which its users took for wrong, is reproduced all the same. */
  private static void reported(JsonNode c) {
    var answer = MannWhitneyJudge.judge(input(c));
    var expected = c.path("expected");
    assertThat(answer.classification().label())
        .as(answer.reason())
        .isEqualTo(expected.path("kayentaClassification").asString());
    if (expected.has("ciLow")) {
      var shift = answer.shift().orElseThrow();
      assertThat(shift.lower()).isCloseTo(expected.path("ciLow").asDouble(), within(1e-6));
      assertThat(shift.upper()).isCloseTo(expected.path("ciHigh").asDouble(), within(1e-6));
      assertThat(shift.estimate()).isCloseTo(expected.path("estimate").asDouble(), within(1e-6));
      assertThat(answer.deviation()).isCloseTo(expected.path("deviation").asDouble(), within(1e-9));
    }
  }

  private static MannWhitneyInput input(JsonNode c) {
    return OutsideCases.input(c);
  }
}
