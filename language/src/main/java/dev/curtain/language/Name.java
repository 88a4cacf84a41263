package dev.curtain.language;

/** A word where it stands. */
public record Name(String text, Span span) {}
