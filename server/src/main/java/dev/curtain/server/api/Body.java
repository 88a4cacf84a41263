package dev.curtain.server.api;

import dev.curtain.server.document.Documents;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The body of a command: one JSON object of texts. A member that is not expected is a mistake, not
 * a wish to be ignored.
 */
final class Body {
  private final Map<String, String> members;
  private final String expected;

  private Body(Map<String, String> members, String expected) {
    this.members = members;
    this.expected = expected;
  }

  /**
   * @param required members that have to be there
   * @param optional members that may be
   */
  static Body read(ServerRequest request, List<String> required, List<String> optional) {
    String expected = expectation(required, optional);
    String text =
        request.content().hasEntity()
            ? new String(request.content().as(byte[].class), StandardCharsets.UTF_8)
            : "";
    Map<String, String> members = new HashMap<>();
    if (!text.isBlank()) {
      JsonNode tree = tree(text, expected);
      for (Map.Entry<String, JsonNode> member : tree.properties()) {
        String name = member.getKey();
        if (!required.contains(name) && !optional.contains(name)) {
          throw ApiProblem.invalid(
              "body: unknown member \"" + name + "\" (expected: " + expected + ")", "");
        }
        if (!member.getValue().isString() && !member.getValue().isNull()) {
          throw ApiProblem.invalid(name + ": " + member.getValue() + " (expected: a text)", "");
        }
        if (member.getValue().isString()) {
          members.put(name, member.getValue().stringValue());
        }
      }
    }
    // Who has a name of their own acts under it, whatever they say.
    if (required.contains("who") || optional.contains("who")) {
      request
          .context()
          .get(Keys.Key.class)
          .filter(key -> !key.name().isEmpty())
          .ifPresent(key -> members.put("who", key.name()));
    }
    Body body = new Body(members, expected);
    // For the audit, whatever is missing.
    request.context().register(body);
    required.forEach(body::text);
    return body;
  }

  private static JsonNode tree(String text, String expected) {
    try {
      JsonNode tree = Documents.read(text, JsonNode.class);
      if (tree.isObject()) {
        return tree;
      }
    } catch (JacksonException e) {
      throw ApiProblem.invalid(
          "body: not JSON (expected: " + expected + ")", e.getOriginalMessage());
    }
    throw ApiProblem.invalid("body: not a JSON object (expected: " + expected + ")", "");
  }

  private static String expectation(List<String> required, List<String> optional) {
    List<String> members = new ArrayList<>();
    required.forEach(name -> members.add("\"" + name + "\": \"…\""));
    optional.forEach(name -> members.add("\"" + name + "\"?: \"…\""));
    return "{" + String.join(", ", members) + "}";
  }

  String text(String name) {
    return optional(name)
        .orElseThrow(() ->
            ApiProblem.invalid(
                "body: \"" + name + "\" is missing (expected: " + expected + ")", ""));
  }

  /** Absent, null and blank are the same. */
  Optional<String> optional(String name) {
    return Optional.ofNullable(members.get(name)).filter(text -> !text.isBlank());
  }
}
