package dev.curtain.cli;

import dev.curtain.cli.Screen.Style;
import dev.curtain.rollout.Shares;
import dev.curtain.rollout.Words;
import dev.curtain.server.api.ApiClient;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.StatusDocument;
import dev.curtain.server.document.StatusDocument.ServiceDocument;
import dev.curtain.server.document.StatusDocument.TrackDocument;
import java.util.Locale;
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
  private static final int BAR = 20;

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
      print(status);
    }
    return ExitCode.GOOD;
  }

  private void print(StatusDocument status) {
    Screen screen = settings.screen();
    screen.line(status.model() + " · " + status.deployment() + " · since " + status.since());
    for (ServiceDocument service : status.services()) {
      screen.line("");
      screen.line(
          screen.styled(service.service(), Style.BOLD)
              + (service.version() == null ? "" : "  " + service.version())
              + "  "
              + screen.styled(String.join(" ", service.urls()), Style.CYAN)
              + (service.rollout() == null
                  ? ""
                  : "  " + screen.styled("rollout " + service.rollout(), Style.YELLOW)));
      int width =
          service.tracks().stream().mapToInt(track -> track.version().length()).max().orElse(0);
      service.tracks().forEach(track -> screen.line(line(track, width)));
    }
  }

  private String line(TrackDocument track, int width) {
    Screen screen = settings.screen();
    int full = track.share() > 0 ? Math.max(1, (int) Math.round(BAR * track.share() / 100)) : 0;
    return "  "
        + track.version()
        + " ".repeat(width - track.version().length())
        + "  "
        + screen.styled("█".repeat(full), Style.BLUE)
        + screen.styled("·".repeat(BAR - full), Style.DIM)
        + " %7s  %d/%d ready"
            .formatted(
                Shares.percent(track.share()), track.replicas().ready(), track.replicas().wanted())
        + (track.requests() == null || track.requests() == 0
            ? ""
            : "  %s requests".formatted(Words.count(track.requests()))
                + (track.errorRate() == null
                    ? ""
                    : String.format(Locale.ROOT, ", %.2f %% failed", track.errorRate()))
                + (track.p95Millis() == null ? "" : ", p95 " + track.p95Millis() + " ms"));
  }
}
