package dev.curtain.server.api;

import dev.curtain.flags.Value;
import dev.curtain.server.document.FlagsDocument;
import dev.curtain.server.flags.FlagDesk;
import dev.curtain.server.flags.FlagDocuments;
import dev.curtain.server.flags.FlagRefused;
import dev.curtain.server.flags.Outcome;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What only looks at flags, and what clients report of them. */
final class FlagReads {
  private final Parts parts;
  private final FlagDesk desk;
  private final FlagDocuments documents;

  FlagReads(Parts parts) {
    this.parts = parts;
    this.desk = parts.flags();
    this.documents = new FlagDocuments(desk);
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "/api/v1/flags",
            (_, response) ->
                Answers.json(
                    response, 200, new FlagsDocument(documents.all(parts.world(), today())))),
        Endpoint.get(
            "/api/v1/flags/propagation",
            (_, response) -> Answers.json(response, 200, documents.propagation())),
        Endpoint.post("/api/v1/flags/report", this::report),
        Endpoint.get(
            "/api/v1/flags/{name}",
            (request, response) ->
                Answers.json(response, 200, documents.one(name(request), parts.world(), today()))),
        Endpoint.get(
            "/api/v1/flags/{name}/history",
            (request, response) -> Answers.json(response, 200, documents.history(name(request)))));
  }

  private static String name(ServerRequest request) {
    return request.path().pathParameters().get("name");
  }

  private LocalDate today() {
    return LocalDate.ofInstant(parts.clock().instant(), ZoneOffset.UTC);
  }

  /**
   * {@code {"service": …, "version": …, "evaluated": ["flag"], "outcomes": [{"flag": …, "variant":
   * …, "requests": 10, "failed": 0, "slow": 1}]}}.
   */
  private void report(ServerRequest request, ServerResponse response) throws FlagRefused {
    Value body =
        Bodies.json(new String(request.content().as(byte[].class), StandardCharsets.UTF_8));
    Map<String, Value> fields =
        body instanceof Value.Fields(Map<String, Value> values) ? values : Map.of();
    List<String> evaluated = new ArrayList<>();
    if (fields.get("evaluated") instanceof Value.Items(List<Value> items)) {
      items.forEach(each -> evaluated.add(Bodies.text(each, "evaluated")));
    }
    List<Outcome> outcomes = new ArrayList<>();
    if (fields.get("outcomes") instanceof Value.Items(List<Value> items)) {
      items.forEach(each -> outcomes.add(outcome(each)));
    }
    if (evaluated.isEmpty() && outcomes.isEmpty()) {
      throw ApiProblem.invalid(
          "body: reports nothing (expected: {\"evaluated\": [\"flag\"]} or {\"outcomes\": [{…}]})",
          "");
    }
    List<String> known =
        evaluated.stream().filter(desk.store().flags()::containsKey).distinct().toList();
    desk.report(said(fields, "service"), said(fields, "version"), known, outcomes);
    response.status(204).send();
  }

  private static Optional<String> said(Map<String, Value> fields, String name) {
    return fields.get(name) instanceof Value.Text(String text) && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }

  private static Outcome outcome(Value written) {
    Map<String, Value> fields =
        written instanceof Value.Fields(Map<String, Value> values) ? values : Map.of();
    try {
      return new Outcome(
          Bodies.text(fields.getOrDefault("flag", Value.NULL), "outcomes.flag"),
          Bodies.text(fields.getOrDefault("variant", Value.NULL), "outcomes.variant"),
          Bodies.count(fields.getOrDefault("requests", Value.NULL), "outcomes.requests"),
          Bodies.count(fields.getOrDefault("failed", Value.NULL), "outcomes.failed"),
          fields.containsKey("slow")
              ? Optional.of(Bodies.count(fields.get("slow"), "outcomes.slow"))
              : Optional.empty());
    } catch (IllegalArgumentException e) {
      throw ApiProblem.invalid(String.valueOf(e.getMessage()), "");
    }
  }
}
