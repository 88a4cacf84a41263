package dev.curtain.language;

import java.util.ArrayList;
import java.util.List;

/**
 * A text, cut into tokens that are all of it and read as statements that are most of it. The tree
 * exists whatever the text is; {@link Parsed#diagnostics} says what could not be read.
 */
public final class SyntaxTree {
  private final Tokens tokens;
  private final List<Statement> statements;

  SyntaxTree(Tokens tokens, List<Statement> statements) {
    this.tokens = tokens;
    this.statements = List.copyOf(statements);
  }

  /** A tree and everything that is wrong with the form of its text, in the order of the text. */
  public record Parsed(SyntaxTree tree, List<Diagnostic> diagnostics) {
    public Parsed {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** Reads any text. Takes time in proportion to its length, and throws nothing. */
  public static Parsed parse(String text) {
    return Parser.parse(text, 0);
  }

  /** Reads a text that another one imports; its spans carry the number {@code source}. */
  public static Parsed parse(String text, int source) {
    return Parser.parse(text, source);
  }

  public List<Statement> statements() {
    return statements;
  }

  /** Every token, spaces and comments included. */
  public List<Token> tokens() {
    return tokens;
  }

  /** Every comment, where it stands. */
  public List<Token> comments() {
    List<Token> comments = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.kind(i) == TokenKind.COMMENT) {
        comments.add(tokens.get(i));
      }
    }
    return comments;
  }

  Tokens all() {
    return tokens;
  }

  /** The text again, put together from the tokens. */
  public String text() {
    StringBuilder text = new StringBuilder(tokens.text().length());
    for (int i = 0; i < tokens.size(); i++) {
      text.append(tokens.text(), tokens.start(i), tokens.end(i));
    }
    return text.toString();
  }
}
