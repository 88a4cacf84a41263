package dev.curtain.cli;

import dev.curtain.rollout.RolloutEvent;
import dev.curtain.server.api.ApiClient;
import dev.curtain.server.api.ApiRefused;
import dev.curtain.server.api.ApiUnreachable;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.RolloutDocument;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code curtain retry|check|outcome ROLLOUT} and {@code curtain undo PATH}. */
@Command(mixinStandardHelpOptions = true)
abstract sealed class ControlCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private Client client = new Client();
  @Mixin private Commands.Output output = new Commands.Output();

  private ControlCommand(Settings settings) {
    this.settings = settings;
  }

  abstract RolloutDocument ask(ApiClient api, String who)
      throws ApiUnreachable, ApiRefused, InterruptedException;

  abstract String done(RolloutDocument now);

  @Override
  public Integer call() throws InterruptedException {
    RolloutDocument now = client.ask(api -> ask(api, Client.who(settings)));
    settings.screen().line(output.json() ? Documents.pretty(now) : done(now));
    return ExitCode.GOOD;
  }

  @Command(
      name = "retry",
      description = "Begin a rollout that did not succeed once more.",
      footer = {
        "",
        "Examples:",
        "  curtain retry shop.api-v2",
        "  curtain retry shop.api-v2 --json"
      })
  static final class Retry extends ControlCommand {
    @Parameters(paramLabel = "ROLLOUT", description = "The rollout that ended without success.")
    private String rollout = "";

    Retry(Settings settings) {
      super(settings);
    }

    @Override
    RolloutDocument ask(ApiClient api, String who)
        throws ApiUnreachable, ApiRefused, InterruptedException {
      return api.retry(rollout);
    }

    @Override
    String done(RolloutDocument now) {
      return now.id() + " has begun. curtain show " + now.id() + " follows it";
    }
  }

  @Command(
      name = "check",
      description = "Tick off an item of the checklist that a rollout stands before.",
      footer = {
        "",
        "Examples:",
        "  curtain check shop.api-v2 'runbook read'",
        "  curtain check shop.api-v2 'on-call told' --json"
      })
  static final class Check extends ControlCommand {
    @Parameters(index = "0", paramLabel = "ROLLOUT", description = "The rollout's id.")
    private String rollout = "";

    @Parameters(index = "1", paramLabel = "ITEM", description = "The item, as the model has it.")
    private String item = "";

    Check(Settings settings) {
      super(settings);
    }

    @Override
    RolloutDocument ask(ApiClient api, String who)
        throws ApiUnreachable, ApiRefused, InterruptedException {
      return api.command(rollout, RolloutEvent.Command.CHECK, who, item);
    }

    @Override
    String done(RolloutDocument now) {
      return rollout + ": \"" + item + "\" is ticked off";
    }
  }

  @Command(
      name = "outcome",
      description =
          "Tell an A/B test what came of users first seen since it was told last: converted/users"
              + " of each side.",
      footer = {
        "",
        "Examples:",
        "  curtain outcome shop.api-v2 --baseline 31/1000 --candidate 45/1010",
        "  curtain outcome shop.api-v2 --baseline 0/12 --candidate 1/9 --json"
      })
  static final class Outcome extends ControlCommand {
    @Parameters(paramLabel = "ROLLOUT", description = "The rollout's id.")
    private String rollout = "";

    @Option(
        names = "--baseline",
        required = true,
        paramLabel = "C/N",
        description = "Of those who met the previous version.")
    private String baseline = "";

    @Option(
        names = "--candidate",
        required = true,
        paramLabel = "C/N",
        description = "Of those who met the new one.")
    private String candidate = "";

    Outcome(Settings settings) {
      super(settings);
    }

    @Override
    RolloutDocument ask(ApiClient api, String who)
        throws ApiUnreachable, ApiRefused, InterruptedException {
      return api.outcome(rollout, baseline, candidate, who);
    }

    @Override
    String done(RolloutDocument now) {
      RolloutDocument.ExperimentDocument experiment = now.experiment();
      return rollout
          + ": "
          + (experiment == null || experiment.answer() == null ? "counted" : experiment.answer());
    }
  }

  @Command(
      name = "undo",
      description =
          "Put back what a service had before: by route while it is warm, else by a rollout of its"
              + " own, without ceremony where it was good a short while ago.",
      footer = {
        "",
        "Examples:",
        "  curtain undo Shop.API",
        "  curtain undo Shop.API --reason 'checkout is slow'"
      })
  static final class Undo extends ControlCommand {
    @Parameters(paramLabel = "PATH", description = "The service, as in Shop.API.")
    private String service = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept.")
    private String reason = "";

    Undo(Settings settings) {
      super(settings);
    }

    @Override
    RolloutDocument ask(ApiClient api, String who)
        throws ApiUnreachable, ApiRefused, InterruptedException {
      return api.undo(service, who, reason);
    }

    @Override
    String done(RolloutDocument now) {
      return now.id()
          + ": "
          + now.phase().replace('_', ' ')
          + ", back to "
          + (now.strategy().equals("return") ? now.to() : now.from());
    }
  }
}
