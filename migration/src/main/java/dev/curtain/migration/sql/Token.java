package dev.curtain.migration.sql;

import java.util.Locale;

/**
 * A word of SQL.
 *
 * @param text as written, quotes included
 * @param offset where it starts in the script, in characters
 * @param line 1 for the first
 */
public record Token(Kind kind, String text, int offset, int line) {
  /** What a token is. */
  public enum Kind {
    WORD,
    QUOTED,
    STRING,
    NUMBER,
    SYMBOL
  }

  /** The keyword or symbol {@code word}, in any case. A quoted word is never a keyword. */
  public boolean is(String word) {
    return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equalsIgnoreCase(word);
  }

  public boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED;
  }

  /** The name as PostgreSQL stores it: folded to lower case unless quoted. */
  public String name() {
    if (kind != Kind.QUOTED) {
      return text.toLowerCase(Locale.ROOT);
    }
    int open = text.indexOf('"');
    return text.substring(open + 1, text.length() - 1).replace("\"\"", "\"");
  }

  /** What a string says, without prefix and quotes; any other token as written. */
  public String value() {
    int open = text.indexOf('\'');
    return kind == Kind.STRING && open >= 0 && text.length() > open + 1
        ? text.substring(open + 1, text.length() - 1).replace("''", "'")
        : text;
  }

  int end() {
    return offset + text.length();
  }
}
