package dev.curtain.router;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A router in another process on this machine, by its control port. */
public final class RemoteRouter implements RouterControl {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);

  private final String base;
  private final ControlToken token;
  private final HttpClient client;

  private RemoteRouter(InetSocketAddress control, ControlToken token) {
    this.token = token;
    base = "http://" + Listening.text(control);
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(CONNECT_LIMIT)
            .build();
  }

  /**
   * Connects upon the first order, not before.
   *
   * @param control where the router takes orders
   * @param tokenFile the file that the router was started with
   * @throws IOException if the token cannot be read
   */
  public static RemoteRouter at(InetSocketAddress control, Path tokenFile) throws IOException {
    return new RemoteRouter(control, ControlToken.read(tokenFile));
  }

  @Override
  public Measures apply(RouteTable table) throws IOException {
    byte[] json = Json.MAPPER.writeValueAsBytes(table);
    HttpResponse<byte[]> response =
        send(request(RouterServer.TABLE).PUT(BodyPublishers.ofByteArray(json)).build());
    if (response.statusCode() == 409) {
      throw new StaleEpochException(table.epoch(), error(response).path("inForce").asLong());
    }
    return read(response, Measures.class);
  }

  @Override
  public Measures measures() throws IOException {
    return read(send(request(RouterServer.MEASURES).GET().build()), Measures.class);
  }

  @Override
  public List<SlowRequest> slow() throws IOException {
    return List.of(read(send(request(RouterServer.SLOW).GET().build()), SlowRequest[].class));
  }

  /** The table in force. */
  public RouteTable table() throws IOException {
    return read(send(request(RouterServer.TABLE).GET().build()), RouteTable.class);
  }

  /**
   * Asks the process to let requests in flight finish and to end. Returns once it has agreed.
   *
   * @param limit longest wait for requests in flight
   */
  public void shutdown(Duration limit) throws IOException {
    String order = RouterServer.SHUTDOWN + "?limitMillis=" + limit.toMillis();
    HttpResponse<byte[]> response = send(request(order).POST(BodyPublishers.noBody()).build());
    if (response.statusCode() != 202) {
      throw refused(response);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(ANSWER_LIMIT)
        .header("Authorization", token.header());
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
    try {
      try {
        return client.send(request, BodyHandlers.ofByteArray());
      } catch (HttpTimeoutException silent) {
        throw silent;
      } catch (IOException lost) {
        // The connection may have rested too long. Every order may be given twice: an epoch that
        // is in force already changes nothing.
        return client.send(request, BodyHandlers.ofByteArray());
      }
    } catch (IOException failure) {
      throw new IOException(
          "the router cannot be reached at " + base + ": " + reason(failure), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the router at " + base + " was asked", interrupted);
    }
  }

  private static String reason(IOException failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private <T> T read(HttpResponse<byte[]> response, Class<T> type) throws IOException {
    if (response.statusCode() != 200) {
      throw refused(response);
    }
    try {
      return Json.MAPPER.readValue(response.body(), type);
    } catch (JacksonException unreadable) {
      throw new IOException(base + " answered with no " + type.getSimpleName(), unreadable);
    }
  }

  private IOException refused(HttpResponse<byte[]> response) {
    String message = error(response).path("message").asString("no reason given");
    return new IOException("the router at " + base + " refused: " + message);
  }

  private static JsonNode error(HttpResponse<byte[]> response) {
    try {
      return Json.MAPPER.readTree(response.body());
    } catch (JacksonException unreadable) {
      return Json.MAPPER.createObjectNode().put("message", "status " + response.statusCode());
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
