package dev.curtain.cli;

import dev.curtain.server.api.ApiClient;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.StatusDocument;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code curtain status}: what runs now. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Show what runs: services, their tracks, shares, replicas, errors and latencies.",
    footer = {"", "Examples:", "  curtain status", "  curtain status --json --port 4800"})
final class StatusCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private Client client = new Client();
  @Mixin private Commands.Output output = new Commands.Output();

  StatusCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    StatusDocument status = client.ask(ApiClient::status);
    if (output.json()) {
      settings.screen().line(Documents.pretty(status));
    } else {
      StatusLines.sinceStart(settings.screen()).of(status).forEach(settings.screen()::line);
    }
    return ExitCode.GOOD;
  }
}
