package dev.curtain.cli;

import dev.curtain.cli.Screen.Style;
import dev.curtain.server.document.AuditDocument;
import dev.curtain.server.document.AuditDocument.ActionDocument;
import dev.curtain.server.document.Documents;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code curtain audit}: who asked the server for what, and what came of it, the latest first. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "List who asked the server for what, also what was refused, the latest first.",
    footer = {
      "",
      "Examples:",
      "  curtain audit --outcome refused",
      "  curtain audit --who ada --json"
    })
final class AuditCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private Client client = new Client();
  @Mixin private Commands.Output output = new Commands.Output();

  @Option(names = "--who", paramLabel = "NAME", description = "Only by this one.")
  private Optional<String> who = Optional.empty();

  @Option(names = "--action", paramLabel = "ACTION", description = "Only this, as deploy.")
  private Optional<String> action = Optional.empty();

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "Only of this service, rollout, flag or migration.")
  private Optional<String> target = Optional.empty();

  @Option(
      names = "--outcome",
      paramLabel = "OUTCOME",
      description = "Only with this outcome: done, refused or failed.")
  private Optional<String> outcome = Optional.empty();

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "Only with this anywhere in it, whatever its case.")
  private Optional<String> text = Optional.empty();

  @Option(names = "--most", paramLabel = "N", description = "At most so many; 500 unless said.")
  private Optional<Integer> most = Optional.empty();

  AuditCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    Screen screen = settings.screen();
    Map<String, String> filters = new TreeMap<>();
    who.ifPresent(name -> filters.put("who", name));
    action.ifPresent(name -> filters.put("action", name));
    target.ifPresent(name -> filters.put("target", name));
    outcome.ifPresent(name -> filters.put("outcome", name));
    text.ifPresent(part -> filters.put("text", part));
    most.ifPresent(count -> filters.put("most", count.toString()));
    AuditDocument audit = client.ask(api -> api.looks().audit(filters));
    if (output.json()) {
      screen.line(Documents.pretty(audit));
      return ExitCode.GOOD;
    }
    if (audit.actions().isEmpty()) {
      screen.line(filters.isEmpty() ? "Nothing has been asked yet." : "Nothing fits.");
    }
    audit.actions().forEach(each -> line(each, screen));
    if (audit.total() > audit.actions().size()) {
      screen.line((audit.total() - audit.actions().size()) + " more; --most N shows them");
    }
    return ExitCode.GOOD;
  }

  private static String outcome(String outcome, Screen screen) {
    String padded = "%-8s".formatted(outcome);
    return switch (outcome) {
      case "done" -> padded;
      case "refused" -> screen.styled(padded, Style.YELLOW);
      default -> screen.styled(padded, Style.RED);
    };
  }

  private static void line(ActionDocument each, Screen screen) {
    String what = (each.action() + " " + each.target() + " " + each.details()).strip();
    String why = each.reason().isEmpty() ? "" : "  “" + each.reason() + "”";
    String answer = each.answer().isEmpty() ? "" : "  " + each.answer();
    String line =
        "%-20s  %-14s %s %s%s%s  (%s)"
            .formatted(
                each.at().substring(0, 19) + "Z",
                each.who(),
                outcome(each.outcome(), screen),
                what,
                why,
                answer,
                each.from());
    // A pipe has no width: an action stays a line there.
    if (screen.outIsTerminal()) {
      Paragraph.hanging(0, line, screen.columns()).forEach(screen::line);
    } else {
      screen.line(line);
    }
    if (each.unwritten() > 0) {
      screen.line("  and " + each.unwritten() + " more were refused before it");
    }
  }
}
