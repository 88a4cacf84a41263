package dev.curtain.router;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Lets a controller in another process give orders to a router, over HTTP with a bearer token:
 *
 * <pre>
 *   PUT  /v1/table      a RouteTable   → 200 Measures · 409 stale epoch · 400 not a table
 *   GET  /v1/table                     → 200 RouteTable
 *   GET  /v1/measures                  → 200 Measures
 *   GET  /v1/slow                      → 200 SlowRequest[]
 *   GET  /metrics                      → 200 the same for Prometheus
 *   POST /v1/shutdown?limitMillis=N    → 202, then drains for at most that long
 *   POST /v1/handover                  → 200 where the listening sockets can be had · 409
 * </pre>
 *
 * A table is in force before it is on disk and on disk before it is acknowledged. A disk that fails
 * does not hold up a rollback: the table is acknowledged, the failure reported, and saving tried
 * again upon the next order.
 */
final class RouterServer implements AutoCloseable {
  static final String TABLE = "/v1/table";
  static final String MEASURES = "/v1/measures";
  static final String SLOW = "/v1/slow";
  static final String SHUTDOWN = "/v1/shutdown";
  static final String HANDOVER = "/v1/handover";
  private static final Logger LOG = System.getLogger("dev.curtain.router");
  private static final int LONGEST = 16 << 20;

  private final Router router;
  private final ControlToken token;
  private final TableFile file;
  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Orders orders;
  private final Object saving = new Object();
  private long savedEpoch;

  /** What is done about the process, not the table. */
  interface Orders {
    /**
     * @param limit longest wait for what is in flight
     */
    void shutdown(Duration limit);

    /** Offers the listening sockets to a new process. */
    Handover.Offer handOver() throws IOException;
  }

  private RouterServer(
      Router router, Orders orders, HttpServer http, ControlToken token, TableFile file) {
    this.router = router;
    this.orders = orders;
    this.token = token;
    this.file = file;
    this.http = http;
    savedEpoch = router.table().epoch();
  }

  static RouterServer start(
      Router router,
      Orders orders,
      InetSocketAddress control,
      ControlToken token,
      Path stateDirectory)
      throws IOException {
    HttpServer http;
    try {
      http = HttpServer.create(control, 64);
    } catch (IOException cause) {
      throw Listening.refused(control, cause);
    }
    RouterServer server =
        new RouterServer(router, orders, http, token, new TableFile(stateDirectory));
    http.setExecutor(server.threads);
    http.createContext("/", server::handle);
    http.start();
    return server;
  }

  InetSocketAddress address() {
    return http.getAddress();
  }

  private record Reply(int status, Object body) {
    static Reply error(int status, String code, String message) {
      return new Reply(status, Map.of("error", code, "message", message));
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply = reply(exchange);
      boolean text = reply.body() instanceof String;
      byte[] body =
          reply.body() instanceof String lines
              ? lines.getBytes(StandardCharsets.UTF_8)
              : Json.MAPPER.writeValueAsBytes(reply.body());
      exchange
          .getResponseHeaders()
          .set("Content-Type", text ? "text/plain; version=0.0.4" : "application/json");
      exchange.sendResponseHeaders(reply.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    String authorization =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
    if (!token.opens(authorization)) {
      return Reply.error(401, "unauthorized", "the bearer token is missing or not this router's");
    }
    return switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
      case "PUT " + TABLE -> apply(exchange);
      case "GET " + TABLE -> new Reply(200, router.table());
      case "GET " + MEASURES -> {
        save();
        yield new Reply(200, router.measures());
      }
      case "GET " + SLOW -> new Reply(200, router.slow());
      case "GET /metrics" -> new Reply(200, PrometheusText.of(router.measures()));
      case "POST " + SHUTDOWN -> {
        Duration limit = limit(exchange.getRequestURI().getQuery());
        orders.shutdown(limit);
        yield new Reply(202, Map.of("limitMillis", limit.toMillis()));
      }
      case "POST " + HANDOVER -> handOver();
      default -> Reply.error(404, "unknown", "no such order");
    };
  }

  private Reply handOver() {
    try {
      save();
      return new Reply(200, orders.handOver());
    } catch (IOException refused) {
      return Reply.error(409, "no_handover", String.valueOf(refused.getMessage()));
    }
  }

  private Reply apply(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LONGEST);
    try {
      Measures measures = router.apply(Json.table(body));
      save();
      return new Reply(200, measures);
    } catch (RouterControl.StaleEpochException stale) {
      return new Reply(
          409,
          Map.of(
              "error",
              "stale_epoch",
              "message",
              String.valueOf(stale.getMessage()),
              "inForce",
              router.table().epoch()));
    } catch (IllegalArgumentException unusable) {
      return Reply.error(400, "not_a_table", String.valueOf(unusable.getMessage()));
    }
  }

  /** Saves the table in force unless it has been. */
  private void save() {
    synchronized (saving) {
      RouteTable table = router.table();
      if (table.epoch() == savedEpoch) {
        return;
      }
      try {
        file.save(table);
        savedEpoch = table.epoch();
      } catch (IOException failure) {
        LOG.log(
            Level.ERROR,
            "route table "
                + table.epoch()
                + " is in force but could not be saved; a restart of the"
                + " router would go back to "
                + savedEpoch,
            failure);
      }
    }
  }

  private static Duration limit(String query) {
    String value = query != null && query.startsWith("limitMillis=") ? query.substring(12) : "";
    return Duration.ofMillis(value.matches("[0-9]{1,9}") ? Long.parseLong(value) : 10_000);
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdown();
  }
}
