package dev.curtain.cli;

import dev.curtain.rollout.RolloutEvent;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.RolloutDocument;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code curtain promote|pause|resume|abort ROLLOUT}. */
@Command(mixinStandardHelpOptions = true)
abstract sealed class RolloutCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private Client client = new Client();
  @Mixin private Commands.Output output = new Commands.Output();

  @Parameters(
      paramLabel = "ROLLOUT",
      description = "The rollout's id, as curtain history shows it.")
  private String rollout = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept with the record.")
  private String reason = "";

  private final RolloutEvent.Command command;
  private final String done;

  private RolloutCommand(Settings settings, RolloutEvent.Command command, String done) {
    this.settings = settings;
    this.command = command;
    this.done = done;
  }

  @Override
  public Integer call() throws InterruptedException {
    RolloutDocument now =
        client.ask(api -> api.command(rollout, command, Client.who(settings), reason));
    settings.screen().line(output.json() ? Documents.pretty(now) : rollout + ": " + done);
    return ExitCode.GOOD;
  }

  @Command(
      name = "promote",
      description = "Go on now: end the analysis or the soak that is being waited for.",
      footer = {
        "",
        "Examples:",
        "  curtain promote shop.api-v2",
        "  curtain promote shop.api-v2 --reason 'seen enough'"
      })
  static final class Promote extends RolloutCommand {
    Promote(Settings settings) {
      super(settings, RolloutEvent.Command.PROMOTE, "goes on");
    }
  }

  @Command(
      name = "pause",
      description = "Hold a rollout where it is; harm still sends it back.",
      footer = {
        "",
        "Examples:",
        "  curtain pause shop.api-v2",
        "  curtain pause shop.api-v2 --reason lunch"
      })
  static final class Pause extends RolloutCommand {
    Pause(Settings settings) {
      super(settings, RolloutEvent.Command.PAUSE, "paused; curtain resume goes on");
    }
  }

  @Command(
      name = "resume",
      description = "Let a paused rollout go on.",
      footer = {
        "",
        "Examples:",
        "  curtain resume shop.api-v2",
        "  curtain resume shop.api-v2 --json"
      })
  static final class Resume extends RolloutCommand {
    Resume(Settings settings) {
      super(settings, RolloutEvent.Command.RESUME, "goes on");
    }
  }

  @Command(
      name = "abort",
      description = "Give a rollout up: the previous version gets everything back at once.",
      footer = {
        "",
        "Examples:",
        "  curtain abort shop.api-v2",
        "  curtain abort shop.api-v2 --reason 'wrong build'"
      })
  static final class Abort extends RolloutCommand {
    Abort(Settings settings) {
      super(settings, RolloutEvent.Command.ABORT, "on its way back");
    }
  }

  @Command(
      name = "approve",
      description = "Agree to go through the gate that a rollout stands before.",
      footer = {
        "",
        "Examples:",
        "  curtain approve shop.api-v2",
        "  curtain approve shop.api-v2 --reason 'seen with the team'"
      })
  static final class Approve extends RolloutCommand {
    Approve(Settings settings) {
      super(settings, RolloutEvent.Command.APPROVE, "approved");
    }
  }

  @Command(
      name = "skip",
      description = "Pass over the gate, analysis or soak that is waited at; the reason is kept.",
      footer = {
        "",
        "Examples:",
        "  curtain skip shop.api-v2 --reason 'fixes the outage'",
        "  curtain skip shop.api-v2 --reason 'frozen, but urgent' --json"
      })
  static final class Skip extends RolloutCommand {
    Skip(Settings settings) {
      super(settings, RolloutEvent.Command.SKIP, "skipped");
    }
  }
}
