package dev.curtain.language;

/**
 * A place in a source text. Lines and columns count from 1; columns count UTF-16 units, tabs as
 * one. {@code endColumn} is the column just behind the last character; offsets count from 0.
 *
 * @param source which text: 0 is the one that was asked for, others are what it imports
 */
public record Span(
    int offset, int endOffset, int line, int column, int endLine, int endColumn, int source) {
  /** The very start of a text: for what concerns a file as a whole. */
  public static final Span START = new Span(0, 0, 1, 1, 1, 1);

  public Span(int offset, int endOffset, int line, int column, int endLine, int endColumn) {
    this(offset, endOffset, line, column, endLine, endColumn, 0);
  }
}
