package dev.curtain.server.ofrep;

import dev.curtain.flags.Answer;
import dev.curtain.flags.Context;
import dev.curtain.flags.Flag;
import dev.curtain.flags.FlagSet;
import dev.curtain.flags.InvalidFlags;
import dev.curtain.flags.Json;
import dev.curtain.flags.Value;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One flag, or all of them, for one context. */
final class Evaluations {
  private static final HeaderName SELECTOR = HeaderNames.create("Flagd-Selector");
  private static final HeaderName SERVICE = HeaderNames.create("Curtain-Service");
  private static final HeaderName VERSION = HeaderNames.create("Curtain-Version");

  private final FlagSource source;
  private final InstantSource clock;
  private final Usage usage;
  private final Propagation propagation;

  Evaluations(FlagSource source, InstantSource clock, Usage usage, Propagation propagation) {
    this.source = source;
    this.clock = clock;
    this.usage = usage;
    this.propagation = propagation;
  }

  void single(ServerRequest request, ServerResponse response) {
    String key = request.path().pathParameters().get("key");
    Context context;
    try {
      context = context(text(request));
    } catch (OfrepProblem e) {
      send(response, e.status(), Documents.error(Optional.of(key), e));
      return;
    }
    FlagSet flags = source.current().flags();
    if (!selected(request, flags)) {
      flags = FlagSet.NONE;
    }
    Answer answer = flags.evaluate(key, context, now());
    usage.evaluated(
        key, answer, request.headers().first(SERVICE), request.headers().first(VERSION));
    send(response, Documents.status(answer), Documents.evaluation(key, answer));
  }

  /**
   * Every flag; the tag covers the flags and the context, and what time makes of them.
   *
   * @param changes where a client can follow changes
   */
  void bulk(ServerRequest request, ServerResponse response, String changes) {
    Definition at = source.current();
    Context context = context(text(request));
    long now = now();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode flags = body.putArray("flags");
    for (Flag flag : selected(request, at.flags()) ? at.flags().flags() : List.<Flag>of()) {
      flags.add(Documents.evaluation(flag.key(), at.flags().evaluate(flag.key(), context, now)));
    }
    Documents.metadata(body, at.flags().metadata());
    ObjectNode stream = body.putArray("eventStreams").addObject().put("type", "sse");
    stream.putObject("endpoint").put("requestUri", changes);
    // A rule may ask for the time, so that what is answered counts too, not only what was asked.
    String tag = "\"" + at.revision() + "-" + Definition.digest(body.toString()) + "\"";
    response.header(HeaderNames.ETAG, tag);
    if (matches(request, tag)) {
      response.status(304).send();
    } else {
      send(response, 200, body);
    }
    request.query().first("flagConfigEtag").ifPresent(propagation::acknowledged);
  }

  /** flagd's way to ask for one set of several; there is one here. */
  private static boolean selected(ServerRequest request, FlagSet flags) {
    return request
        .headers()
        .first(SELECTOR)
        .map(text -> text.strip().replaceFirst("^flagSetId=", ""))
        .filter(wanted -> !wanted.isEmpty())
        .map(Value::of)
        .filter(wanted -> !wanted.equals(flags.metadata().get("flagSetId")))
        .isEmpty();
  }

  /** The definition itself, for a client that evaluates in its own process. */
  void definition(ServerRequest request, ServerResponse response) {
    Definition at = source.current();
    String tag = "\"" + at.revision() + "\"";
    response.header(HeaderNames.ETAG, tag);
    if (matches(request, tag)) {
      response.status(304).send();
    } else {
      response.header(HeaderNames.CONTENT_TYPE, "application/json");
      response.send(at.text().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A client that evaluates by itself has a revision in force. */
  void acknowledge(ServerRequest request, ServerResponse response) {
    if (!(read(text(request)) instanceof Value.Fields(Map<String, Value> fields))
        || !(fields.get("etag") instanceof Value.Text(String etag))) {
      throw OfrepProblem.context("etag: missing (expected: {\"etag\": \"…\"} as it was told)");
    }
    propagation.acknowledged(etag);
    response.status(204).send();
  }

  /** Some clients send the tag as the protocol's own example has it, without its quotes. */
  private static boolean matches(ServerRequest request, String tag) {
    return request
        .headers()
        .first(HeaderNames.IF_NONE_MATCH)
        .filter(tags ->
            Arrays.stream(tags.split(",", -1))
                .map(each -> each.strip().replaceFirst("^W/", ""))
                .anyMatch(
                    each -> each.equals(tag) || tag.equals("\"" + each + "\"") || each.equals("*")))
        .isPresent();
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private static String text(ServerRequest request) {
    try (var in = request.content().inputStream()) {
      byte[] bytes = in.readNBytes(OfrepServer.LONGEST_BODY + 1);
      if (bytes.length > OfrepServer.LONGEST_BODY) {
        throw new OfrepProblem(
            413,
            Optional.of(Answer.Code.GENERAL),
            "the body is too long (expected: at most " + OfrepServer.LONGEST_BODY + " bytes)");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing at all is an empty context, as it is to flagd. */
  private static Context context(String body) {
    if (body.isBlank()) {
      return Context.EMPTY;
    }
    if (!(read(body) instanceof Value.Fields(Map<String, Value> fields))) {
      throw OfrepProblem.context("the body is no object (expected: {\"context\": {…}})");
    }
    @Nullable Value context = fields.get("context");
    return switch (context) {
      case null -> Context.EMPTY;
      case Value.Nothing _ -> Context.EMPTY;
      case Value.Fields attributes -> Context.of(attributes.values());
      case Value.Bool _, Value.Num _, Value.Text _, Value.Items _ ->
          throw OfrepProblem.context(
              "context: no object (expected: {\"targetingKey\": \"user-1\", …})");
    };
  }

  private static Value read(String body) {
    try {
      return Json.read(body);
    } catch (InvalidFlags e) {
      throw new OfrepProblem(
          400, Optional.of(Answer.Code.PARSE_ERROR), "the body is no JSON: " + e.getMessage());
    }
  }

  static void send(ServerResponse response, int status, ObjectNode body) {
    response.status(status);
    response.header(HeaderNames.CONTENT_TYPE, "application/json");
    response.send(body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
