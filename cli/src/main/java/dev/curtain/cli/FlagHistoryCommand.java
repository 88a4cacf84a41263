package dev.curtain.cli;

import dev.curtain.server.document.Documents;
import dev.curtain.server.document.FlagsDocument.FlagHistoryDocument;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code curtain flag history NAME}: who did what to it, when and why. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "Show who did what to a flag, when and why.",
    footer = {
      "",
      "Examples:",
      "  curtain flag history new-checkout",
      "  curtain flag history new-checkout --json"
    })
final class FlagHistoryCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private Client client = new Client();
  @Mixin private Commands.Output output = new Commands.Output();

  @Parameters(paramLabel = "NAME", description = "The flag's key.")
  private String name = "";

  FlagHistoryCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    FlagHistoryDocument history = client.ask(api -> api.flagHistory(name));
    Screen screen = settings.screen();
    if (output.json()) {
      screen.line(Documents.pretty(history));
      return ExitCode.GOOD;
    }
    history
        .events()
        .forEach(event ->
            screen.line(
                "%-20s %-28s %-12s %s"
                    .formatted(
                        event.at().replaceFirst("\\.\\d+", ""),
                        event.action(),
                        event.who(),
                        event.reason())
                    .stripTrailing()));
    return ExitCode.GOOD;
  }
}
