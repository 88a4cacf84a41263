package dev.curtain.runtime.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A service for the tests to run: {@code PORT VERSION REPLICA [deaf|broken]}. Deaf, it does not end
 * when asked to; broken, it ends at once.
 */
final class SmallService {
  private SmallService() {}

  public static void main(String[] arguments) throws IOException {
    String mode = arguments.length > 3 ? arguments[3] : "";
    if (mode.equals("broken")) {
      System.err.println("configuration: missing (expected: a file)");
      System.exit(9);
    }
    if (mode.equals("deaf")) {
      Runtime.getRuntime().addShutdownHook(new Thread(SmallService::forEver));
    }
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])),
            50);
    server.createContext("/", exchange -> answer(exchange, arguments));
    server.start();
    System.out.println("listening on " + arguments[0]);
  }

  private static void forEver() {
    synchronized (SmallService.class) {
      while (true) {
        try {
          SmallService.class.wait();
        } catch (InterruptedException ignored) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private static void answer(HttpExchange exchange, String[] arguments) throws IOException {
    byte[] body =
        String.join(
                " ",
                arguments[1],
                arguments[2],
                Long.toString(ProcessHandle.current().pid()),
                String.valueOf(System.getenv("GREETING")),
                System.getProperty("user.dir"))
            .getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
