package dev.curtain.server.api;

import dev.curtain.rollout.PlanRefused;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.ErrorDocument;
import dev.curtain.server.engine.Refused;
import dev.curtain.server.flags.FlagRefused;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Everything is answered with a JSON document, mistakes as well; what went wrong inside is logged,
 * not shown.
 */
final class Answers {
  private static final Logger LOG = System.getLogger(Answers.class.getName());
  private static final String JSON = "application/json";

  private Answers() {}

  static void json(ServerResponse response, int status, Object document) {
    response.status(status);
    text(response, JSON, Documents.json(document));
  }

  static void text(ServerResponse response, String type, String body) {
    response.header(HeaderNames.CONTENT_TYPE, type);
    response.send(body.getBytes(StandardCharsets.UTF_8));
  }

  /** Says how each kind of failure is answered. */
  static void failures(HttpRouting.Builder routing) {
    routing.error(ApiProblem.class, (_, response, problem) -> problem(response, problem));
    routing.error(Refused.class, (_, response, refused) -> problem(response, of(refused)));
    routing.error(FlagRefused.class, (_, response, refused) -> problem(response, of(refused)));
    routing.error(PlanRefused.class, (_, response, refused) -> problem(response, of(refused)));
    routing.error(
        HttpException.class,
        (_, response, failure) ->
            json(response, failure.status().code(), of(failure.status(), failure)));
    routing.error(
        Exception.class,
        (request, response, failure) -> {
          String what = request.prologue().method().text() + " " + request.path().path();
          LOG.log(Level.ERROR, what + " failed", failure);
          json(response, 500, internal());
        });
  }

  /** How a failure is answered. */
  static int status(Exception failure) {
    return refusal(failure)
        .map(ApiProblem::status)
        .orElse(failure instanceof HttpException known ? known.status().code() : 500);
  }

  /** What the answer to a failure says. */
  static String message(Exception failure) {
    return refusal(failure)
        .map(problem -> String.valueOf(problem.getMessage()))
        .orElse(failure instanceof HttpException known ? known.status().reasonPhrase() : "failed");
  }

  private static Optional<ApiProblem> refusal(Exception failure) {
    return switch (failure) {
      case ApiProblem problem -> Optional.of(problem);
      case Refused refused -> Optional.of(of(refused));
      case FlagRefused refused -> Optional.of(of(refused));
      case PlanRefused refused -> Optional.of(of(refused));
      default -> Optional.empty();
    };
  }

  private static void problem(ServerResponse response, ApiProblem problem) {
    if (problem.status() == 401) {
      response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"curtain\"");
    }
    json(response, problem.status(), problem.document());
  }

  private static ApiProblem of(Refused refused) {
    String message = String.valueOf(refused.getMessage());
    return switch (refused.kind()) {
      case UNKNOWN ->
          ApiProblem.unknown(
              message, "GET /api/v1/status lists services, GET /api/v1/history rollouts");
      case CONFLICT -> ApiProblem.conflict(message, "nothing was changed");
    };
  }

  private static ApiProblem of(FlagRefused refused) {
    String message = String.valueOf(refused.getMessage());
    return refused.unknown()
        ? ApiProblem.unknown(message, "")
        : ApiProblem.conflict(message, "nothing was changed");
  }

  private static ApiProblem of(PlanRefused refused) {
    return ApiProblem.conflict(String.valueOf(refused.getMessage()), "nothing was changed");
  }

  private static ErrorDocument of(Status status, Throwable failure) {
    return switch (status.code()) {
      case 404 ->
          ErrorDocument.of(
              "unknown", "there is no such page", "GET /api/openapi.json lists what there is");
      case 413 ->
          ErrorDocument.of(
              "invalid",
              "the body is too long (expected: at most " + ApiServer.LONGEST_BODY + " bytes)",
              "");
      case 500, 503 -> internal();
      default -> ErrorDocument.of("invalid", said(status, failure), "");
    };
  }

  private static String said(Status status, Throwable failure) {
    boolean safe = failure instanceof RequestException known && known.safeMessage();
    return safe && failure.getMessage() != null ? failure.getMessage() : status.reasonPhrase();
  }

  private static ErrorDocument internal() {
    return ErrorDocument.of("internal", "Curtain could not do this; its log says why", "");
  }

  /**
   * What the web server answers by itself, before any of ours is asked: broken requests, bodies
   * that are too long.
   */
  static DirectHandlers direct() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(
          type,
          (_, event, status, headers, _) ->
              DirectHandler.TransportResponse.builder()
                  .status(status)
                  .headers(headers)
                  .header(HeaderNames.CONTENT_TYPE, JSON)
                  .keepAlive(event.keepAlive())
                  .entity(
                      Documents.json(
                          of(status, new IllegalArgumentException(status.reasonPhrase()))))
                  .build());
    }
    return handlers.build();
  }
}
