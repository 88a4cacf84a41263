package dev.curtain.model;

import dev.curtain.language.Diagnostic;
import dev.curtain.language.Span;
import dev.curtain.language.SyntaxTree;
import java.util.List;

/**
 * A model with everything that is to be said about it; where an error is among it, the model is for
 * showing, not for use.
 *
 * @param text one text that means all of this: the text that was read, with its imports in place
 * @param sources the texts that this was read from; {@link Span#source} counts them, 0 is the one
 *     that was asked for
 */
public record Resolution(
    SystemModel model, List<Diagnostic> diagnostics, String text, List<Source> sources) {
  public Resolution {
    diagnostics = List.copyOf(diagnostics);
    sources = List.copyOf(sources);
  }

  /** One of the texts, by the name it was asked for or found under. */
  public record Source(String name, SyntaxTree tree) {}

  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }

  /** The name of the text in which something stands. */
  public String source(Span span) {
    return sources.get(span.source()).name();
  }

  /** The same with other things to say. */
  public Resolution saying(List<Diagnostic> others) {
    return new Resolution(model, others, text, sources);
  }
}
