package dev.curtain.server.document;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Calibration;
import dev.curtain.analysis.JudgePolicy;
import dev.curtain.analysis.Metric;
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
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code curtain judge} reads and prints. */
public final class JudgeDocuments {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final String CALIBRATED = "outcomes";

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

  /** How a judge would have done on identical traffic. */
  public record CalibrationDocument(
      long runs, long judged, long aborted, double alpha, boolean tooNervous, String sentence) {
    public static CalibrationDocument of(Calibration answer) {
      return new CalibrationDocument(
          answer.runs(),
          answer.judged(),
          answer.aborted(),
          answer.alpha(),
          answer.isTooNervous(),
          answer.sentence());
    }
  }

  /** Blocks of yes/no outcomes. */
  public static SequentialInput sequential(String json) {
    JsonNode root = object(json);
    List<Block.Sides> blocks = new ArrayList<>();
    for (JsonNode block : array(root, "blocks")) {
      String where = "blocks[" + blocks.size() + "]";
      blocks.add(
          new Block.Sides(
              tally(block.path("baseline"), where + ".baseline"),
              tally(block.path("candidate"), where + ".candidate")));
    }
    return new SequentialInput(
        alpha(root),
        JudgeFields.number(root, "tolerance", 0, 0, 1),
        JudgeFields.bound(root),
        JudgeFields.count(root, "minimumRequests", 0),
        blocks);
  }

  /** The past of several replicas, block by block in the same seconds. */
  public static Calibration calibration(String json) {
    JsonNode root = object(json);
    if (!root.path("parts").isObject()) {
      throw new Invalid(
          "parts: "
              + JudgeFields.show(root.path("parts"))
              + " (expected: an object, per replica an array of {\"n\": requests, \"bad\": of these"
              + " bad})");
    }
    List<Calibration.Part> parts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> part : root.path("parts").properties()) {
      List<Map<String, Tally>> blocks = new ArrayList<>();
      for (JsonNode block : part.getValue()) {
        String where = "parts." + part.getKey() + "[" + blocks.size() + "]";
        blocks.add(Map.of(CALIBRATED, tally(block, where)));
      }
      parts.add(new Calibration.Part(part.getKey(), blocks));
    }
    Metric metric =
        new Metric(
            CALIBRATED,
            JudgeFields.bound(root),
            JudgeFields.number(root, "tolerance", 0, 0, 1),
            "were bad");
    int stretch = (int) Math.min(1_000_000, JudgeFields.count(root, "stretch", 600));
    return Calibration.of(new JudgePolicy(alpha(root), List.of(metric), 0), parts, stretch);
  }

  private static double alpha(JsonNode root) {
    double alpha = JudgeFields.number(root, "alpha", 0.01, 0, 1);
    if (alpha == 0 || alpha == 1) {
      throw new Invalid("alpha: " + alpha + " (expected: more than 0, less than 1, as 0.01)");
    }
    return alpha;
  }

  private static Tally tally(JsonNode node, String where) {
    if (!node.path("n").isIntegralNumber() || !node.path("bad").isIntegralNumber()) {
      throw new Invalid(
          where
              + ": "
              + JudgeFields.show(node)
              + " (expected: {\"n\": requests, \"bad\": of these bad}, whole numbers)");
    }
    double n = node.path("n").asDouble();
    double bad = node.path("bad").asDouble();
    if (!(bad >= 0 && bad <= n && n <= JudgeFields.MOST)) {
      throw new Invalid(where + ": " + node + " (expected: 0 <= bad <= n <= 1 000 000 000 000)");
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
            JudgeFields.number(
                allowed, "allowedIncrease", none.allowedIncrease(), 0, Double.MAX_VALUE),
            JudgeFields.number(
                allowed, "allowedDecrease", none.allowedDecrease(), 0, Double.MAX_VALUE),
            JudgeFields.number(
                critical, "criticalIncrease", none.criticalIncrease(), 0, Double.MAX_VALUE),
            JudgeFields.number(
                critical, "criticalDecrease", none.criticalDecrease(), 0, Double.MAX_VALUE)),
        JudgeFields.number(params, "tolerance", 0.25, 0, 1000),
        JudgeFields.number(params, "confLevel", 0.98, 0, 1));
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
      throw new Invalid(key + ": " + JudgeFields.show(node) + " (expected: an array)");
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
