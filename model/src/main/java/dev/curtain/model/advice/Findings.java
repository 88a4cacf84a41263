package dev.curtain.model.advice;

import dev.curtain.language.Diagnostic;
import dev.curtain.language.Span;
import java.util.ArrayList;
import java.util.List;

/** What the rules have found so far. */
final class Findings {
  private final List<Diagnostic> found = new ArrayList<>();

  void add(Page page, Span span, String message, String hint) {
    found.add(new Diagnostic(page.code(), page.severity(), message, hint, span));
  }

  List<Diagnostic> all() {
    return found;
  }
}
