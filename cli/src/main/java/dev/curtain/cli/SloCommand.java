package dev.curtain.cli;

import dev.curtain.rollout.Words;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.SloDocument;
import dev.curtain.server.document.SloDocument.AlertDocument;
import dev.curtain.server.document.SloDocument.BudgetGateDocument;
import dev.curtain.server.document.SloDocument.ObjectiveDocument;
import dev.curtain.server.document.SloDocument.ServiceSlos;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code curtain slo [PATH]}: objectives against what users got. */
@Command(
    name = "slo",
    mixinStandardHelpOptions = true,
    description = {
      "Show objectives against what users got: budgets, burn rates, alerts, gates.",
      "It exits with 1 where a budget is spent or an alert fires."
    },
    footer = {"", "Examples:", "  curtain slo", "  curtain slo Shop.API --json"})
final class SloCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private Client client = new Client();
  @Mixin private Commands.Output output = new Commands.Output();

  @Parameters(paramLabel = "PATH", arity = "0..1", description = "Only of this service.")
  private Optional<String> service = Optional.empty();

  SloCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    Screen screen = settings.screen();
    SloDocument all = client.ask(api -> api.looks().slo());
    SloDocument shown =
        new SloDocument(
            all.at(),
            all.source(),
            all.services().stream()
                .filter(each -> service.filter(path -> !path.equals(each.service())).isEmpty())
                .toList());
    if (shown.services().isEmpty()) {
      String message = service.orElse("") + ": no such service; curtain status lists what there is";
      throw Failure.no(message, new IllegalArgumentException(message));
    }
    if (output.json()) {
      screen.line(Documents.pretty(shown));
    } else {
      shown.services().forEach(each -> print(each, screen));
    }
    boolean bad =
        shown.services().stream()
            .flatMap(each -> each.objectives().stream())
            .anyMatch(
                each -> spent(each) || each.alerts().stream().anyMatch(AlertDocument::firing));
    return bad ? ExitCode.NO : ExitCode.GOOD;
  }

  private static boolean spent(ObjectiveDocument objective) {
    return objective.budgetLeft() != null && objective.budgetLeft() <= 0;
  }

  private static void print(ServiceSlos service, Screen screen) {
    screen.line(screen.styled(service.service(), Screen.Style.BOLD));
    if (service.objectives().isEmpty()) {
      screen.line("  the model promises nothing");
    }
    for (ObjectiveDocument each : service.objectives()) {
      String place = each.node() == null ? "" : " at " + each.node();
      say(
          screen,
          2,
          "%s %s%s: %s, %s good (%d bad of %d; %s of %s measured)"
              .formatted(
                  each.metric().replace('_', ' '),
                  each.text(),
                  place,
                  budget(each.budgetLeft()),
                  percent(each.good(), 3),
                  each.bad(),
                  each.requests(),
                  words(each.coveredMillis()),
                  words(each.periodMillis())),
          spent(each));
      each.alerts().stream()
          .filter(alert -> alert.firing() || alert.objection() != null)
          .forEach(alert -> alert(alert, screen));
    }
    for (BudgetGateDocument gate : service.gates()) {
      say(
          screen,
          2,
          "gate before %s: %s, %s"
              .formatted(
                  gate.point(),
                  Boolean.TRUE.equals(gate.open()) ? "would be open" : "would hold",
                  gate.reason()),
          Boolean.FALSE.equals(gate.open()));
    }
  }

  private static void alert(AlertDocument alert, Screen screen) {
    say(
        screen,
        4,
        "%s, %s × over %s and %s: %s"
            .formatted(
                alert.severity(),
                alert.factor(),
                words(alert.longMillis()),
                words(alert.shortMillis()),
                alert.firing() ? "FIRES" : alert.objection()),
        alert.firing());
  }

  /** Red where it is bad; a pipe has no width, and everything stays a line there. */
  private static void say(Screen screen, int indent, String text, boolean bad) {
    String shown = bad ? screen.styled(text, Screen.Style.RED) : text;
    if (screen.outIsTerminal()) {
      Paragraph.hanging(indent, shown, screen.columns()).forEach(screen::line);
    } else {
      screen.line(" ".repeat(indent) + shown);
    }
  }

  /** What is below nothing is said as what it is. */
  private static String budget(@Nullable Double left) {
    return left != null && left < 0
        ? "the budget is spent, and " + percent(-left, 1) + " of it more"
        : percent(left, 1) + " of the budget left";
  }

  private static String percent(@Nullable Double value, int digits) {
    return value == null ? "unknown" : String.format(Locale.ROOT, "%." + digits + "f %%", value);
  }

  private static String words(long millis) {
    return Words.duration(Duration.ofMillis(millis));
  }
}
