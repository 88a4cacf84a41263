package dev.curtain.cli;

import dev.curtain.server.document.Documents;
import dev.curtain.server.document.RolloutDocument;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code curtain deploy PATH VERSION}: begins a rollout. */
@Command(
    name = "deploy",
    mixinStandardHelpOptions = true,
    description = {
      "Move a service to another version, by the model's strategy.",
      "With --wait: returns when the new version has everything (0) or the old one is back (1)."
    },
    footer = {
      "",
      "Examples:",
      "  curtain deploy Shop.API v2 --wait",
      "  curtain deploy Shop.API v2 --strategy blue-green"
    })
final class DeployCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private Client client = new Client();
  @Mixin private Commands.Output output = new Commands.Output();

  @Parameters(index = "0", paramLabel = "PATH", description = "The service, as in Shop.API.")
  private String service = "";

  @Parameters(index = "1", paramLabel = "VERSION", description = "The version to move to.")
  private String version = "";

  @Option(
      names = "--strategy",
      paramLabel = "S",
      description = "canary, blue-green, rolling, recreate, shadow or ab, instead of the model's.")
  private Optional<String> strategy = Optional.empty();

  @Option(
      names = "--when-underway",
      paramLabel = "W",
      description =
          "While another rollout moves the service: refuse, wait for it, or supersede it (refuse).")
  private String whenUnderway = "refuse";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept with the record.")
  private String reason = "";

  @Option(names = "--wait", description = "Follow it until it is settled.")
  private boolean wait;

  DeployCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    Screen screen = settings.screen();
    return client.ask(api -> {
      RolloutDocument begun =
          api.deploy(service, version, strategy, whenUnderway, Client.who(settings), reason);
      if (!begun.to().equals(version)) {
        screen.line(
            output.json()
                ? Documents.pretty(begun)
                : version
                    + " begins when "
                    + begun.id()
                    + " has ended ("
                    + begun.phase().replace('_', ' ')
                    + ")");
        return ExitCode.GOOD;
      }
      if (!wait) {
        screen.line(
            output.json()
                ? Documents.pretty(begun)
                : begun.id() + " has begun. curtain show " + begun.id() + " follows it");
        return ExitCode.GOOD;
      }
      RolloutDocument settled = new Follow(screen, output.json(), begun).untilSettled(api);
      if (output.json()) {
        screen.line(Documents.pretty(settled));
      }
      return "promoted".equals(settled.outcome()) ? ExitCode.GOOD : ExitCode.NO;
    });
  }
}
