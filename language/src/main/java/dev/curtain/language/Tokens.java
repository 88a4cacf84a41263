package dev.curtain.language;

import java.util.AbstractList;
import java.util.Arrays;

/**
 * All tokens of a text in order, spaces and comments included: joined, they are the text. Kept in
 * arrays, because a large model has millions of them; {@link Token} is made on demand.
 *
 * <p>The last token is {@link TokenKind#END}, which is empty.
 */
final class Tokens extends AbstractList<Token> {
  private static final TokenKind[] KINDS = TokenKind.values();

  private final String text;
  private final int source;
  private byte[] kinds;
  private int[] starts;
  private int[] lines;
  private int size;
  private int[] lineStarts = new int[64];
  private int line = 1;

  Tokens(String text) {
    this(text, 0);
  }

  /**
   * @param source the number of the text, as {@link Span#source} has it
   */
  Tokens(String text, int source) {
    this.source = source;
    this.text = text;
    int expected = Math.max(16, text.length() / 4);
    kinds = new byte[expected];
    starts = new int[expected];
    lines = new int[expected];
  }

  void add(TokenKind kind, int start) {
    if (size == kinds.length) {
      int larger = size + (size >> 1) + 16;
      kinds = Arrays.copyOf(kinds, larger);
      starts = Arrays.copyOf(starts, larger);
      lines = Arrays.copyOf(lines, larger);
    }
    kinds[size] = (byte) kind.ordinal();
    starts[size] = start;
    lines[size++] = line;
  }

  /** Widens the token just added to the left, where it is of another kind than it looked. */
  void retype(TokenKind kind, int start) {
    kinds[size - 1] = (byte) kind.ordinal();
    starts[size - 1] = start;
  }

  /** Says that a line begins at {@code offset}; tokens added from now on are on it. */
  void lineAt(int offset) {
    if (++line >= lineStarts.length) {
      lineStarts = Arrays.copyOf(lineStarts, line * 2);
    }
    lineStarts[line] = offset;
  }

  TokenKind kind(int token) {
    return KINDS[kinds[token]];
  }

  int start(int token) {
    return starts[token];
  }

  int end(int token) {
    return token + 1 < size ? starts[token + 1] : text.length();
  }

  int line(int token) {
    return lines[token];
  }

  /** The line on which the token ends; a line break itself ends where the next line begins. */
  int endLine(int token) {
    return token + 1 < size ? lines[token + 1] : line;
  }

  int column(int token) {
    return starts[token] - lineStarts[lines[token]] + 1;
  }

  String source(int token) {
    return text.substring(starts[token], end(token));
  }

  String text() {
    return text;
  }

  boolean is(int token, String word) {
    int start = starts[token];
    return end(token) - start == word.length() && text.startsWith(word, start);
  }

  /** From the start of one token to the end of another. */
  Span span(int first, int last) {
    int endLine = endLine(last);
    int end = end(last);
    return new Span(
        starts[first],
        end,
        lines[first],
        column(first),
        endLine,
        end - lineStarts[endLine] + 1,
        source);
  }

  @Override
  public Token get(int token) {
    return new Token(kind(token), source(token), span(token, token));
  }

  @Override
  public int size() {
    return size;
  }
}
