package dev.curtain.cli;

import dev.curtain.rollout.TrackSpec;
import dev.curtain.server.api.ApiClient;
import dev.curtain.server.api.ApiRefused;
import dev.curtain.server.api.ApiUnreachable;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.RolloutDocument;
import dev.curtain.server.document.WayBackDocument;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code curtain rollback PATH}: the previous version is back by a change of route. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description =
        "Put the previous version of a service back, by a change of route, while it is warm.",
    footer = {
      "",
      "Examples:",
      "  curtain rollback Shop.API --dry-run",
      "  curtain rollback Shop.API --reason 'checkout is slow'"
    })
final class RollbackCommand implements Callable<Integer> {
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(10);

  @Mixin private final Settings settings;
  @Mixin private Client client = new Client();
  @Mixin private Commands.Output output = new Commands.Output();

  @Parameters(paramLabel = "PATH", description = "The service, as in Shop.API.")
  private String service = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept with the record.")
  private String reason = "";

  @Option(names = "--dry-run", description = "Only say what it would do now: nothing is done.")
  private boolean dryRun;

  RollbackCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (dryRun) {
      return wouldDo();
    }
    RolloutDocument back =
        client.ask(api -> untilBack(api, api.rollback(service, Client.who(settings), reason)));
    if (output.json()) {
      settings.screen().line(Documents.pretty(back));
    }
    if (back.rollbackMillis() == null) {
      throw Failure.couldNot(
          "the rollback is decided and on record, but the router has not acknowledged the route"
              + " yet; curtain show "
              + back.id(),
          new IllegalStateException(back.phase()));
    }
    if (!output.json()) {
      settings
          .screen()
          .line(
              service
                  + ": "
                  + (back.from() == null ? TrackSpec.UNVERSIONED : back.from())
                  + " has everything again, "
                  + back.rollbackMillis()
                  + " ms after it was asked for");
    }
    return ExitCode.GOOD;
  }

  /** Good where a rollback would be done. */
  private int wouldDo() throws InterruptedException {
    Screen screen = settings.screen();
    WayBackDocument back = client.ask(api -> api.looks().wayBack(service));
    if (output.json()) {
      screen.line(Documents.pretty(back));
    } else {
      screen.line(service + ": " + back.sentence() + ".");
      back.configuration()
          .forEach(each -> screen.line("  would run otherwise: " + each.describe()));
    }
    return back.how().equals("route") || back.how().equals("restore") ? ExitCode.GOOD : ExitCode.NO;
  }

  private static RolloutDocument untilBack(ApiClient api, RolloutDocument asked)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    long deadline = System.nanoTime() + WITHIN.toNanos();
    RolloutDocument now = asked;
    while (now.rollbackMillis() == null && System.nanoTime() < deadline) {
      Thread.sleep(POLL);
      now = api.show(asked.id()).rollout();
    }
    return now;
  }
}
