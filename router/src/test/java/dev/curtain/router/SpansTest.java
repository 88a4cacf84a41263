package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The router's part of a trace, as a collector gets it. */
class SpansTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";

  private final List<JsonNode> spans = new CopyOnWriteArrayList<>();
  private final List<String> resources = new CopyOnWriteArrayList<>();
  private HttpServer collector;
  private TestService service;
  private volatile int answer = 200;

  @BeforeEach
  void start() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    collector.createContext("/v1/traces", this::collect);
    collector.start();
    service =
        TestService.answering(
            "s1",
            request ->
                request.target().startsWith("/bad")
                    ? "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"
                    : TestService.ok("hello"));
  }

  private void collect(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode all = Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes());
      assertThat(exchange.getRequestHeaders().getFirst("Content-Type"))
          .isEqualTo("application/json");
      if (answer == 200) {
        JsonNode resource = all.path("resourceSpans").path(0);
        resources.add(resource.path("resource").toString());
        resource.path("scopeSpans").path(0).path("spans").forEach(spans::add);
      }
      exchange.sendResponseHeaders(answer, -1);
    }
  }

  @AfterEach
  void stop() throws IOException {
    collector.stop(0);
    service.close();
  }

  private Router router(double sample) throws IOException {
    URI to = URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces");
    Router router =
        Router.onLoopback(
            RouterOptions.DEFAULT
                .withDeployment("d-7")
                .withNotes(NoteOptions.NONE.withTraces(new NoteOptions.Traces(to, sample))));
    router.apply(Tables.one(1, Tables.all("api-v1", service)));
    return router;
  }

  private String ask(Router router, String target, String... fields) throws IOException {
    try (Wire wire = Wire.to(router.port())) {
      wire.send("GET " + target + " HTTP/1.1\r\nHost: shop.example\r\n");
      for (String field : fields) {
        wire.send(field + "\r\n");
      }
      wire.send("\r\n").response();
    }
    assertThat(service.last().all("traceparent")).hasSize(1);
    return service.last().field("traceparent").orElseThrow();
  }

  private static String attribute(JsonNode span, String key) {
    for (JsonNode one : span.path("attributes")) {
      if (one.path("key").asString().equals(key)) {
        JsonNode value = one.path("value");
        return value.path("stringValue").asString(value.path("intValue").asString("?"));
      }
    }
    return "none";
  }

  private JsonNode only() throws Exception {
    Eventually.holds("a span", () -> !spans.isEmpty());
    assertThat(spans).hasSize(1);
    return spans.getFirst();
  }

  @Test
  void aRecordedTraceGoesOnThroughTheRoutersOwnSpan() throws Exception {
    try (Router router = router(0)) {
      String passed =
          ask(router, "/orders?token=x", "traceparent: 00-" + TRACE + "-" + PARENT + "-01");
      JsonNode span = only();
      assertThat(span.path("traceId").asString("")).isEqualTo(TRACE);
      assertThat(span.path("parentSpanId").asString("")).isEqualTo(PARENT);
      assertThat(passed).isEqualTo("00-" + TRACE + "-" + span.path("spanId").asString() + "-01");
      assertThat(span.path("name").asString("")).isEqualTo("GET Shop.API");
      assertThat(span.path("kind").asInt(0)).isEqualTo(2);
      assertThat(attribute(span, "url.path")).isEqualTo("/orders");
      assertThat(attribute(span, "http.response.status_code")).isEqualTo("200");
      assertThat(attribute(span, "curtain.track")).isEqualTo("api-v1");
      assertThat(attribute(span, "curtain.version")).isEqualTo("version-of-api-v1");
      assertThat(attribute(span, "curtain.replica")).isEqualTo("s1");
      assertThat(span.toString()).doesNotContain("token");
      assertThat(span.has("status")).isFalse();
      long start = Long.parseLong(span.path("startTimeUnixNano").asString(""));
      long end = Long.parseLong(span.path("endTimeUnixNano").asString(""));
      assertThat(end).isGreaterThan(start);
      assertThat(resources.getFirst()).contains("curtain-router").contains("d-7");
    }
  }

  @Test
  void aTraceThatIsNotRecordedPassesAsItIs() throws Exception {
    String given = "00-" + TRACE + "-" + PARENT + "-00";
    try (Router router = router(1)) {
      assertThat(ask(router, "/", "traceparent: " + given)).isEqualTo(given);
      ask(router, "/last");
      assertThat(attribute(only(), "url.path")).isEqualTo("/last");
    }
  }

  @Test
  void aShareOfTheOthersBeginsATraceAndWhatIsNoTraceIsNone() throws Exception {
    try (Router router = router(0)) {
      assertThat(ask(router, "/")).endsWith("-00");
    }
    assertThat(spans).isEmpty();
    try (Router router = router(1)) {
      String passed = ask(router, "/", "traceparent: 00-" + TRACE + "-" + "0".repeat(16) + "-01");
      JsonNode span = only();
      assertThat(span.path("traceId").asString("")).isNotEqualTo(TRACE).hasSize(32);
      assertThat(span.has("parentSpanId")).isFalse();
      assertThat(passed).contains(span.path("traceId").asString("")).endsWith("-01");
    }
  }

  @Test
  void aFailureIsOne() throws Exception {
    try (Router router = router(1)) {
      ask(router, "/bad");
      JsonNode span = only();
      assertThat(span.path("status").path("code").asInt(0)).isEqualTo(2);
      assertThat(attribute(span, "error.type")).isEqualTo("500");
    }
  }

  @Test
  void whatACollectorDoesNotTakeIsCountedAndHoldsNobodyUp() throws Exception {
    answer = 503;
    try (Router router = router(1)) {
      for (int i = 0; i < 20; i++) {
        ask(router, "/");
      }
      Eventually.holds("dropped", () -> router.measures().event("spans_dropped") == 20);
      collector.stop(0);
      ask(router, "/");
      Eventually.holds("dropped", () -> router.measures().event("spans_dropped") == 21);
    }
    assertThat(spans).isEmpty();
  }
}
