package dev.curtain.server.metrics;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Instant queries of Prometheus' HTTP API, version 1. */
final class Prometheus {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private Prometheus() {}

  static String address(String url, String query) {
    return url.replaceFirst("/+$", "")
        + "/api/v1/query?query="
        + URLEncoder.encode(query, StandardCharsets.UTF_8);
  }

  /** The sum of the vector, or the scalar; nothing where the vector is empty. */
  static OptionalDouble value(String body) throws SourceFailure {
    JsonNode data = data(body);
    JsonNode result = data.path("result");
    if (data.path("resultType").asString("").equals("scalar")) {
      return number(result);
    }
    OptionalDouble sum = OptionalDouble.empty();
    for (JsonNode sample : result) {
      sum = OptionalDouble.of(sum.orElse(0) + number(sample.path("value")).orElse(0));
    }
    return sum;
  }

  /** A vector or a scalar. */
  private static JsonNode data(String body) throws SourceFailure {
    JsonNode root;
    try {
      root = MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw new SourceFailure("the answer is not JSON: " + e.getOriginalMessage());
    }
    if (!root.path("status").asString("").equals("success")) {
      throw new SourceFailure(
          "Prometheus says: " + root.path("error").asString("no success, and no reason"));
    }
    JsonNode data = root.path("data");
    String type = data.path("resultType").asString("");
    if (!type.equals("vector") && !type.equals("scalar")) {
      throw new SourceFailure(
          "the query gives a "
              + (type.isEmpty() ? "?" : type)
              + " (expected: a vector or a scalar)");
    }
    return data;
  }

  /**
   * The one number that the query gives; nothing where it gives none, or what is no number, as
   * Prometheus divides by zero.
   */
  static OptionalDouble gauge(String body) throws SourceFailure {
    JsonNode data = data(body);
    JsonNode result = data.path("result");
    if (data.path("resultType").asString("").equals("scalar")) {
      return gauge(result);
    }
    if (result.size() > 1) {
      throw new SourceFailure(
          "the query gives " + result.size() + " numbers (expected: one, as avg(…) or sum(…) has)");
    }
    return result.isEmpty() ? OptionalDouble.empty() : gauge(result.path(0).path("value"));
  }

  private static OptionalDouble gauge(JsonNode pair) throws SourceFailure {
    String text = pair.path(1).asString("");
    try {
      // NaN and +Inf as Prometheus writes them.
      double value = Double.parseDouble(text.replace("Inf", "Infinity"));
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      throw new SourceFailure("a value is '" + text + "' (expected: a number)");
    }
  }

  private static OptionalDouble number(JsonNode pair) throws SourceFailure {
    String text = pair.path(1).asString("");
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value) && value >= 0) {
        return OptionalDouble.of(value);
      }
    } catch (NumberFormatException e) {
      throw new SourceFailure("a value is '" + text + "' (expected: a number)");
    }
    throw new SourceFailure("a value is " + text + " (expected: a count, 0 or more)");
  }
}
