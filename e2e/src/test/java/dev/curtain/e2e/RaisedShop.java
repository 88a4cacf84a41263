package dev.curtain.e2e;

import static org.awaitility.Awaitility.await;

import dev.curtain.runtime.FreePorts;
import dev.curtain.server.api.ApiClient;
import dev.curtain.server.document.HistoryDocument;
import dev.curtain.server.document.RolloutDocument;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The shop, raised for real under a home of its own; its controller can be killed and started
 * again.
 */
final class RaisedShop implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final Path home;
  final Path model;
  final int users;
  final int port;
  private final Path output;
  private Process controller;

  private RaisedShop(Path home, Path model, int users, int port) throws IOException {
    this.home = home;
    this.model = model;
    this.users = users;
    this.port = port;
    this.output = home.resolve("up.log");
    this.controller = begin();
  }

  /** Raises the shop with quick steps, so that a rollout takes seconds. */
  static RaisedShop raise() throws IOException {
    FreePorts ports = new FreePorts(new SplittableRandom(ProcessHandle.current().pid()));
    int users = ports.next();
    Path home = Files.createTempDirectory("curtain-e2e");
    Path jars = Curtain.root().resolve("examples/shop/target");
    Path model = home.resolve("shop.sruja");
    Files.writeString(
        model,
        """
        Shop = system "Shop" {
          API = container "API" {
            run "java -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar %s/shop-api-{version}.jar --port {port}"
            ready "/readyz"
          }
        }
        deployment Local "This machine" {
          listen "127.0.0.1:%d"
          node Machine "This machine" {
            containerInstance Shop.API {
              replicas 2
              version "v1"
              canary { steps [50, 100] }
              deployment_strategy "canary"
              auto_rollback { error_rate "> 1%%" latency_p95 "> 1s" trigger_time "2 seconds" }
            }
          }
        }
        """
            .formatted(jars, users));
    RaisedShop shop = new RaisedShop(home, model, users, ports.next());
    shop.awaitUp();
    shop.awaitReady();
    return shop;
  }

  private Process begin() throws IOException {
    return Curtain.command(
            "up",
            model.toString(),
            "--home",
            home.resolve("state").toString(),
            "--port",
            String.valueOf(port))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
  }

  /** The controller dies without a word. */
  void kill() throws InterruptedException {
    controller.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
  }

  void restart() throws IOException {
    controller = begin();
    awaitUp();
  }

  ApiClient api() {
    return new ApiClient(URI.create("http://127.0.0.1:" + port), Optional.empty());
  }

  private void awaitUp() {
    await("the controller answers; " + output)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> {
          if (!controller.isAlive()) {
            throw new AssertionError("the controller ended: " + Files.readString(output));
          }
          try (ApiClient api = api()) {
            return api.alive();
          }
        });
  }

  private void awaitReady() {
    await("every replica is ready; " + output)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> {
          try (ApiClient api = api()) {
            return api.status().services().stream()
                .flatMap(service -> service.tracks().stream())
                .allMatch(track ->
                    track.replicas().wanted() > 0
                        && track.replicas().ready() == track.replicas().wanted());
          }
        });
  }

  /** Waits until the latest rollout is in one of these phases. */
  RolloutDocument awaitPhase(String... phases) {
    RolloutDocument[] latest = new RolloutDocument[1];
    await("rollout in " + List.of(phases))
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> {
          try (ApiClient api = api()) {
            HistoryDocument history = api.history(Optional.empty());
            latest[0] = history.rollouts().getFirst();
            return List.of(phases).contains(latest[0].phase());
          }
        });
    return latest[0];
  }

  @Override
  public void close() throws IOException {
    Curtain.Said down =
        Curtain.run(
            "down", "--home", home.resolve("state").toString(), "--port", String.valueOf(port));
    controller.destroyForcibly().onExit().join();
    if (down.exitCode() != 0) {
      throw new AssertionError(down.all());
    }
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
