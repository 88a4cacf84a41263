package dev.curtain.cli;

import dev.curtain.flags.Flag;
import dev.curtain.flags.FlagSet;
import dev.curtain.flags.InvalidFlags;
import dev.curtain.flags.Problem;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.FlagsDocument.FindingDocument;
import dev.curtain.server.document.FlagsDocument.FindingsDocument;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code curtain flags lint FILE}: whether a definition is what it should be. */
@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    description = {
      "Check a flagd definition: what is refused, rules that cannot be read and overdue flags are"
          + " errors."
    },
    footer = {
      "",
      "Examples:",
      "  curtain flags lint flags.json",
      "  curtain flags lint flags.json --json"
    })
final class FlagsLintCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private Commands.Output output = new Commands.Output();

  @Parameters(paramLabel = "FILE", description = "A flagd definition.")
  private String file = "";

  FlagsLintCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    List<FindingDocument> findings = new ArrayList<>();
    try {
      find(FlagSet.read(FlagsCommand.read(file)), findings);
    } catch (InvalidFlags e) {
      e.problems().forEach(problem -> findings.add(FindingDocument.of("error", file, problem)));
    }
    long errors = findings.stream().filter(each -> each.severity().equals("error")).count();
    Screen screen = settings.screen();
    if (output.json()) {
      screen.line(Documents.pretty(new FindingsDocument(findings)));
    } else {
      findings.forEach(each ->
          screen.message(
              file + ": " + each.severity() + ": " + each.path() + ": " + each.message()));
      screen.line(errors + " errors, " + (findings.size() - errors) + " warnings");
    }
    return errors == 0 ? ExitCode.GOOD : ExitCode.NO;
  }

  private void find(FlagSet set, List<FindingDocument> findings) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    List<Problem> errors = new ArrayList<>();
    for (Flag flag : set.flags()) {
      flag.problem().ifPresent(errors::add);
      if (flag.lifecycle().overdue(today)) {
        errors.add(
            new Problem(
                "flags." + flag.key() + ".metadata.remove_by",
                "has passed; "
                    + flag.lifecycle().owner().orElse("nobody")
                    + " owns the flag and removes it"));
      }
    }
    errors.forEach(problem -> findings.add(FindingDocument.of("error", file, problem)));
    set.warnings().stream()
        .filter(problem -> !errors.contains(problem))
        .forEach(problem -> findings.add(FindingDocument.of("warning", file, problem)));
  }
}
