package dev.curtain.router;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One span per recorded request, sent in batches to an OpenTelemetry collector by OTLP over HTTP
 * with JSON (opentelemetry-proto 1.x). What a collector does not take is dropped and counted.
 */
final class Spans implements AutoCloseable {
  private static final int MOST_WAITING = 8 * 1024;
  private static final int MOST_AT_ONCE = 512;
  private static final long REST_MILLIS = 500;
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
  private static final int KIND_SERVER = 2;
  private static final int STATUS_ERROR = 2;

  private final NoteOptions.Traces options;
  private final Optional<String> deployment;
  private final Outbox outbox = new Outbox(MOST_WAITING);
  private final CountDownLatch ending = new CountDownLatch(1);
  private @Nullable Thread sender;
  private final Complaint complaint;

  Spans(NoteOptions.Traces options, Optional<String> deployment) {
    this.options = options;
    this.complaint = new Complaint("traces " + options.endpoint() + ": spans are lost");
    this.deployment = deployment;
  }

  Outbox outbox() {
    return outbox;
  }

  void start() {
    sender = Thread.ofPlatform().daemon().name("curtain-router-spans").start(this::run);
  }

  private void run() {
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER_LIMIT)
            .build()) {
      List<Note> notes = new ArrayList<>();
      boolean last = false;
      while (!last) {
        boolean full = notes.size() == MOST_AT_ONCE;
        last = ending.await(full ? 0 : REST_MILLIS, TimeUnit.MILLISECONDS);
        notes.clear();
        outbox.take(notes, MOST_AT_ONCE);
        if (!notes.isEmpty()) {
          send(client, notes);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(HttpClient client, List<Note> notes) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(options.endpoint())
            .timeout(ANSWER_LIMIT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body(notes)))
            .build();
    try {
      HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
      if (answer.statusCode() / 100 != 2) {
        throw new IOException("status " + answer.statusCode());
      }
    } catch (IOException failure) {
      outbox.lost(notes.size());
      complaint.of(failure);
    }
  }

  private byte[] body(List<Note> notes) {
    ObjectNode all = Json.MAPPER.createObjectNode();
    ObjectNode resource = all.putArray("resourceSpans").addObject();
    ArrayNode about = resource.putObject("resource").putArray("attributes");
    attribute(about, "service.name", "curtain-router");
    deployment.ifPresent(id -> attribute(about, "curtain.deployment", id));
    ObjectNode scope = resource.putArray("scopeSpans").addObject();
    scope.putObject("scope").put("name", "dev.curtain.router");
    ArrayNode spans = scope.putArray("spans");
    notes.forEach(note -> span(spans, note));
    return Json.MAPPER.writeValueAsBytes(all);
  }

  private static void span(ArrayNode spans, Note note) {
    TraceContext trace = note.trace;
    if (trace == null) {
      return;
    }
    String method = AccessLog.text(note.method);
    String target = AccessLog.text(note.target);
    int mark = target.indexOf('?');
    ObjectNode span = spans.addObject();
    span.put("traceId", AccessLog.hex(trace.high()) + AccessLog.hex(trace.low()));
    span.put("spanId", AccessLog.hex(trace.span()));
    if (trace.parent() != 0) {
      span.put("parentSpanId", AccessLog.hex(trace.parent()));
    }
    span.put("name", note.service.isEmpty() ? method : method + " " + note.service);
    span.put("kind", KIND_SERVER);
    long start = note.startMicros * 1000;
    span.put("startTimeUnixNano", Long.toString(start));
    span.put("endTimeUnixNano", Long.toString(start + note.endNanos - note.startNanos));
    ArrayNode more = span.putArray("attributes");
    attribute(more, "http.request.method", method);
    attribute(more, "url.scheme", note.secure ? "https" : "http");
    attribute(more, "server.address", AccessLog.text(note.host));
    attribute(more, "url.path", mark < 0 ? target : target.substring(0, mark));
    attribute(more, "client.address", AccessLog.text(note.client));
    if (note.status > 0) {
      ObjectNode status = more.addObject().put("key", "http.response.status_code");
      status.putObject("value").put("intValue", Integer.toString(note.status));
    }
    attribute(more, "curtain.service", note.service);
    TrackTarget track = note.track;
    if (track != null) {
      attribute(more, "curtain.track", track.name());
      attribute(more, "curtain.version", track.version());
    }
    attribute(more, "curtain.replica", note.replica);
    attribute(more, "curtain.request_id", AccessLog.requestId(note));
    attribute(more, "curtain.end", note.end);
    if (note.status >= 500 || note.end.equals("broken")) {
      attribute(more, "error.type", note.status >= 500 ? "" + note.status : note.end);
      span.putObject("status").put("code", STATUS_ERROR).put("message", note.reason);
    }
  }

  private static void attribute(ArrayNode to, String key, String value) {
    if (!value.isEmpty()) {
      to.addObject().put("key", key).putObject("value").put("stringValue", value);
    }
  }

  /** Sends what waits, and ends. */
  @Override
  public void close() {
    ending.countDown();
    Thread sending = sender;
    if (sending != null) {
      try {
        sending.join(2000);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
