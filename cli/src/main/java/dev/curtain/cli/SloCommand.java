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
      screen.line(
          "  %s %s%s: %s of the budget left, %s good (%d bad of %d; %s of %s measured)"
              .formatted(
                  each.metric().replace('_', ' '),
                  each.text(),
                  place,
                  percent(each.budgetLeft(), 1),
                  percent(each.good(), 3),
                  each.bad(),
                  each.requests(),
                  words(each.coveredMillis()),
                  words(each.periodMillis())));
      each.alerts().stream()
          .filter(alert -> alert.firing() || alert.objection() != null)
          .forEach(alert -> alert(alert, screen));
    }
    for (BudgetGateDocument gate : service.gates()) {
      screen.line(
          "  gate before %s: %s, %s"
              .formatted(
                  gate.point(),
                  Boolean.TRUE.equals(gate.open()) ? "would be open" : "would hold",
                  gate.reason()));
    }
  }

  private static void alert(AlertDocument alert, Screen screen) {
    screen.line(
        "    %s, %s × over %s and %s: %s"
            .formatted(
                alert.severity(),
                alert.factor(),
                words(alert.longMillis()),
                words(alert.shortMillis()),
                alert.firing() ? "FIRES" : alert.objection()));
  }

  private static String percent(@Nullable Double value, int digits) {
    return value == null ? "unknown" : String.format(Locale.ROOT, "%." + digits + "f %%", value);
  }

  private static String words(long millis) {
    return Words.duration(Duration.ofMillis(millis));
  }
}
