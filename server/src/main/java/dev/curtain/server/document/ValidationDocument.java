package dev.curtain.server.document;

import dev.curtain.language.Diagnostic;
import dev.curtain.model.SystemModel;
import java.util.List;
import java.util.Locale;

/** {@code curtain validate --format json}. */
public record ValidationDocument(List<FileDocument> files, List<DiagnosticDocument> diagnostics) {
  public ValidationDocument {
    files = List.copyOf(files);
    diagnostics = List.copyOf(diagnostics);
  }

  public record FileDocument(String path, int elements, int relations, int deployments) {
    public static FileDocument of(String path, SystemModel model) {
      return new FileDocument(
          path, model.elements().size(), model.relations().size(), model.deployments().size());
    }
  }

  public record DiagnosticDocument(
      String code,
      String severity,
      String message,
      String hint,
      String file,
      int line,
      int column,
      int endLine,
      int endColumn) {
    public static DiagnosticDocument of(String file, Diagnostic diagnostic) {
      return new DiagnosticDocument(
          diagnostic.code(),
          diagnostic.severity().name().toLowerCase(Locale.ROOT),
          diagnostic.message(),
          diagnostic.hint(),
          file,
          diagnostic.span().line(),
          diagnostic.span().column(),
          diagnostic.span().endLine(),
          diagnostic.span().endColumn());
    }
  }
}
