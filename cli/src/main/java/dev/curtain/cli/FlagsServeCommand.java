package dev.curtain.cli;

import dev.curtain.flags.InvalidFlags;
import dev.curtain.server.ofrep.Access;
import dev.curtain.server.ofrep.FlagFile;
import dev.curtain.server.ofrep.Limit;
import dev.curtain.server.ofrep.OfrepServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code curtain flags serve FILE}: OFREP over a definition, and nothing else. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Serve a flagd definition over OFREP on loopback; read again when the file changes.",
      "With $CURTAIN_FLAGS_TOKEN set, clients have to send it."
    },
    footer = {
      "",
      "Examples:",
      "  curtain flags serve flags.json",
      "  curtain flags serve flags.json --port 8016"
    })
final class FlagsServeCommand implements Callable<Integer> {
  /** Where flagd listens for OFREP as well. */
  private static final int PORT = 8016;

  private static final Duration BEAT = Duration.ofMillis(50);

  @Mixin private final Settings settings;

  @Option(names = "--port", paramLabel = "N", description = "Port (default 8016; 0: any free one).")
  private int port = PORT;

  @Option(
      names = "--origin",
      paramLabel = "URL",
      description = "A page that may ask from a browser, as https://shop.example; repeatable.")
  private Set<String> origins = Set.of();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Requests a second of one client; more are answered with 429.")
  private Optional<Integer> limit = Optional.empty();

  @Parameters(paramLabel = "FILE", description = "A flagd definition.")
  private String file = "";

  FlagsServeCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > 65_535) {
      throw Failure.usage("--port " + port + " (expected: 0..65535)");
    }
    Screen screen = settings.screen();
    Optional<String> token =
        Optional.ofNullable(settings.environment().get("CURTAIN_FLAGS_TOKEN"))
            .filter(text -> !text.isEmpty());
    if (limit.filter(each -> each < 1).isPresent()) {
      throw Failure.usage("--limit " + limit.get() + " (expected: 1 or more)");
    }
    Access access =
        new Access(true, token, origins, limit.map(each -> new Limit(each, System::nanoTime)));
    FlagFile source = open(screen);
    try (source;
        OfrepServer server = OfrepServer.start(source, port, access, InstantSource.system())) {
      screen.line(
          source.current().flags().flags().size() + " flags at " + server.url() + "/ofrep/v1");
      source
          .current()
          .flags()
          .warnings()
          .forEach(each -> screen.message(file + ": warning: " + each));
      new CountDownLatch(1).await();
      return ExitCode.GOOD;
    } catch (IOException e) {
      throw Failure.couldNot(String.valueOf(e.getMessage()), e);
    }
  }

  private FlagFile open(Screen screen) {
    try {
      return FlagFile.open(Path.of(file), BEAT, screen::message);
    } catch (IOException e) {
      throw FlagsCommand.unreadable(file, e);
    } catch (InvalidFlags e) {
      throw FlagsCommand.refused(file, e);
    }
  }
}
