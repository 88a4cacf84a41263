package dev.curtain.cli;

import dev.curtain.model.advice.Catalogue;
import dev.curtain.model.advice.Page;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.PageDocument;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code curtain explain CODE}: a diagnostic, why it is one, and an example of each kind. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Explain a diagnostic: what, why, and an example with and without it.",
    footer = {"", "Examples:", "  curtain explain D001", "  curtain explain A003 --json"})
final class ExplainCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private Commands.Output output = new Commands.Output();

  @Parameters(paramLabel = "CODE", description = "As validate prints it: D001.")
  private String code = "";

  ExplainCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    Screen screen = settings.screen();
    Page page =
        Catalogue.find(code)
            .orElseThrow(() ->
                Failure.usage(
                    code
                        + ": no such code (expected: one that validate prints, "
                        + Catalogue.pages().getFirst().code()
                        + " to "
                        + Catalogue.pages().getLast().code()
                        + "; docs/diagnostics.md has all)"));
    if (output.json()) {
      screen.line(Documents.pretty(PageDocument.of(page)));
    } else {
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
    return ExitCode.GOOD;
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
