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
    if (!node.isMissingNode() && !node.isNull() && !isWhole(node)) {
      throw new JudgeDocuments.Invalid(key + ": " + show(node) + " (expected: a whole number)");
    }
    return (long) number(root, key, usual, 0, MOST);
  }

  /** 5 and 5.0 are the same to JSON. */
  static boolean isWhole(JsonNode node) {
    return node.isNumber() && node.asDouble() == Math.rint(node.asDouble());
  }

  /** An object under a key, where there is one; else what it would stand in. */
  static JsonNode within(JsonNode root, String key) {
    JsonNode node = root.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return root;
    }
    if (!node.isObject()) {
      throw new JudgeDocuments.Invalid(key + ": " + show(node) + " (expected: an object)");
    }
    return node;
  }

  static boolean truth(JsonNode root, String key, boolean usual) {
    JsonNode node = root.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return usual;
    }
    if (!node.isBoolean()) {
      throw new JudgeDocuments.Invalid(key + ": " + show(node) + " (expected: true or false)");
    }
    return node.asBoolean();
  }

  /** One of some words, whatever the case it is written in. */
  static String word(JsonNode root, String key, String usual, String... words) {
    JsonNode node = root.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return usual;
    }
    for (String each : words) {
      if (node.isString() && each.equalsIgnoreCase(node.asString())) {
        return each;
      }
    }
    throw new JudgeDocuments.Invalid(
        key + ": " + show(node) + " (expected: " + String.join(", ", words) + ")");
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
