package dev.curtain.openfeature;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/** The few calls to the server. */
final class Wire implements AutoCloseable {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  private final Options options;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();

  Wire(Options options) {
    this.options = options;
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(options.server() + path))
            .header("Curtain-Client", options.client());
    options.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    return request;
  }

  /** The definition in force there. */
  String definition() throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            request("/ofrep/v1/definition").timeout(ANSWER_WITHIN).build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          options.server() + ": " + response.statusCode() + " " + response.body().strip());
    }
    return response.body();
  }

  /** Posts JSON; the status of the answer. */
  int post(String path, String json) throws IOException, InterruptedException {
    return http.send(
            request(path)
                .timeout(ANSWER_WITHIN)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** Gives the data of each event until the stream ends, which is an error. */
  void events(Consumer<String> data) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http.send(
            request("/ofrep/v1/events").header("accept", "text/event-stream").build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      if (response.statusCode() != 200) {
        throw new IOException(options.server() + ": " + response.statusCode());
      }
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data:")) {
          data.accept(line.substring(5).strip());
        }
      }
    }
    throw new IOException(options.server() + ": the stream of changes ended");
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
