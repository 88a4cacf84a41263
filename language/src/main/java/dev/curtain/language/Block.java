package dev.curtain.language;

import java.util.List;

/** Statements between braces; the span includes both braces, or ends where the text does. */
public record Block(List<Statement> statements, Span span) {
  public Block {
    statements = List.copyOf(statements);
  }
}
