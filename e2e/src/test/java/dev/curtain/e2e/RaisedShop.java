package dev.curtain.e2e;

import dev.curtain.runtime.FreePorts;
import dev.curtain.server.api.ApiClient;
import dev.curtain.server.document.RolloutDocument;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The shop, raised for real under a home of its own; its controller can be killed and started
 * again.
 */
final class RaisedShop implements AutoCloseable {
  private static final String SLOWLY = "canary { steps [50, 100] } deployment_strategy \"canary\"";
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int LAST_LINES = 40;

  final Path home;
  final Path model;
  final int users;
  private final Path output;
  private final List<String> options;
  private final Map<String, String> environment;
  private int port;
  private Process controller;
  private Optional<Process> standby = Optional.empty();
  private int standbyPort;

  private RaisedShop(
      Path home,
      Path model,
      int users,
      int port,
      Map<String, String> environment,
      List<String> options)
      throws IOException {
    this.home = home;
    this.model = model;
    this.users = users;
    this.port = port;
    this.environment = environment;
    this.options = options;
    this.output = home.resolve("up.log");
    this.controller = begin(port);
  }

  /** Raises the shop with quick steps, so that a rollout takes seconds. */
  static RaisedShop raise(String... options) throws IOException {
    return changing(SLOWLY, options);
  }

  /**
   * The same with another program for the versions of {@code Shop.API}.
   *
   * @param release as in {@link #changing}
   * @param environment of the controller, besides the test's own
   */
  static RaisedShop raiseRunning(String program, String release, Map<String, String> environment)
      throws IOException {
    return raise(program, release, environment);
  }

  /**
   * As {@link #raise}, with other words about how the shop changes.
   *
   * @param release in the model's language
   */
  static RaisedShop changing(String release, String... options) throws IOException {
    return raise(program(), release, Map.of(), options);
  }

  /** Runs a version of the shop. */
  static String program() {
    Path jars = Curtain.root().resolve("examples/shop/target");
    if (!Files.exists(jars.resolve("shop-api-v1.jar"))) {
      throw new IllegalStateException(
          jars + " has no shop-api-v1.jar: ./mvnw -q -B package -pl examples/shop -am");
    }
    return "java -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar "
        + jars
        + "/shop-api-{version}.jar --port {port}";
  }

  private static RaisedShop raise(
      String program, String release, Map<String, String> environment, String... options)
      throws IOException {
    return raiseModel(
        users ->
            """
            Shop = system "Shop" {
              API = container "API" {
                run "%s"
                ready "/readyz"
              }
            }
            deployment Local "This machine" {
              listen "127.0.0.1:%d"
              node Machine "This machine" {
                containerInstance Shop.API {
                  replicas 2
                  version "v1"
                  %s
                  auto_rollback { error_rate "> 1%%" latency_p95 "> 1s" trigger_time "2 seconds" }
                }
              }
            }
            """
                .formatted(program, users, release),
        environment,
        options);
  }

  /**
   * Raises another model of the shop.
   *
   * @param text the model, given the port that users come in at
   */
  static RaisedShop raiseModel(IntFunction<String> text, String... options) throws IOException {
    return raiseModel(text, Map.of(), options);
  }

  private static RaisedShop raiseModel(
      IntFunction<String> text, Map<String, String> environment, String... options)
      throws IOException {
    FreePorts ports = new FreePorts(new SplittableRandom(ProcessHandle.current().pid()));
    int users = ports.next();
    Path home = Files.createTempDirectory("curtain-e2e");
    Path model = home.resolve("shop.sruja");
    Files.writeString(model, text.apply(users));
    RaisedShop shop =
        new RaisedShop(home, model, users, ports.next(), environment, List.of(options));
    shop.awaitUp();
    shop.awaitReady();
    return shop;
  }

  private Process begin(int at) throws IOException {
    ProcessBuilder up =
        Curtain.command(
            with("up", model.toString(), "--port", String.valueOf(at)).toArray(String[]::new));
    up.environment().putAll(environment);
    return up.redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
  }

  private List<String> with(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--home", home.resolve("state").toString()));
    all.addAll(options);
    return all;
  }

  /** A second controller, which waits for the first one's end. */
  void standBy() throws IOException {
    standbyPort = new FreePorts(new SplittableRandom(port)).next();
    long said = said("standing by");
    standby = Optional.of(begin(standbyPort));
    await("a second controller stands by", () -> said("standing by") > said);
  }

  private long said(String words) throws IOException {
    return Files.readAllLines(output).stream().filter(line -> line.contains(words)).count();
  }

  /** The second controller is the one from now on; returns when it answers. */
  void succeed() {
    controller = standby.orElseThrow();
    port = standbyPort;
    awaitUp();
  }

  /** The controller dies without a word. */
  void kill() throws InterruptedException {
    controller.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
  }

  void restart() throws IOException {
    controller = begin(port);
    awaitUp();
  }

  /** Where the controller's API listens. */
  int port() {
    return port;
  }

  ApiClient api() {
    return new ApiClient(URI.create("http://127.0.0.1:" + port), Optional.empty());
  }

  private void awaitUp() {
    await(
        "the controller answers",
        () -> {
          if (!controller.isAlive()) {
            throw new AssertionError("the controller ended: " + Files.readString(output));
          }
          try (ApiClient api = api()) {
            return api.alive();
          }
        });
  }

  private void awaitReady() {
    await(
        "every replica is ready",
        () -> {
          try (ApiClient api = api()) {
            return api.status().services().stream()
                .flatMap(service -> service.tracks().stream())
                .allMatch(track ->
                    track.replicas().wanted() > 0
                        && track.replicas().ready() == track.replicas().wanted());
          }
        });
  }

  /** The latest rollout as it is now. */
  RolloutDocument latest() throws Exception {
    try (ApiClient api = api()) {
      return api.history(Optional.empty()).rollouts().getFirst();
    }
  }

  /** Waits for what must become true; in vain it tells what the controller was at. */
  void await(String what, Callable<Boolean> so) {
    try {
      Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(so);
    } catch (ConditionTimeoutException late) {
      throw new AssertionError("not within " + PATIENCE + ": " + what + "\n" + standing(), late);
    }
  }

  private String standing() {
    String now;
    try {
      now = "the latest rollout: " + latest();
    } catch (Exception e) {
      now = "no rollout can be asked for: " + e;
    }
    try {
      List<String> lines = Files.readAllLines(output);
      int from = Math.max(0, lines.size() - LAST_LINES);
      return now + "\n" + String.join("\n", lines.subList(from, lines.size()));
    } catch (IOException e) {
      return now + "\n" + output + ": " + e;
    }
  }

  /** Waits until the latest rollout is in one of these phases. */
  RolloutDocument awaitPhase(String... phases) {
    RolloutDocument[] latest = new RolloutDocument[1];
    await(
        "rollout in " + List.of(phases),
        () -> {
          latest[0] = latest();
          return List.of(phases).contains(latest[0].phase());
        });
    return latest[0];
  }

  @Override
  public void close() throws IOException {
    // One that still waits for its turn would take over what is taken down here.
    standby
        .filter(waiting -> !waiting.equals(controller))
        .ifPresent(waiting -> waiting.destroyForcibly().onExit().join());
    Curtain.Said down =
        Curtain.run(with("down", "--port", String.valueOf(port)).toArray(String[]::new));
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
