package dev.curtain.language;

/** What a stretch of text is. Every character of a text belongs to exactly one token. */
public enum TokenKind {
  WORD,
  /** A number, with its unit where it has one: {@code 10}, {@code 99.9%}, {@code 30d}. */
  NUMBER,
  STRING,
  OPEN_BRACE,
  CLOSE_BRACE,
  OPEN_BRACKET,
  CLOSE_BRACKET,
  EQUALS,
  COLON,
  DOT,
  COMMA,
  SEMICOLON,
  /** {@code *} or {@code **}. */
  STAR,
  /** {@code #name} or {@code @name}. */
  TAG,
  /** {@code ->}, {@code <-}, {@code <->}, {@code -->} and their relatives. */
  ARROW,
  /** {@code -[}, the start of {@code -[verb]->}. */
  LINK,
  /** {@code <}, {@code >}, {@code <=}, {@code >=}. */
  COMPARISON,
  UNKNOWN,
  /** Spaces, tabs, no-break spaces, a byte order mark. */
  SPACE(true),
  NEWLINE(true),
  COMMENT(true),
  END;

  private final boolean trivia;

  TokenKind() {
    this(false);
  }

  TokenKind(boolean trivia) {
    this.trivia = trivia;
  }

  /** Whether the grammar looks past it; a formatter must not. */
  public boolean isTrivia() {
    return trivia;
  }
}
