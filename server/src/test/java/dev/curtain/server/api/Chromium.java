package dev.curtain.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.curtain.server.traffic.Load;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real browser, played by a script of {@code web/test}. */
final class Chromium {
  static final Path WEB =
      Path.of(System.getProperty("curtain.root"), "web").toAbsolutePath().normalize();

  private Chromium() {}

  /** Where it is; whoever has none, or not its driver, is told what is missing. */
  static String installed() {
    assumeTrue(
        Files.isDirectory(WEB.resolve("node_modules/playwright-core")),
        "the browser's driver is not installed: dev/web --test-tools");
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst()
        .orElseGet(() -> Assumptions.abort("no Chromium: apt-get install chromium"));
  }

  /**
   * Plays a script to its end.
   *
   * @return what it said
   */
  static String play(String script, ApiServer server, Path home, Duration atMost, String... more)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add("node");
    command.add(WEB.resolve("test/" + script).toString());
    command.add(server.url() + "/");
    command.add(installed());
    command.addAll(List.of(more));
    // -Dcurtain.shots=DIRECTORY: screenshots of every screen, for the docs.
    Optional.ofNullable(System.getProperty("curtain.shots")).ifPresent(command::add);
    Path output = home.resolve("browser.log");
    Process browser =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = browser.waitFor(atMost.toSeconds(), TimeUnit.SECONDS);
    browser.destroyForcibly();
    String said = Files.readString(output);
    assertThat(ended).as("the browser hangs; so far:%n%s", said).isTrue();
    assertThat(browser.exitValue()).as(said).isZero();
    return said;
  }

  /** Users of every service. */
  static Load load(Backstage backstage) {
    InetSocketAddress router = new InetSocketAddress("127.0.0.1", backstage.router.port());
    List<Load.Target> targets =
        backstage.engine.services().stream()
            .map(service -> backstage.engine.address(service.element()).orElseThrow())
            .map(at -> new Load.Target(at.host().orElse("localhost"), at.path(), 1))
            .toList();
    return Load.of(router, targets, 200, 150, 1);
  }
}
