package dev.curtain.cli;

import dev.curtain.model.advice.Catalogue;
import dev.curtain.model.advice.Page;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.ExplainDocument;
import dev.curtain.server.document.PageDocument;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code curtain explain CODE|ROLLOUT}: a diagnostic, or a verdict with its arithmetic. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Explain a diagnostic: what, why, and an example with and without it.",
      "Explain a verdict: computed once more from the log, with its arithmetic. It exits with 1"
          + " where that is not the verdict the controller acts on."
    },
    footer = {"", "Examples:", "  curtain explain D001", "  curtain explain shop.api-v2 --json"})
final class ExplainCommand implements Callable<Integer> {
  private static final Pattern CODE = Pattern.compile("[A-Za-z][0-9]{1,4}");

  @Mixin private final Settings settings;
  @Mixin private Client client = new Client();
  @Mixin private Commands.Output output = new Commands.Output();

  @Parameters(
      paramLabel = "CODE|ROLLOUT",
      description = "D001, as validate prints it, or a rollout's id, as history shows it.")
  private String what = "";

  ExplainCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<Page> page = Catalogue.find(what);
    if (page.isPresent()) {
      page(page.get());
      return ExitCode.GOOD;
    }
    if (CODE.matcher(what).matches()) {
      throw Failure.usage(
          what
              + ": no such code (expected: one that validate prints, "
              + Catalogue.pages().getFirst().code()
              + " to "
              + Catalogue.pages().getLast().code()
              + "; docs/diagnostics.md has all; or a rollout's id)");
    }
    ExplainDocument verdict = client.ask(api -> api.explain(what));
    if (output.json()) {
      settings.screen().line(Documents.pretty(verdict));
    } else {
      new VerdictPage(settings.screen()).print(verdict);
    }
    return verdict.same() ? ExitCode.GOOD : ExitCode.NO;
  }

  private void page(Page page) {
    Screen screen = settings.screen();
    if (output.json()) {
      screen.line(Documents.pretty(PageDocument.of(page)));
      return;
    }
    screen.line(
        screen.styled(page.code(), Screen.Style.BOLD)
            + "  "
            + PageDocument.of(page).severity()
            + ": "
            + page.title());
    screen.line("");
    screen.line(page.why());
    example(screen, "Said about:", page.wrong());
    example(screen, "Not said about:", page.right());
  }

  private static void example(Screen screen, String title, String example) {
    screen.line("");
    screen.line(screen.styled(title, Screen.Style.BOLD));
    // What is no text would move the cursor.
    String visible = example.replaceAll("[\\x00-\\x08\\x0E-\\x1F]", "?");
    visible
        .lines()
        .forEach(line ->
            screen.line("    " + (line.length() > 96 ? line.substring(0, 96) + " …" : line)));
  }
}
