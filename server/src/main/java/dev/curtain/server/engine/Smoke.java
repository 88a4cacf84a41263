package dev.curtain.server.engine;

import dev.curtain.server.world.ReplicaState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks replicas something simple before any user does. */
final class Smoke {
  private static final Duration WITHIN = Duration.ofSeconds(5);

  /** The first replica that does not answer 2xx, in a sentence; empty where all do. */
  Optional<String> failed(List<ReplicaState> replicas, String path) throws InterruptedException {
    if (replicas.isEmpty()) {
      return Optional.of("no replica is ready");
    }
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(WITHIN).build()) {
      for (ReplicaState replica : replicas) {
        URI uri = URI.create("http://127.0.0.1:" + replica.spec().port() + path);
        try {
          HttpResponse<Void> response =
              client.send(
                  HttpRequest.newBuilder(uri).timeout(WITHIN).build(),
                  HttpResponse.BodyHandlers.discarding());
          if (response.statusCode() / 100 != 2) {
            return Optional.of(
                replica.spec().id() + " answered " + path + " with " + response.statusCode());
          }
        } catch (IOException e) {
          return Optional.of(replica.spec().id() + " did not answer " + path + ": " + e);
        }
      }
    }
    return Optional.empty();
  }
}
