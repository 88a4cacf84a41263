package dev.curtain.language;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into tokens that together are the whole text. Never fails; what it does not know is
 * {@link TokenKind#UNKNOWN}. Looks at every character a bounded number of times.
 */
final class Lexer {
  private final String text;
  private final Tokens tokens;
  private final List<Trouble> troubles = new ArrayList<>();
  private int at;

  /** Once a comment is seen not to nest, none is expected to: keeps the scan linear. */
  private boolean commentsNest = true;

  private boolean tripleQuotesClose = true;
  private final int[] nextQuote = {-1, -1};

  /** A problem with the token that was about to be added. */
  record Trouble(int token, SyntaxRule rule, String message, String hint) {}

  Lexer(String text, int source) {
    this.text = text;
    this.tokens = new Tokens(text, source);
  }

  List<Trouble> troubles() {
    return troubles;
  }

  Tokens run() {
    while (at < text.length()) {
      next();
    }
    tokens.add(TokenKind.END, text.length());
    return tokens;
  }

  private void next() {
    int c = text.codePointAt(at);
    if (Letters.startsWord(c)) {
      word();
    } else if (Letters.space(c)) {
      int start = at;
      while (at < text.length() && Letters.space(peek(0))) {
        at++;
      }
      tokens.add(TokenKind.SPACE, start);
    } else if (startsNumber(c)) {
      number();
    } else {
      symbol(c);
    }
  }

  private void symbol(int c) {
    switch (c) {
      case '\n', '\r' -> newline();
      case '"', '\'' -> string((char) c);
      case '{' -> take(TokenKind.OPEN_BRACE, 1);
      case '}' -> take(TokenKind.CLOSE_BRACE, 1);
      case '[' -> take(TokenKind.OPEN_BRACKET, 1);
      case ']' -> take(TokenKind.CLOSE_BRACKET, 1);
      case ':' -> take(TokenKind.COLON, 1);
      case '.' -> take(TokenKind.DOT, 1);
      case ',' -> take(TokenKind.COMMA, 1);
      case ';' -> take(TokenKind.SEMICOLON, 1);
      case '*' -> take(TokenKind.STAR, peek(1) == '*' ? 2 : 1);
      case '=' -> take(peek(1) == '>' ? TokenKind.ARROW : TokenKind.EQUALS, peek(1) == '>' ? 2 : 1);
      case '/' -> slash();
      case '-' -> dash();
      case '<' -> less();
      case '>' -> take(TokenKind.COMPARISON, peek(1) == '=' ? 2 : 1);
      case '→', '←', '↔', '⟶', '⇒' -> take(TokenKind.ARROW, 1);
      case '#', '@' -> tag();
      case '“', '”', '‘', '’' -> typographicString();
      default -> take(TokenKind.UNKNOWN, Character.charCount(c));
    }
  }

  private void take(TokenKind kind, int length) {
    tokens.add(kind, at);
    at += length;
  }

  /** The character {@code ahead} of here, or 0 behind the end. */
  private int peek(int ahead) {
    int index = at + ahead;
    return index < text.length() ? text.charAt(index) : 0;
  }

  private void newline() {
    take(TokenKind.NEWLINE, peek(0) == '\r' && peek(1) == '\n' ? 2 : 1);
    tokens.lineAt(at);
  }

  /** A dash belongs to a word only between two of its characters, so that {@code A->B} works. */
  private void word() {
    int start = at;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (Letters.inWord(c)) {
        at += Character.charCount(c);
      } else if (c == '-' && at + 1 < text.length() && Letters.inWord(text.codePointAt(at + 1))) {
        at++;
      } else {
        break;
      }
    }
    tokens.add(TokenKind.WORD, start);
  }

  private boolean startsNumber(int c) {
    return Letters.digit(c)
        || (c == '-' || c == '+' || c == '$' || c == '€' || c == '~') && Letters.digit(peek(1));
  }

  /**
   * A number with whatever is glued to it: {@code 5%}, {@code 1h30m}, {@code $500/month}, {@code
   * 22:00}.
   */
  private void number() {
    int start = at++;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      int following = peek(1);
      if (Letters.inWord(c) || c == '%') {
        at += Character.charCount(c);
      } else if (c == '.' && Letters.digit(following)
          || c == '/' && Letters.inWord(following)
          || c == ':' && Letters.digit(following)
          || c == '-' && Letters.inWord(following)) {
        at++;
      } else {
        break;
      }
    }
    tokens.add(TokenKind.NUMBER, start);
  }

  private void slash() {
    if (peek(1) == '/') {
      int start = at;
      at = lineEnd(at, text.length());
      tokens.add(TokenKind.COMMENT, start);
    } else if (peek(1) == '*') {
      blockComment();
    } else {
      take(TokenKind.UNKNOWN, 1);
    }
  }

  private void blockComment() {
    int start = at;
    int end = commentsNest ? nestedEnd(start) : -1;
    if (end < 0) {
      commentsNest = false;
      int close = text.indexOf("*/", start + 2);
      end = close < 0 ? -1 : close + 2;
    }
    if (end < 0) {
      trouble(
          SyntaxRule.UNCLOSED_COMMENT,
          "the comment is never closed, so the rest of the file is part of it",
          "close it with */");
      end = text.length();
    }
    multiLine(TokenKind.COMMENT, start, end);
  }

  private int nestedEnd(int start) {
    int depth = 0;
    for (int i = start; i + 1 < text.length(); i++) {
      if (text.charAt(i) == '/' && text.charAt(i + 1) == '*') {
        depth++;
        i++;
      } else if (text.charAt(i) == '*' && text.charAt(i + 1) == '/') {
        i++;
        if (--depth == 0) {
          return i + 1;
        }
      }
    }
    return -1;
  }

  private void dash() {
    int next = peek(1);
    if (next == '>') {
      take(TokenKind.ARROW, 2);
    } else if (next == '-' && peek(2) == '>') {
      take(TokenKind.ARROW, 3);
    } else if (next == '[') {
      take(TokenKind.LINK, 2);
    } else {
      take(TokenKind.UNKNOWN, 1);
    }
  }

  private void less() {
    if (peek(1) == '-') {
      int dashes = peek(2) == '-' ? 2 : 1;
      take(TokenKind.ARROW, peek(1 + dashes) == '>' ? 2 + dashes : 1 + dashes);
    } else {
      take(TokenKind.COMPARISON, peek(1) == '=' ? 2 : 1);
    }
  }

  private void tag() {
    int start = at++;
    if (at < text.length() && Letters.inWord(text.codePointAt(at))) {
      word();
      tokens.retype(TokenKind.TAG, start);
    } else {
      tokens.add(TokenKind.UNKNOWN, start);
    }
  }

  private void string(char quote) {
    int start = at;
    if (quote == '"' && tripleQuotesClose && text.startsWith("\"\"\"", at)) {
      int close = text.indexOf("\"\"\"", at + 3);
      if (close >= 0) {
        multiLine(TokenKind.STRING, start, close + 3);
        return;
      }
      tripleQuotesClose = false;
    }
    int end = closingQuote(quote);
    if (end < 0) {
      trouble(
          SyntaxRule.UNCLOSED_STRING,
          "the string is never closed",
          "close it with " + quote + " on the same line");
      end = contentEnd(start, lineEnd(start, text.length()));
    }
    multiLine(TokenKind.STRING, start, end);
  }

  /**
   * The end of the string that starts here, or -1. A string may span lines; but where the quote
   * that would end it is glued to a word behind it, that quote opens another string, and this one
   * was left open on its own line.
   */
  private int closingQuote(char quote) {
    int close = nextUnescaped(quote);
    if (close < 0) {
      return -1;
    }
    boolean opens =
        close + 1 < text.length()
            && Letters.inWord(text.codePointAt(close + 1))
            && lineEnd(at, close) < close;
    return opens ? -1 : close + 1;
  }

  /** The next quote behind here without a backslash; found once for all unclosed strings before. */
  private int nextUnescaped(char quote) {
    int memory = quote == '"' ? 0 : 1;
    if (nextQuote[memory] > at) {
      return nextQuote[memory] == Integer.MAX_VALUE ? -1 : nextQuote[memory];
    }
    int i = at + 1;
    while (i < text.length() && text.charAt(i) != quote) {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    nextQuote[memory] = i < text.length() ? i : Integer.MAX_VALUE;
    return i < text.length() ? i : -1;
  }

  /** Where an unclosed string ends: with its line, without the spaces and brace at its end. */
  private int contentEnd(int start, int lineEnd) {
    int end = lineEnd;
    while (end > start + 1
        && (Letters.space(text.charAt(end - 1)) || text.charAt(end - 1) == '{')) {
      end--;
    }
    return end;
  }

  private void typographicString() {
    int start = at++;
    while (at < text.length() && "“”‘’\"\n\r".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (at < text.length() && peek(0) != '\n' && peek(0) != '\r') {
      at++;
    }
    trouble(
        SyntaxRule.TYPOGRAPHIC_QUOTE,
        "the string is in typographic quotes",
        "use straight quotes: \"…\"");
    tokens.add(TokenKind.STRING, start);
  }

  /** The first line break from {@code from} on, or {@code limit}. */
  private int lineEnd(int from, int limit) {
    int end = from;
    while (end < limit && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  private void multiLine(TokenKind kind, int start, int end) {
    tokens.add(kind, start);
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r' && !(i + 1 < text.length() && text.charAt(i + 1) == '\n')) {
        tokens.lineAt(i + 1);
      }
    }
    at = end;
  }

  private void trouble(SyntaxRule rule, String message, String hint) {
    troubles.add(new Trouble(tokens.size(), rule, message, hint));
  }
}
