package dev.curtain.server.metrics;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code orders['v2.3.2'].refused} or {@code tracks[0].bad}: a number in a JSON document. */
final class JsonPath {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final Pattern STEP =
      Pattern.compile("\\['([^']*)']|\\[(\\d{1,6})]|(?:^|\\.)([^.\\[\\]]+)");

  private JsonPath() {}

  /** A count; nothing where there is nothing at that place, or null. */
  static OptionalDouble value(String body, String path) throws SourceFailure {
    OptionalDouble value = gauge(body, path);
    if (value.isPresent() && value.getAsDouble() < 0) {
      throw new SourceFailure(
          path + ": " + value.getAsDouble() + " (expected: a count, 0 or more)");
    }
    return value;
  }

  /** Any number. */
  static OptionalDouble gauge(String body, String path) throws SourceFailure {
    JsonNode node;
    try {
      node = MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw new SourceFailure("the answer is not JSON: " + e.getOriginalMessage());
    }
    Matcher step = STEP.matcher(path);
    int end = 0;
    while (step.find() && step.start() == end) {
      end = step.end();
      if (step.group(2) != null) {
        node = node.path(Integer.parseInt(step.group(2)));
      } else {
        node = node.path(step.group(1) != null ? step.group(1) : step.group(3));
      }
    }
    if (end != path.length()) {
      throw new SourceFailure(
          "path " + path + " (expected: names with dots, ['name'] or [0], as a.b['v1.2'][0])");
    }
    if (node.isMissingNode() || node.isNull()) {
      return OptionalDouble.empty();
    }
    if (!node.isNumber() || !Double.isFinite(node.asDouble())) {
      throw new SourceFailure(path + ": " + node + " (expected: a number)");
    }
    return OptionalDouble.of(node.asDouble());
  }
}
