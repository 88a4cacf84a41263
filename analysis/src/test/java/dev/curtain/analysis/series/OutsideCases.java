package dev.curtain.analysis.series;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Other projects' cases, from the folder beside the repository or {@code CURTAIN_SHARED}. */
final class OutsideCases {
  private OutsideCases() {}

  static Stream<JsonNode> of(String file) {
    var path = shared().resolve("cases").resolve(file);
    Assumptions.assumeTrue(Files.exists(path), path + " is not here");
    var cases = JsonMapper.shared().readTree(path.toFile()).path("cases");
    return StreamSupport.stream(cases.spliterator(), false);
  }

  private static Path shared() {
    return Optional.ofNullable(System.getProperty("CURTAIN_SHARED"))
        .or(() -> Optional.ofNullable(System.getenv("CURTAIN_SHARED")))
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("curtain.root", "..")).resolve("../shared"));
  }

  /** A number, where {@code "NaN"} and {@code null} stand for none. */
  static double number(JsonNode node) {
    return node.isNumber() ? node.asDouble() : Double.NaN;
  }

  static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(OutsideCases::number)
        .toArray();
  }

  private static List<Double> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(OutsideCases::number).toList();
  }

  static MannWhitneyInput with(MannWhitneyInput input, Direction direction) {
    return new MannWhitneyInput(
        input.control(),
        input.experiment(),
        direction,
        input.nanStrategy(),
        input.critical(),
        input.mustHaveData(),
        input.outliers(),
        input.effectSize(),
        input.tolerance(),
        input.confidence());
  }

  static MannWhitneyInput input(JsonNode c) {
    var params = c.path("params");
    var none =
        EffectSize.of(
            params.path("effectSizeMeasure").asString("meanRatio").equals("cles")
                ? EffectSize.Measure.CLES
                : EffectSize.Measure.MEAN_RATIO);
    var allowed = params.path("effectSizeThresholds");
    var critical = params.path("criticalThresholds");
    return new MannWhitneyInput(
        list(c.path("control")),
        list(c.path("experiment")),
        switch (c.path("direction").asString("either")) {
          case "increase" -> Direction.INCREASE;
          case "decrease" -> Direction.DECREASE;
          case "either" -> Direction.EITHER;
          default -> throw new AssertionError("unknown direction: " + c.path("direction"));
        },
        c.path("nanStrategy").asString("remove").equals("remove")
            ? NanStrategy.REMOVE
            : NanStrategy.REPLACE,
        c.path("criticalMetric").asBoolean(false),
        false,
        Outliers.KEEP,
        new EffectSize(
            none.measure(),
            allowed.path("allowedIncrease").asDouble(none.allowedIncrease()),
            allowed.path("allowedDecrease").asDouble(none.allowedDecrease()),
            critical.path("criticalIncrease").asDouble(none.criticalIncrease()),
            critical.path("criticalDecrease").asDouble(none.criticalDecrease())),
        params.path("tolerance").asDouble(0.25),
        params.path("confLevel").asDouble(0.98));
  }
}
