package dev.curtain.server.document;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Single fields of what {@code curtain judge} reads; a wrong one is an error, never a default. */
final class JudgeFields {
  /** More requests than anybody has in a block; counts stay exact. */
  static final double MOST = 1e12;

  private JudgeFields() {}

  static double number(JsonNode root, String key, double usual, double least, double most) {
    JsonNode node = root.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return usual;
    }
    double value = node.isNumber() ? node.asDouble() : Double.NaN;
    if (!(value >= least && value <= most)) {
      throw new JudgeDocuments.Invalid(
          key
              + ": "
              + show(node)
              + (most == Double.MAX_VALUE
                  ? " (expected: a number, 0 or more)"
                  : " (expected: a number from " + least + " to " + most + ")"));
    }
    return value;
  }

  static long count(JsonNode root, String key, long usual) {
    JsonNode node = root.path(key);
    if (!node.isMissingNode() && !node.isNull() && !node.isIntegralNumber()) {
      throw new JudgeDocuments.Invalid(key + ": " + show(node) + " (expected: a whole number)");
    }
    return (long) number(root, key, usual, 0, MOST);
  }

  /** A limit; absent where there is none or null. */
  static Optional<Double> bound(JsonNode root) {
    JsonNode node = root.path("bound");
    return node.isMissingNode() || node.isNull()
        ? Optional.empty()
        : Optional.of(number(root, "bound", 0, 0, 1));
  }

  static String show(JsonNode node) {
    if (node.isMissingNode()) {
      return "missing";
    }
    String text = node.toString();
    return text.length() > 80 ? text.substring(0, 77) + "..." : text;
  }
}
