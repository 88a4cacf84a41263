package dev.curtain.cli;

import dev.curtain.server.document.Documents;
import dev.curtain.server.document.FlagsDocument.PropagationDocument;
import dev.curtain.server.document.FlagsDocument.ReachedDocument;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code curtain flag propagation}: who follows changes, and after how long they had them. */
@Command(
    name = "propagation",
    mixinStandardHelpOptions = true,
    description = "Show who follows changes of flags, and how long the latest took to reach them.",
    footer = {"", "Examples:", "  curtain flag propagation", "  curtain flag propagation --json"})
final class FlagPropagationCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private Client client = new Client();
  @Mixin private Commands.Output output = new Commands.Output();

  FlagPropagationCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    PropagationDocument spread = client.ask(api -> api.flagPropagation());
    Screen screen = settings.screen();
    if (output.json()) {
      screen.line(Documents.pretty(spread));
      return ExitCode.GOOD;
    }
    screen.line(
        spread.clients().isEmpty()
            ? "nobody follows changes"
            : spread.clients().size() + " follow changes: " + String.join(", ", spread.clients()));
    spread
        .changes()
        .forEach(each ->
            screen.line(
                each.revision()
                    + "  "
                    + each.reached().stream()
                        .map(FlagPropagationCommand::words)
                        .collect(Collectors.joining(", "))
                    + (each.waiting().isEmpty()
                        ? ""
                        : "; not yet: " + String.join(", ", each.waiting()))));
    return ExitCode.GOOD;
  }

  private static String words(ReachedDocument reached) {
    return reached.client() + " after " + reached.millis() + " ms";
  }
}
