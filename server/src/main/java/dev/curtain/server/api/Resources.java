package dev.curtain.server.api;

import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is served as it lies in the jar: the dashboard (built from {@code web/}) and the description
 * of the API.
 */
final class Resources {
  private record Resource(String path, String file, String type) {
    Endpoint endpoint() {
      byte[] content = read(file);
      return Endpoint.get(path, (_, response) -> send(response, content));
    }

    private void send(ServerResponse response, byte[] content) {
      response.header("Content-Type", type);
      response.send(content);
    }
  }

  private static final List<Resource> ALL =
      List.of(
          new Resource("/", "web/index.html", "text/html; charset=utf-8"),
          new Resource("/curtain.js", "web/curtain.js", "text/javascript; charset=utf-8"),
          new Resource("/curtain.css", "web/curtain.css", "text/css; charset=utf-8"),
          new Resource("/favicon.svg", "web/favicon.svg", "image/svg+xml"),
          new Resource("/api/openapi.json", "openapi.json", "application/json"));

  /** Answered without a token: these say nothing of what runs, and a prober has none. */
  static final Set<String> OPEN =
      java.util.stream.Stream.concat(
              ALL.stream().map(Resource::path), java.util.stream.Stream.of("/healthz", "/readyz"))
          .collect(Collectors.toUnmodifiableSet());

  private Resources() {}

  static List<Endpoint> endpoints() {
    return ALL.stream().map(Resource::endpoint).toList();
  }

  private static byte[] read(String file) {
    try (InputStream in = Resources.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not in the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
