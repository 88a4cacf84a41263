package dev.curtain.cli;

import dev.curtain.server.api.ApiClient;
import dev.curtain.server.api.ApiRefused;
import dev.curtain.server.api.ApiUnreachable;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.GoingDownDocument;
import dev.curtain.server.engine.Refused;
import dev.curtain.server.log.LogFailure;
import dev.curtain.server.site.Home;
import dev.curtain.server.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code curtain down}: ends everything that {@code up} raised, also where its controller is gone.
 */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "End everything that up raised, whether its controller still runs or not.",
    footer = {"", "Examples:", "  curtain down", "  curtain down --home /tmp/shop --port 4800"})
final class DownCommand implements Callable<Integer> {
  private static final Duration WITHIN = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(50);

  @Mixin private final Settings settings;
  @Mixin private Client client = new Client();
  @Mixin private Commands.Output output = new Commands.Output();

  @Mixin private SharedLog log = new SharedLog();

  DownCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<GoingDownDocument> told = byServer();
    GoingDownDocument answer = told.isPresent() ? told.get() : withoutServer();
    settings
        .screen()
        .line(output.json() ? Documents.pretty(answer) : "down: nothing of it runs any more");
    return ExitCode.GOOD;
  }

  /** Empty where no controller runs. */
  private Optional<GoingDownDocument> byServer() throws InterruptedException {
    Optional<ApiClient> found = client.find();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (ApiClient api = found.get()) {
      return api.alive() ? Optional.of(byServer(api)) : Optional.empty();
    } catch (ApiUnreachable e) {
      throw Failure.couldNot(String.valueOf(e.getMessage()), e);
    } catch (ApiRefused e) {
      throw Client.refused(e);
    }
  }

  private static GoingDownDocument byServer(ApiClient api)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    GoingDownDocument answer = api.down();
    long deadline = System.nanoTime() + WITHIN.toNanos();
    while (api.alive()) {
      if (System.nanoTime() > deadline) {
        throw Failure.couldNot(
            "it is still going down after " + WITHIN.toMinutes() + " min", new IOException("slow"));
      }
      Thread.sleep(POLL);
    }
    return answer;
  }

  /** The controller is gone, what it raised is not: a controller for a moment takes it down. */
  private GoingDownDocument withoutServer() throws InterruptedException {
    Home where = client.home();
    // As far as this machine can tell: what a shared log has, it does not know without asking.
    boolean used = !log.address(settings).isEmpty() || Files.exists(where.log());
    if (!used) {
      throw Failure.no(
          "nothing is raised under " + where.directory() + ", and no controller answers",
          new IllegalStateException("nothing raised"));
    }
    try (Site site =
        Site.open(
            where,
            log.journal(settings),
            Optional.empty(),
            Launcher.command(),
            InstantSource.system(),
            trouble -> settings.screen().message("curtain: " + trouble))) {
      String model =
          site.engine().ledger().world().raised().map(raised -> raised.file()).orElse(null);
      site.down();
      return new GoingDownDocument(true, model);
    } catch (Refused e) {
      throw Failure.no(String.valueOf(e.getMessage()), e);
    } catch (IOException | LogFailure e) {
      throw Failure.couldNot(String.valueOf(e.getMessage()), e);
    }
  }
}
