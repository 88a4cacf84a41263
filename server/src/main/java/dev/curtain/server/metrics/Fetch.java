package dev.curtain.server.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One GET, bounded in time and size. */
final class Fetch implements AutoCloseable {
  private static final Duration WITHIN = Duration.ofSeconds(5);
  private static final int MOST_BYTES = 4 << 20;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(WITHIN).build();

  String get(String url) throws SourceFailure, InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(WITHIN).build();
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        byte[] bytes = body.readNBytes(MOST_BYTES + 1);
        if (response.statusCode() / 100 != 2) {
          throw new SourceFailure(place(url) + " answered " + response.statusCode());
        }
        if (bytes.length > MOST_BYTES) {
          throw new SourceFailure(place(url) + " answered more than 4 MiB");
        }
        return new String(bytes, StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new SourceFailure(place(url) + " cannot be reached: " + why);
    } catch (IllegalArgumentException e) {
      throw new SourceFailure(url + " is no address: " + e.getMessage());
    }
  }

  /** Without the query, which is long, and without what may be a password. */
  private static String place(String url) {
    return url.replaceFirst("\\?.*", "").replaceFirst("//[^/@]*@", "//");
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
