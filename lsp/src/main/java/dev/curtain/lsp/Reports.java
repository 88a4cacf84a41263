package dev.curtain.lsp;

import dev.curtain.language.Diagnostic;
import dev.curtain.language.Span;
import dev.curtain.language.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.DiagnosticRelatedInformation;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.Location;

/** What is to be said about a text, as an editor shows it. */
final class Reports {
  private Reports() {}

  /**
   * @param workspace says under which address the editor knows what the text imports
   */
  static List<org.eclipse.lsp4j.Diagnostic> of(Analysis analysis, Workspace workspace) {
    List<org.eclipse.lsp4j.Diagnostic> reports = new ArrayList<>();
    Map<Integer, Diagnostic> elsewhere = new LinkedHashMap<>();
    for (Diagnostic diagnostic : analysis.resolution().diagnostics()) {
      if (diagnostic.span().source() == 0) {
        reports.add(report(analysis.lines(), diagnostic));
      } else if (diagnostic.isError()) {
        elsewhere.putIfAbsent(diagnostic.span().source(), diagnostic);
      }
    }
    elsewhere.values().forEach(each -> reports.add(imported(analysis, each, workspace)));
    return reports;
  }

  static org.eclipse.lsp4j.Diagnostic report(Lines lines, Diagnostic diagnostic) {
    org.eclipse.lsp4j.Diagnostic report = new org.eclipse.lsp4j.Diagnostic();
    report.setRange(lines.range(diagnostic.span()));
    report.setSeverity(
        switch (diagnostic.severity()) {
          case ERROR -> DiagnosticSeverity.Error;
          case WARNING -> DiagnosticSeverity.Warning;
          case INFO -> DiagnosticSeverity.Information;
        });
    report.setCode(diagnostic.code());
    report.setSource("curtain");
    report.setMessage(message(diagnostic));
    return report;
  }

  static String message(Diagnostic diagnostic) {
    return diagnostic.hint().isEmpty()
        ? diagnostic.message()
        : diagnostic.message() + "\n" + diagnostic.hint();
  }

  /** The first error of an imported file is shown where this text imports something. */
  private static org.eclipse.lsp4j.Diagnostic imported(
      Analysis analysis, Diagnostic diagnostic, Workspace workspace) {
    Span span =
        analysis.tree().statements().stream()
            .filter(each -> each instanceof Statement.Import)
            .map(each -> ((Statement.Import) each).from())
            .filter(from -> brings(analysis, from.text(), diagnostic.span().source()))
            .map(from -> from.span())
            .findFirst()
            .orElse(Span.START);
    String file = analysis.resolution().source(diagnostic.span());
    org.eclipse.lsp4j.Diagnostic report =
        report(
            analysis.lines(),
            new Diagnostic(
                diagnostic.code(),
                diagnostic.severity(),
                "in what is imported: " + diagnostic.message(),
                diagnostic.hint(),
                span));
    Lines lines =
        new Lines(analysis.resolution().sources().get(diagnostic.span().source()).tree().text());
    report.setRelatedInformation(
        List.of(
            new DiagnosticRelatedInformation(
                new Location(workspace.uri(file), lines.range(diagnostic.span())),
                diagnostic.message())));
    return report;
  }

  private static boolean brings(Analysis analysis, String target, int source) {
    String name = analysis.resolution().sources().get(source).name();
    String last = target.substring(target.lastIndexOf('/') + 1);
    return name.endsWith(last) || name.endsWith(last + ".sruja");
  }
}
