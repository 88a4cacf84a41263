package dev.curtain.language;

import java.util.Optional;

/**
 * Writes a text in the one form that all models share: two spaces per block, one between tokens, at
 * most one empty line. Every token and every comment stays, in its order; a block that stands on
 * one line stays there as long as it fits.
 */
public final class Formatter {
  /** Beyond this column a block is no longer kept on one line. */
  static final int WIDTH = 100;

  private static final int INDENT = 2;

  private final Tokens tokens;
  private final Shape shape;
  private final String newline;
  private final StringBuilder out;
  private int depth;
  private int column;

  private Formatter(Tokens tokens, Shape shape) {
    this.tokens = tokens;
    this.shape = shape;
    this.newline = tokens.text().contains("\r\n") ? "\r\n" : "\n";
    this.out = new StringBuilder(tokens.text().length() + 64);
  }

  /**
   * The text formatted; empty where the text has syntax errors, because then nobody knows what
   * belongs together, and a guess could change what it means.
   */
  public static Optional<String> format(String text) {
    SyntaxTree.Parsed parsed = SyntaxTree.parse(text);
    if (!parsed.diagnostics().isEmpty()) {
      return Optional.empty();
    }
    Tokens tokens = parsed.tree().all();
    Shape shape = Shape.of(tokens, parsed.tree().statements());
    String formatted = new Formatter(tokens, shape).run();
    // Line ends mean something here, so the result is read again: a formatter that changes what a
    // file says would be worse than none.
    return shape.sameAs(formatted) ? Optional.of(formatted) : Optional.of(text);
  }

  private String run() {
    int before = -1;
    int lines = 0;
    for (int i = 0; i < tokens.size(); i++) {
      switch (tokens.kind(i)) {
        case SPACE, END -> {}
        case NEWLINE -> lines++;
        default -> {
          place(before, i, lines);
          before = i;
          lines = 0;
        }
      }
    }
    return before < 0 ? "" : out.append(newline).toString();
  }

  private void place(int before, int token, int lines) {
    if (shape.closes(token)) {
      depth--;
    }
    if (before >= 0) {
      if (breaks(before, token, lines)) {
        boolean paragraph = lines > 1 && !shape.opens(before) && !shape.closes(token);
        out.append(newline).append(paragraph ? newline : "");
        column = INDENT * (depth + (continues(before, token) ? 1 : 0));
        out.repeat(' ', column);
      } else {
        write(gap(before, token));
      }
    }
    if (shape.opens(token)) {
      depth++;
      if (!shape.tall(token) && column + flat(token) > WIDTH) {
        shape.makeTall(token);
      }
    }
    String source = tokens.source(token);
    write(tokens.kind(token) == TokenKind.COMMENT ? source.stripTrailing() : source);
  }

  private void write(String text) {
    out.append(text);
    int line = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
    column = line < 0 ? column + text.length() : text.length() - line - 1;
  }

  private boolean breaks(int before, int token, int lines) {
    boolean comment = tokens.kind(token) == TokenKind.COMMENT;
    boolean behindComment = tokens.kind(before) == TokenKind.COMMENT;
    if (shape.opens(before) && shape.closes(token)) {
      return false;
    }
    if (comment || behindComment) {
      return lines > 0 || shape.closes(token) && shape.tall(token);
    }
    if (shape.blockOpens(token)) {
      return false;
    }
    return lines > 0
        || shape.opens(before) && shape.tall(before)
        || shape.closes(token) && shape.tall(token)
        || shape.begins(token) && shape.inTall(token);
  }

  /** Whether a token that begins a line goes on with a statement that began on one before. */
  private boolean continues(int before, int token) {
    return !shape.begins(token)
        && !shape.closes(token)
        && !shape.opens(before)
        && tokens.kind(token) != TokenKind.COMMENT
        && !shape.inList(token);
  }

  /** What stands between two tokens of one line. */
  private String gap(int before, int token) {
    TokenKind left = tokens.kind(before);
    TokenKind right = tokens.kind(token);
    if (shape.verbatim(before, token)) {
      return tokens.text().substring(tokens.end(before), tokens.start(token));
    }
    boolean glued =
        shape.opens(before) && shape.closes(token)
            || right == TokenKind.COMMA
            || right == TokenKind.SEMICOLON
            || right == TokenKind.COLON
            || left == TokenKind.OPEN_BRACKET
            || left == TokenKind.LINK
            || right == TokenKind.CLOSE_BRACKET;
    return glued ? "" : " ";
  }

  /** How long the block is that opens with this token, on one line. */
  private int flat(int opening) {
    int length = 0;
    int before = opening;
    int end = shape.end(opening);
    for (int i = opening; i <= end; i++) {
      if (tokens.kind(i) != TokenKind.SPACE && tokens.kind(i) != TokenKind.NEWLINE) {
        length += (i == opening ? 0 : gap(before, i).length()) + tokens.end(i) - tokens.start(i);
        before = i;
      }
    }
    return length;
  }
}
