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
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code curtain judge} reads and prints. */
public final class JudgeDocuments {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final String CALIBRATED = "outcomes";

  /** Squares and sums of what is not larger are finite. */
  private static final double LARGEST = 1e100;

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
      if (!part.getValue().isArray()) {
        throw new Invalid(
            "parts."
                + part.getKey()
                + ": "
                + JudgeFields.show(part.getValue())
                + " (expected: an array of {\"n\": requests, \"bad\": of these bad})");
      }
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
    if (!JudgeFields.isWhole(node.path("n")) || !JudgeFields.isWhole(node.path("bad"))) {
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
    return new Tally((long) n, (long) bad);
  }

  /** Series of points, with the keys that Kayenta knows. */
  public static MannWhitneyInput mannWhitney(String json) {
    JsonNode root = object(json);
    // Keys may stand at the top or, as in Kayenta's own configuration, under "params".
    JsonNode params = JudgeFields.within(root, "params");
    EffectSize none = EffectSize.of(measure(params));
    JsonNode allowed = JudgeFields.within(params, "effectSizeThresholds");
    JsonNode critical = JudgeFields.within(params, "criticalThresholds");
    return new MannWhitneyInput(
        points(root, "control"),
        points(root, "experiment"),
        choice(root, "direction", "either", Direction.class),
        choice(root, "nanStrategy", "remove", NanStrategy.class),
        JudgeFields.truth(root, "critical", JudgeFields.truth(root, "criticalMetric", false)),
        JudgeFields.truth(root, "mustHaveData", false),
        outliers(root),
        new EffectSize(
            none.measure(),
            size(allowed, "allowedIncrease", none.allowedIncrease()),
            size(allowed, "allowedDecrease", none.allowedDecrease()),
            size(critical, "criticalIncrease", none.criticalIncrease()),
            size(critical, "criticalDecrease", none.criticalDecrease())),
        JudgeFields.number(params, "tolerance", 0.25, 0, 1000),
        JudgeFields.number(params, "confLevel", 0.98, 0, 1));
  }

  private static EffectSize.Measure measure(JsonNode params) {
    String name = JudgeFields.word(params, "effectSizeMeasure", "meanRatio", "meanRatio", "cles");
    return name.equals("cles") ? EffectSize.Measure.CLES : EffectSize.Measure.MEAN_RATIO;
  }

  private static double size(JsonNode node, String key, double usual) {
    return JudgeFields.number(node, key, usual, 0, Double.MAX_VALUE);
  }

  private static Outliers outliers(JsonNode root) {
    if (!root.path("outliers").isObject()) {
      JudgeFields.within(root, "outliers"); // absent, or wrong
      return Outliers.KEEP;
    }
    JsonNode outliers = root.path("outliers");
    double factor = JudgeFields.number(outliers, "outlierFactor", 3, 0, Double.MAX_VALUE);
    return JudgeFields.word(outliers, "strategy", "keep", "keep", "remove").equals("remove")
        ? new Outliers(true, factor)
        : Outliers.KEEP;
  }

  private static <E extends Enum<E>> E choice(
      JsonNode root, String key, String usual, Class<E> type) {
    String[] names =
        Stream.of(type.getEnumConstants())
            .map(each -> each.name().toLowerCase(Locale.ROOT))
            .toArray(String[]::new);
    String name = JudgeFields.word(root, key, usual, names);
    return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
  }

  private static List<Double> points(JsonNode root, String key) {
    List<Double> points = new ArrayList<>();
    for (JsonNode point : array(root, key)) {
      if (point.isNumber() && Math.abs(point.asDouble()) <= LARGEST) {
        points.add(point.asDouble());
      } else if (point.isNull() || (point.isString() && point.asString().equals("NaN"))) {
        points.add(Double.NaN);
      } else {
        throw new Invalid(
            key
                + "["
                + points.size()
                + "]: "
                + JudgeFields.show(point)
                + " (expected: a number, at most 1e100 either way, or null)");
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
