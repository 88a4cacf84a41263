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
    JsonNode result = data.path("result");
    String type = data.path("resultType").asString("");
    if (type.equals("scalar")) {
      return number(result);
    }
    if (!type.equals("vector")) {
      throw new SourceFailure(
          "the query gives a "
              + (type.isEmpty() ? "?" : type)
              + " (expected: a vector or a scalar)");
    }
    OptionalDouble sum = OptionalDouble.empty();
    for (JsonNode sample : result) {
      sum = OptionalDouble.of(sum.orElse(0) + number(sample.path("value")).orElse(0));
    }
    return sum;
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
