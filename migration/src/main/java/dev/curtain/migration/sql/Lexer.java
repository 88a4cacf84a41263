package dev.curtain.migration.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text into tokens and comments, by PostgreSQL's rules for quotes, dollars and nested comments. */
final class Lexer {
  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");
  private static final Pattern NUMBER = Pattern.compile("\\d[\\w.]*|\\.\\d[\\w]*");
  private static final Pattern DOLLAR = Pattern.compile("\\$([\\p{L}_][\\p{L}\\p{N}_]*)?\\$");

  /** A comment without its marks. */
  record Comment(String text, int offset, int line) {}

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private final List<Comment> comments = new ArrayList<>();
  private int at;
  private int line = 1;

  Lexer(String sql) {
    this.sql = sql;
    while (at < sql.length()) {
      step();
    }
  }

  List<Token> tokens() {
    return tokens;
  }

  List<Comment> comments() {
    return comments;
  }

  private void step() {
    char c = sql.charAt(at);
    if (Character.isWhitespace(c)) {
      take(at + 1);
    } else if (sql.startsWith("--", at)) {
      int end = sql.indexOf('\n', at);
      comment(at + 2, end < 0 ? sql.length() : end, end < 0 ? sql.length() : end);
    } else if (sql.startsWith("/*", at)) {
      int end = blockEnd();
      comment(at + 2, Math.max(at + 2, end - 2), end);
    } else if (c == '\\' && startsLine()) {
      int end = sql.indexOf('\n', at);
      take(end < 0 ? sql.length() : end);
    } else if (c == '\'') {
      token(Token.Kind.STRING, at, quoted(at, '\'', false));
    } else if (c == '"') {
      token(Token.Kind.QUOTED, at, quoted(at, '"', false));
    } else {
      wordOrSymbol();
    }
  }

  private void wordOrSymbol() {
    Matcher prefix = matcher(Pattern.compile("(?i)([ebxn]|u&)(?=')|u&(?=\")"));
    if (prefix.lookingAt()) {
      char quote = sql.charAt(prefix.end());
      boolean escapes = prefix.group().equalsIgnoreCase("e");
      token(
          quote == '"' ? Token.Kind.QUOTED : Token.Kind.STRING,
          at,
          quoted(prefix.end(), quote, escapes));
      return;
    }
    Matcher dollar = matcher(DOLLAR);
    if (dollar.lookingAt()) {
      int close = sql.indexOf(dollar.group(), dollar.end());
      token(Token.Kind.STRING, at, close < 0 ? sql.length() : close + dollar.group().length());
      return;
    }
    Matcher word = matcher(WORD);
    if (word.lookingAt()) {
      token(Token.Kind.WORD, at, word.end());
      return;
    }
    Matcher number = matcher(NUMBER);
    if (number.lookingAt()) {
      token(Token.Kind.NUMBER, at, number.end());
      return;
    }
    token(Token.Kind.SYMBOL, at, sql.startsWith("::", at) ? at + 2 : at + 1);
  }

  private Matcher matcher(Pattern pattern) {
    return pattern.matcher(sql).region(at, sql.length()).useTransparentBounds(true);
  }

  private boolean startsLine() {
    return at == 0 || sql.charAt(at - 1) == '\n';
  }

  private int quoted(int open, char quote, boolean escapes) {
    int end = open + 1;
    while (end < sql.length()) {
      char c = sql.charAt(end);
      if (escapes && c == '\\') {
        end += 2;
      } else if (c == quote && end + 1 < sql.length() && sql.charAt(end + 1) == quote) {
        end += 2;
      } else if (c == quote) {
        return end + 1;
      } else {
        end++;
      }
    }
    return sql.length();
  }

  private int blockEnd() {
    int depth = 0;
    int end = at;
    while (end < sql.length()) {
      if (sql.startsWith("/*", end)) {
        depth++;
        end += 2;
      } else if (sql.startsWith("*/", end)) {
        depth--;
        end += 2;
        if (depth == 0) {
          return end;
        }
      } else {
        end++;
      }
    }
    return sql.length();
  }

  private void token(Token.Kind kind, int start, int end) {
    tokens.add(new Token(kind, sql.substring(start, end), start, line));
    take(end);
  }

  private void comment(int start, int end, int next) {
    comments.add(new Comment(sql.substring(start, Math.max(start, end)).strip(), at, line));
    take(next);
  }

  private void take(int end) {
    for (; at < end; at++) {
      if (sql.charAt(at) == '\n') {
        line++;
      }
    }
  }
}
