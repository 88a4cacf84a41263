package dev.curtain.server.ofrep;

import dev.curtain.flags.Answer;
import dev.curtain.flags.Json;
import dev.curtain.flags.Value;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The protocol's bodies. */
final class Documents {
  private Documents() {}

  /** One evaluation, a failed one as well. */
  static ObjectNode evaluation(String key, Answer answer) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("key", key);
    switch (answer) {
      case Answer.Resolved resolved -> {
        body.put("reason", resolved.reason().name());
        body.put("variant", resolved.variant());
        body.set("value", Json.node(resolved.value()));
      }
      case Answer.CodeDefault none -> body.put("reason", none.reason().name());
      case Answer.Failed failed -> {
        body.put("errorCode", failed.code().name());
        body.put("errorDetails", failed.details());
      }
    }
    metadata(body, answer.metadata());
    return body;
  }

  static void metadata(ObjectNode body, Map<String, Value> metadata) {
    if (!metadata.isEmpty()) {
      body.set("metadata", Json.node(metadata));
    }
  }

  static ObjectNode error(Optional<String> key, OfrepProblem problem) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    key.ifPresent(name -> body.put("key", name));
    problem.code().ifPresent(code -> body.put("errorCode", code.name()));
    return body.put("errorDetails", problem.getMessage());
  }

  static int status(Answer answer) {
    return switch (answer) {
      case Answer.Resolved _, Answer.CodeDefault _ -> 200;
      case Answer.Failed failed -> failed.code() == Answer.Code.FLAG_NOT_FOUND ? 404 : 400;
    };
  }
}
