package dev.curtain.language;

/** One token as it stands in the text. */
public record Token(TokenKind kind, String text, Span span) {}
