package dev.curtain.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * In front of a controller: passes on what is asked, but whoever wants to follow what happens is
 * let through only when the test says so.
 */
final class LateStream implements AutoCloseable {
  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final CountDownLatch mayFollow = new CountDownLatch(1);
  private final int controller;

  LateStream(int controller) throws IOException {
    this.controller = controller;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::pass);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  void letFollow() {
    mayFollow.countDown();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      URI wanted = exchange.getRequestURI();
      if (wanted.getPath().endsWith("/events")) {
        mayFollow.await();
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + controller + wanted));
      Optional.ofNullable(exchange.getRequestHeaders().getFirst("last-event-id"))
          .ifPresent(id -> request.header("last-event-id", id));
      HttpResponse<InputStream> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      exchange.sendResponseHeaders(answer.statusCode(), 0);
      try (InputStream in = answer.body();
          OutputStream out = exchange.getResponseBody()) {
        byte[] some = new byte[8_192];
        for (int read = in.read(some); read >= 0; read = in.read(some)) {
          out.write(some, 0, read);
          out.flush();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    mayFollow.countDown();
    server.stop(0);
    http.shutdownNow();
  }
}
