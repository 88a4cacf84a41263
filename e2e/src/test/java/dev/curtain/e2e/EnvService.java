package dev.curtain.e2e;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A service that answers with what it was started with, and with the rollout that the router says
 * has brought it: {@code VERSION PORT}.
 */
final class EnvService {
  private EnvService() {}

  public static void main(String[] args) throws IOException {
    String own = args[0] + " " + System.getenv("LEVEL") + " " + System.getenv("KEY") + " ";
    HttpServer server =
        HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[1])), 0);
    server.createContext(
        "/",
        exchange -> {
          String by = exchange.getRequestHeaders().getFirst("x-curtain-deployment");
          byte[] answer = (own + (by == null ? "raised" : by)).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }
}
