package dev.curtain.cli;

import dev.curtain.server.api.ApiClient;
import dev.curtain.server.api.ApiRefused;
import dev.curtain.server.api.ApiUnreachable;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.DrillDocument;
import dev.curtain.server.document.RolloutDocument;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code curtain drill rollback|failover PATH}: the way back or over, tried under live traffic and
 * timed.
 */
@Command(
    name = "drill",
    mixinStandardHelpOptions = true,
    description = {
      "Try the way back (rollback) or over (failover) on purpose, under live traffic: the serving"
          + " version takes over from itself on fresh replicas and is taken back by route; or a"
          + " region's traffic goes to the others and comes back.",
      "Exit 0 when that was quick enough and lost no request, 1 otherwise; kept as evidence."
    },
    footer = {
      "",
      "Examples:",
      "  curtain drill rollback Shop.API",
      "  curtain drill failover Shop.API --region us-east --within 2m"
    })
final class DrillCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(200);

  private static final int POLLS_FOR_EVIDENCE = 50;

  @Mixin private final Settings settings;
  @Mixin private Client client = new Client();
  @Mixin private Commands.Output output = new Commands.Output();

  @Parameters(index = "0", paramLabel = "KIND", description = "rollback or failover.")
  private String kind = "";

  @Parameters(index = "1", paramLabel = "PATH", description = "The service, as in Shop.API.")
  private String service = "";

  @Option(
      names = "--within",
      paramLabel = "TIME",
      description = "How long it may take (rollback 30s; failover what the model says, else 15m).")
  private Optional<String> within = Optional.empty();

  @Option(names = "--region", paramLabel = "NAME", description = "The one that is left out.")
  private Optional<String> region = Optional.empty();

  DrillCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    DrillDocument.Evidence drill = client.ask(this::carryOut);
    settings
        .screen()
        .line(
            output.json()
                ? Documents.pretty(drill)
                : service + ": " + (drill.held() ? "held" : "did not hold") + ", " + drill.words());
    return drill.held() ? ExitCode.GOOD : ExitCode.NO;
  }

  private DrillDocument.Evidence carryOut(ApiClient api)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    int before = api.drills(service).drills().size();
    if (kind.equals("failover")) {
      return failover(api, before);
    }
    RolloutDocument begun = api.drill(service, kind, within.orElse("30s"));
    String told = "";
    int overdue = 0;
    while (overdue < POLLS_FOR_EVIDENCE) {
      DrillDocument now = api.drills(service);
      if (now.drills().size() > before) {
        return now.drills().getFirst();
      }
      RolloutDocument rollout = api.show(begun.id()).rollout();
      if (!rollout.phase().equals(told)) {
        told = rollout.phase();
        settings.screen().message(begun.id() + ": " + told.replace('_', ' '));
      }
      if (rollout.endedAt() != null) {
        overdue++;
      }
      Thread.sleep(POLL);
    }
    throw Failure.couldNot(
        begun.id() + " has ended without evidence: was its controller restarted meanwhile?",
        new IllegalStateException(begun.id()));
  }

  private DrillDocument.Evidence failover(ApiClient api, int before)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    String out =
        region.orElseThrow(() ->
            Failure.usage(
                "--region is missing; curtain failover " + service + " lists what there is"));
    api.regions().drill(service, out, within);
    int overdue = 0;
    while (overdue < POLLS_FOR_EVIDENCE) {
      DrillDocument now = api.drills(service);
      if (now.drills().size() > before) {
        return now.drills().getFirst();
      }
      if (api.regions().of(service).away() == null) {
        overdue++;
      }
      Thread.sleep(POLL);
    }
    throw Failure.couldNot(
        "the failover drill of "
            + service
            + " has left no evidence: was its controller restarted meanwhile?",
        new IllegalStateException(service));
  }
}
