package dev.curtain.model;

import dev.curtain.language.Diagnostic;
import dev.curtain.language.Span;
import java.util.ArrayList;
import java.util.List;

/** Everything that is to be said about one text, collected while it is read. */
final class Problems {
  private final List<Diagnostic> found = new ArrayList<>();

  void addAll(List<Diagnostic> diagnostics) {
    found.addAll(diagnostics);
  }

  void report(Rule rule, Span span, String message, String hint) {
    found.add(rule.at(span, message, hint));
  }

  List<Diagnostic> inOrderOfText() {
    return found.stream().sorted(Diagnostic.IN_ORDER).toList();
  }
}
