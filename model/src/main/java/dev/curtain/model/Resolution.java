package dev.curtain.model;

import dev.curtain.language.Diagnostic;
import java.util.List;

/**
 * A model with everything that is to be said about it; where an error is among it, the model is for
 * showing, not for use.
 */
public record Resolution(SystemModel model, List<Diagnostic> diagnostics) {
  public Resolution {
    diagnostics = List.copyOf(diagnostics);
  }

  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }
}
