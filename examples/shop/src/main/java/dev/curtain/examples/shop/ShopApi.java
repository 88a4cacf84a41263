package dev.curtain.examples.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shop's API over HTTP: {@code /orders/{n}}, {@code /healthz} (alive), {@code /readyz} (wants
 * requests: after warming up, until it is asked to end).
 */
public final class ShopApi {
  private static final Pattern ORDER = Pattern.compile("/orders/(\\d{1,12})");
  private static final int WARM_UP_ORDERS = 20_000;
  private static final int THREADS = 16;
  private static final int PATIENCE_SECONDS = 10;

  private final String version;
  private final Orders orders;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  /** One party for the service itself and one for each request that is being answered. */
  private final Phaser busy = new Phaser(1);

  private volatile boolean warm;
  private volatile boolean ending;

  private ShopApi(String version, int port, Orders orders) throws IOException {
    this.version = version;
    this.orders = orders;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  /** Runs a version as a program: {@code --port N}, until SIGTERM. */
  public static void main(String version, Orders orders, String... arguments) {
    int port = port(version, arguments);
    // Head and body go out in two writes; without this the second waits 40 ms for the client's
    // delayed acknowledgement of the first. Read by the JDK when its server is first used.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      ShopApi api = start(version, port, orders);
      Runtime.getRuntime().addShutdownHook(new Thread(api::end));
    } catch (IOException failure) {
      System.err.println(
          "shop-api " + version + ": cannot listen on port " + port + ": " + failure.getMessage());
      System.exit(3);
    }
  }

  private static int port(String version, String... arguments) {
    if (arguments.length == 2
        && arguments[0].equals("--port")
        && arguments[1].matches("\\d{1,5}")) {
      return Integer.parseInt(arguments[1]);
    }
    System.err.println(
        "shop-api " + version + ": " + String.join(" ", arguments) + " (expected: --port N)");
    System.exit(2);
    return 0;
  }

  /** Listens at once, and is ready once warm. */
  static ShopApi start(String version, int port, Orders orders) throws IOException {
    ShopApi api = new ShopApi(version, port, orders);
    api.server.start();
    Thread warmUp = new Thread(api::warmUp, "warm-up");
    warmUp.setDaemon(true);
    warmUp.start();
    System.out.println("shop-api " + version + " listens on 127.0.0.1:" + api.port());
    return api;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Finishes what it is answering, accepts nothing more, ends. */
  void end() {
    ending = true;
    // It stops listening at once; its own waiting would take the whole time even with nothing to
    // wait for, so it is not waited for.
    Thread stop = new Thread(() -> server.stop(PATIENCE_SECONDS), "stop");
    stop.setDaemon(true);
    stop.start();
    try {
      busy.awaitAdvanceInterruptibly(busy.arrive(), PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      System.err.println("shop-api: requests unfinished after " + PATIENCE_SECONDS + " s");
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }

  /** The first orders are slow to compute; no user is to wait for them. */
  private void warmUp() {
    long characters = 0;
    for (int number = 1; number <= WARM_UP_ORDERS; number++) {
      try {
        characters += orders.order(number).length();
      } catch (Orders.OrderFailure failure) {
        characters += 1;
      }
    }
    warm = characters > 0;
  }

  private void handle(HttpExchange exchange) throws IOException {
    busy.register();
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Matcher order = ORDER.matcher(path);
      if (path.equals("/healthz")) {
        answer(exchange, 200, "{\"status\":\"alive\"}");
      } else if (path.equals("/readyz")) {
        boolean ready = warm && !ending;
        answer(
            exchange,
            ready ? 200 : 503,
            "{\"status\":\"" + (ready ? "ready" : warm ? "ending" : "warming up") + "\"}");
      } else if (order.matches()) {
        order(exchange, Long.parseLong(order.group(1)));
      } else {
        answer(exchange, 404, "{\"error\":\"no such page (expected: /orders/NUMBER)\"}");
      }
    } finally {
      busy.arriveAndDeregister();
    }
  }

  private void order(HttpExchange exchange, long number) throws IOException {
    try {
      answer(exchange, 200, orders.order(number));
    } catch (Orders.OrderFailure failure) {
      System.err.println("shop-api " + version + ": order " + number + ": " + failure.getMessage());
      answer(exchange, 500, "{\"error\":\"order " + number + " cannot be read\"}");
    }
  }

  private void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = (json + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.getResponseHeaders().set("x-shop-version", version);
    if (ending) {
      exchange.getResponseHeaders().set("connection", "close");
    }
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }
}
