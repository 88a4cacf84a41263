package dev.curtain.cli;

import dev.curtain.rollout.Shares;
import dev.curtain.server.api.ApiClient;
import dev.curtain.server.api.ApiRefused;
import dev.curtain.server.api.ApiUnreachable;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.FailoverDocument;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code curtain failover PATH REGION}: the others carry a region's traffic. */
@Command(
    name = "failover",
    mixinStandardHelpOptions = true,
    description = {
      "Move a region's traffic to the others: they grow to it first, then the route changes.",
      "Without REGION: which regions there are, and whether the others could carry each."
    },
    footer = {
      "",
      "Examples:",
      "  curtain failover Shop.API us-east --reason 'the provider has an incident'",
      "  curtain failover Shop.API --back"
    })
final class FailoverCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(100);

  @Mixin private final Settings settings;
  @Mixin private Client client = new Client();
  @Mixin private Commands.Output output = new Commands.Output();

  @Parameters(index = "0", paramLabel = "PATH", description = "The service, as in Shop.API.")
  private String service = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "REGION",
      description = "The one that is to be left out.")
  private Optional<String> region = Optional.empty();

  @Option(names = "--back", description = "The region that is left out serves again.")
  private boolean back;

  @Option(
      names = "--now",
      description = "The route first: whatever the others can carry, without waiting for them.")
  private boolean now;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept in the log.")
  private String reason = "";

  FailoverCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (back && region.isPresent()) {
      throw Failure.usage("--back takes no REGION: it is the one that is left out");
    }
    FailoverDocument after = client.ask(this::carryOut);
    if (output.json()) {
      settings.screen().line(Documents.pretty(after));
    } else {
      print(after);
    }
    boolean done = region.isEmpty() || after.away() != null;
    return done ? ExitCode.GOOD : ExitCode.NO;
  }

  private FailoverDocument carryOut(ApiClient api)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    String who = Client.who(settings);
    if (back) {
      return api.regions().comeBack(service, who, reason);
    }
    if (region.isEmpty()) {
      return api.regions().of(service);
    }
    FailoverDocument document = api.regions().leave(service, region.get(), now, who, reason);
    while (document.away() != null && document.away().stage().equals("preparing")) {
      Thread.sleep(POLL);
      document = api.regions().of(service);
    }
    return document;
  }

  private void print(FailoverDocument document) {
    Screen screen = settings.screen();
    FailoverDocument.AwayDocument away = document.away();
    for (FailoverDocument.RegionDocument each : document.regions()) {
      screen.line(
          "  %-16s %7s  %d of at most %d replicas  %s"
              .formatted(
                  each.region(),
                  Shares.percent(each.share()),
                  each.replicas(),
                  each.most(),
                  away != null && away.region().equals(each.region())
                      ? away.stage() + " since " + away.since()
                      : each.without()));
    }
    if (region.isPresent() && away == null) {
      screen.line(region.get() + " serves on: the others did not grow; curtain status");
    }
  }
}
