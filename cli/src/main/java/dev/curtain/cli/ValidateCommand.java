package dev.curtain.cli;

import dev.curtain.language.Diagnostic;
import dev.curtain.language.Severity;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.SarifDocument;
import dev.curtain.server.document.ValidationDocument;
import dev.curtain.server.document.ValidationDocument.DiagnosticDocument;
import dev.curtain.server.document.ValidationDocument.FileDocument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code curtain validate FILE...}: every problem of every file in one run. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = "Check models; says every problem of every file at once.",
    footer = {
      "",
      "Examples:",
      "  curtain validate shop.sruja",
      "  curtain validate --strict --json models/*.sruja"
    })
final class ValidateCommand implements Callable<Integer> {
  @Mixin private final Settings settings;

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Option(names = "--format", paramLabel = "FORMAT", description = "text, json or sarif.")
  private String format = "text";

  @Option(names = "--strict", description = "Warnings count as errors.")
  private boolean strict;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Models to check.")
  private List<String> files = new ArrayList<>();

  ValidateCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    if (!List.of("text", "json", "sarif").contains(format)) {
      throw Failure.usage("--format " + format + " (expected: text, json or sarif)");
    }
    boolean sarif = format.equals("sarif");
    boolean asDocument = sarif || json || format.equals("json");
    Screen screen = settings.screen();
    List<FileDocument> read = new ArrayList<>();
    List<DiagnosticDocument> found = new ArrayList<>();
    Set<DiagnosticDocument> said = new HashSet<>();
    int errors = 0;
    int warnings = 0;
    List<Failure> unreadable = new ArrayList<>();
    for (String name : files) {
      ModelFile file;
      try {
        file = ModelFile.lint(name);
      } catch (Failure e) {
        // What is wrong with the others is said all the same.
        unreadable.add(e);
        continue;
      }
      read.add(FileDocument.of(name, file.resolution().model()));
      for (Diagnostic diagnostic : file.resolution().diagnostics()) {
        String source = file.source(diagnostic);
        DiagnosticDocument document = DiagnosticDocument.of(source, diagnostic);
        if (!said.add(document)) {
          continue; // of a file that two others import, or that was named, too
        }
        found.add(document);
        errors += diagnostic.severity() == Severity.ERROR ? 1 : 0;
        warnings += diagnostic.severity() == Severity.WARNING ? 1 : 0;
        if (!asDocument) {
          screen.message(ModelFile.describe(screen, source, diagnostic));
        }
      }
    }
    if (!unreadable.isEmpty() && read.isEmpty()) {
      throw ModelFile.all(unreadable);
    }
    boolean good = errors == 0 && !(strict && warnings > 0);
    if (sarif) {
      screen.line(Documents.pretty(SarifDocument.of(found)));
    } else if (asDocument) {
      screen.line(Documents.pretty(new ValidationDocument(read, found)));
    } else {
      for (FileDocument file : read) {
        screen.line(
            file.path()
                + ": "
                + count(file.elements(), "element")
                + ", "
                + count(file.relations(), "relation")
                + ", "
                + count(file.deployments(), "deployment"));
      }
      String mark =
          good
              ? screen.styled("valid", Screen.Style.GREEN)
              : screen.styled("not valid", Screen.Style.RED);
      screen.line(mark + ": " + count(errors, "error") + ", " + count(warnings, "warning"));
    }
    if (!unreadable.isEmpty()) {
      throw ModelFile.all(unreadable);
    }
    return good ? ExitCode.GOOD : ExitCode.NO;
  }

  private static String count(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
