package dev.curtain.cli;

import dev.curtain.cli.Screen.Style;
import dev.curtain.rollout.SideCounts;
import dev.curtain.rollout.Words;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.RolloutDocument;
import dev.curtain.server.document.SetDocument;
import dev.curtain.server.document.ShowDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code curtain show ROLLOUT}: one rollout, whole. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description =
        "Show a rollout whole: steps, verdict, exposure, receipt, and what happened when.",
    footer = {"", "Examples:", "  curtain show shop.api-v2", "  curtain show shop.api-v2 --json"})
final class ShowCommand implements Callable<Integer> {
  /** Of what happened: its time. */
  private static final int MARGIN = 12;

  @Mixin private final Settings settings;
  @Mixin private Client client = new Client();
  @Mixin private Commands.Output output = new Commands.Output();

  @Parameters(
      paramLabel = "ROLLOUT",
      description = "The rollout's id, as curtain history shows it; or that of a set, as set-1.")
  private String rollout = "";

  ShowCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    Screen screen = settings.screen();
    if (rollout.matches("set-\\d+")) {
      SetDocument set = client.ask(api -> api.set(rollout));
      if (output.json()) {
        screen.line(Documents.pretty(set));
      } else {
        set.members().forEach(member -> screen.line(SetFollow.line(screen, member)));
      }
      return ExitCode.GOOD;
    }
    ShowDocument show = client.ask(api -> api.show(rollout));
    if (output.json()) {
      screen.line(Documents.pretty(show));
      return ExitCode.GOOD;
    }
    RolloutDocument document = show.rollout();
    screen.line("");
    new LiveView(screen).page(document).forEach(screen::line);
    screen.line("");
    for (ShowDocument.StepDocument step : show.steps()) {
      String mark =
          switch (step.state()) {
            case "done" -> screen.styled("✓", Style.GREEN);
            case "current" -> screen.styled("▸", Style.CYAN, Style.BOLD);
            case "stopped" -> screen.styled("✗", Style.RED);
            default -> screen.styled("·", Style.DIM);
          };
      screen.line(
          "  "
              + mark
              + " "
              + step.describe()
              + (step.durationMillis() == null
                  ? ""
                  : screen.styled(
                      "  " + Words.duration(Duration.ofMillis(step.durationMillis())), Style.DIM)));
    }
    screen.line("");
    for (ShowDocument.TimelineDocument each : show.timeline()) {
      String words =
          each.notes().isEmpty() ? each.event().replace('_', ' ') : String.join("; ", each.notes());
      String time = "  " + screen.styled(each.at().substring(11, 19), Style.DIM) + "  ";
      int width = screen.outIsTerminal() ? screen.columns() - MARGIN : Integer.MAX_VALUE;
      List<String> lines = Paragraph.wrapped(words, width);
      screen.line(time + lines.getFirst());
      lines.stream().skip(1).forEach(more -> screen.line(" ".repeat(MARGIN) + more));
    }
    screen.line("");
    screen.line(
        "  %s requests met %s; at the last cutover %d were in flight: %d completed, %d lost"
            .formatted(
                Words.count(document.exposure().requests()),
                document.to(),
                document.receipt().inFlight(),
                document.receipt().completed(),
                document.receipt().lost()));
    document.receipt().protocols().forEach(each -> screen.line("    " + words(each)));
    return ExitCode.GOOD;
  }

  /** {@code websocket: 3 in flight; 2 completed (2 told to go), 1 cut}. */
  private static String words(SideCounts.Protocol kind) {
    List<String> ends = new ArrayList<>();
    ends.add(
        kind.completed()
            + " completed"
            + (kind.toldToGo() > 0 ? " (" + kind.toldToGo() + " told to go)" : ""));
    if (kind.cancelled() > 0) {
      ends.add(kind.cancelled() + " left by their clients");
    }
    if (kind.broken() > 0) {
      ends.add(kind.broken() + " broken");
    }
    if (kind.cut() > 0) {
      ends.add(kind.cut() + " cut");
    }
    return kind.name() + ": " + kind.inFlight() + " in flight; " + String.join(", ", ends);
  }
}
