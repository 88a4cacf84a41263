package dev.curtain.server.document;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.SequentialAnswer;
import dev.curtain.analysis.SequentialInput;
import dev.curtain.analysis.Tally;
import dev.curtain.analysis.series.Direction;
import dev.curtain.analysis.series.EffectSize;
import dev.curtain.analysis.series.MannWhitneyAnswer;
import dev.curtain.analysis.series.MannWhitneyInput;
import dev.curtain.analysis.series.NanStrategy;
import dev.curtain.analysis.series.Outliers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code curtain judge} reads and prints. */
public final class JudgeDocuments {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private JudgeDocuments() {}

  /** The input is not what was asked for; the message says where and what was expected. */
  public static final class Invalid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Invalid(String message) {
      super(message);
    }
  }

  /**
   * @param block the first block at which it was decided, from 1; the last one where it was not
   */
  public record SequentialDocument(
      String decision, long block, double eValue, double[] interval, String reason) {
    public static SequentialDocument of(SequentialAnswer answer) {
      return new SequentialDocument(
          answer.decision().name().toLowerCase(Locale.ROOT),
          answer.block(),
          answer.eValue(),
          new double[] {answer.lower(), answer.upper()},
          answer.reason());
    }
  }

  /** In Kayenta's words. */
  public record MannWhitneyDocument(
      String classification, double score, String reason, boolean critical) {
    public static MannWhitneyDocument of(MannWhitneyAnswer answer) {
      return new MannWhitneyDocument(
          answer.classification().label(), answer.score(), answer.reason(), answer.critical());
    }
  }

  /** Blocks of yes/no outcomes. */
  public static SequentialInput sequential(String json) {
    JsonNode root = object(json);
    List<Block.Sides> blocks = new ArrayList<>();
    for (JsonNode block : array(root, "blocks")) {
      blocks.add(new Block.Sides(tally(block, "baseline"), tally(block, "candidate")));
    }
    double tolerance = root.path("tolerance").asDouble(0.0);
    JsonNode bound = root.path("bound");
    return new SequentialInput(
        root.path("alpha").asDouble(0.01),
        tolerance,
        bound.isNumber() ? Optional.of(bound.asDouble()) : Optional.empty(),
        root.path("minimumRequests").asLong(0),
        blocks);
  }

  private static Tally tally(JsonNode block, String side) {
    JsonNode node = block.path(side);
    if (!node.path("n").isIntegralNumber() || !node.path("bad").isIntegralNumber()) {
      throw new Invalid(
          side + ": " + node + " (expected: {\"n\": requests, \"bad\": of these bad})");
    }
    return new Tally(node.path("n").asLong(), node.path("bad").asLong());
  }

  /** Series of points, with the keys that Kayenta knows. */
  public static MannWhitneyInput mannWhitney(String json) {
    JsonNode root = object(json);
    // Keys may stand at the top or, as in Kayenta's own configuration, under "params".
    JsonNode params = root.path("params").isObject() ? root.path("params") : root;
    EffectSize none =
        EffectSize.of(
            params.path("effectSizeMeasure").asString("meanRatio").equalsIgnoreCase("cles")
                ? EffectSize.Measure.CLES
                : EffectSize.Measure.MEAN_RATIO);
    JsonNode allowed =
        params.path("effectSizeThresholds").isObject()
            ? params.path("effectSizeThresholds")
            : params;
    JsonNode critical =
        params.path("criticalThresholds").isObject() ? params.path("criticalThresholds") : params;
    return new MannWhitneyInput(
        points(root, "control"),
        points(root, "experiment"),
        choice(root, "direction", "either", Direction.class),
        choice(root, "nanStrategy", "remove", NanStrategy.class),
        root.path("critical").asBoolean(root.path("criticalMetric").asBoolean(false)),
        root.path("mustHaveData").asBoolean(false),
        outliers(root),
        new EffectSize(
            none.measure(),
            allowed.path("allowedIncrease").asDouble(none.allowedIncrease()),
            allowed.path("allowedDecrease").asDouble(none.allowedDecrease()),
            critical.path("criticalIncrease").asDouble(none.criticalIncrease()),
            critical.path("criticalDecrease").asDouble(none.criticalDecrease())),
        params.path("tolerance").asDouble(0.25),
        params.path("confLevel").asDouble(0.98));
  }

  private static Outliers outliers(JsonNode root) {
    boolean remove = root.path("outliers").path("strategy").asString("keep").equals("remove");
    return remove
        ? new Outliers(true, root.path("outliers").path("outlierFactor").asDouble(3.0))
        : Outliers.KEEP;
  }

  private static <E extends Enum<E>> E choice(
      JsonNode root, String key, String usual, Class<E> type) {
    String text = root.path(key).asString(usual);
    for (E each : type.getEnumConstants()) {
      if (each.name().equalsIgnoreCase(text)) {
        return each;
      }
    }
    throw new Invalid(
        key
            + ": "
            + text
            + " (expected: "
            + String.join(
                ", ",
                List.of(type.getEnumConstants()).stream()
                    .map(each -> each.name().toLowerCase(Locale.ROOT))
                    .toList())
            + ")");
  }

  private static List<Double> points(JsonNode root, String key) {
    List<Double> points = new ArrayList<>();
    for (JsonNode point : array(root, key)) {
      if (point.isNumber()) {
        points.add(point.asDouble());
      } else if (point.isNull() || point.asString("").equals("NaN")) {
        points.add(Double.NaN);
      } else {
        throw new Invalid(key + ": " + point + " (expected: numbers or null)");
      }
    }
    return points;
  }

  private static JsonNode array(JsonNode root, String key) {
    JsonNode node = root.path(key);
    if (!node.isArray()) {
      throw new Invalid(
          key + ": " + (node.isMissingNode() ? "missing" : node) + " (expected: an array)");
    }
    return node;
  }

  private static JsonNode object(String json) {
    try {
      JsonNode node = MAPPER.readTree(json);
      if (!node.isObject()) {
        throw new Invalid("not a JSON object (expected: one, as curtain judge --help shows)");
      }
      return node;
    } catch (JacksonException e) {
      throw new Invalid("not JSON: " + e.getOriginalMessage());
    }
  }
}
