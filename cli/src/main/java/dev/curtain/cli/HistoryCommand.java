package dev.curtain.cli;

import dev.curtain.server.document.Documents;
import dev.curtain.server.document.HistoryDocument;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code curtain history [PATH]}: rollouts, the newest first. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "List rollouts, the newest first.",
    footer = {"", "Examples:", "  curtain history", "  curtain history Shop.API --json"})
final class HistoryCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private Client client = new Client();
  @Mixin private Commands.Output output = new Commands.Output();

  @Parameters(paramLabel = "PATH", arity = "0..1", description = "Only of this service.")
  private Optional<String> service = Optional.empty();

  HistoryCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    Screen screen = settings.screen();
    HistoryDocument history = client.ask(api -> api.history(service));
    if (output.json()) {
      screen.line(Documents.pretty(history));
      return ExitCode.GOOD;
    }
    if (history.rollouts().isEmpty()) {
      screen.line("No rollout yet. curtain deploy PATH VERSION begins one.");
    }
    new HistoryPage(screen).print(history.rollouts());
    return ExitCode.GOOD;
  }
}
