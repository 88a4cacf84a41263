package dev.curtain.language;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A walk over the tokens that mean something, and what was found on the way. {@code ahead} counts
 * such tokens from here.
 */
final class Cursor {
  private final Tokens tokens;
  private final int[] significant;
  private final int count;
  private int at;

  final List<Diagnostic> diagnostics = new ArrayList<>();

  /** Kinds that the text declares itself. */
  final Set<String> declaredKinds = new HashSet<>();

  Cursor(Tokens tokens) {
    this.tokens = tokens;
    int[] found = new int[tokens.size()];
    int size = 0;
    for (int i = 0; i < tokens.size(); i++) {
      if (!tokens.kind(i).isTrivia()) {
        found[size++] = i;
      }
    }
    this.significant = found;
    this.count = size;
  }

  /** The place of a token among those that mean something. */
  int position() {
    return at;
  }

  void advance() {
    at = Math.min(at + 1, count - 1);
  }

  private int token(int ahead) {
    return significant[Math.min(at + ahead, count - 1)];
  }

  TokenKind kind(int ahead) {
    return tokens.kind(token(ahead));
  }

  boolean at(TokenKind kind) {
    return kind(0) == kind;
  }

  boolean is(int ahead, String word) {
    return tokens.is(token(ahead), word);
  }

  String source(int ahead) {
    return tokens.source(token(ahead));
  }

  int column() {
    return tokens.column(token(0));
  }

  /**
   * Whether a token stands on the line on which the one before it ends. The end of the text does
   * not, so that whatever reads to the end of a line stops there.
   */
  boolean sameLine(int ahead) {
    int index = at + ahead;
    return index > 0
        && index < count - 1
        && tokens.line(significant[index]) == tokens.endLine(significant[index - 1]);
  }

  boolean sameLine(int ahead, TokenKind kind) {
    return kind(ahead) == kind && sameLine(ahead);
  }

  boolean arrow(int ahead) {
    TokenKind kind = kind(ahead);
    return kind == TokenKind.ARROW || kind == TokenKind.LINK;
  }

  /** Whether a value begins with this token. */
  boolean value(int ahead) {
    return switch (kind(ahead)) {
      case WORD, NUMBER, STRING, OPEN_BRACKET, COMPARISON, STAR, TAG -> true;
      default -> false;
    };
  }

  /** How many tokens the dotted name has that begins {@code ahead}; 0 where there is none. */
  int reference(int ahead) {
    if (kind(ahead) != TokenKind.WORD) {
      return 0;
    }
    int length = 1;
    while (sameLine(ahead + length, TokenKind.DOT)
        && sameLine(ahead + length + 1)
        && (kind(ahead + length + 1) == TokenKind.WORD
            || kind(ahead + length + 1) == TokenKind.NUMBER)) {
      length += 2;
    }
    return length;
  }

  Name takeName() {
    Name name = new Name(source(0), span(at));
    advance();
    return name;
  }

  Reference takeReference(int length) {
    int first = at;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(source(0));
      advance();
    }
    return new Reference(text.toString(), spanFrom(first));
  }

  Span span(int position) {
    return tokens.span(significant[position], significant[position]);
  }

  Span here() {
    return span(at);
  }

  /** From a position to the token before this one. */
  Span spanFrom(int first) {
    return tokens.span(significant[first], significant[Math.max(first, at - 1)]);
  }

  String sourceFrom(int first) {
    return tokens
        .text()
        .substring(
            tokens.start(significant[first]), tokens.end(significant[Math.max(first, at - 1)]));
  }

  void report(SyntaxRule rule, Span span, String message, String hint) {
    diagnostics.add(rule.at(span, message, hint));
  }
}
