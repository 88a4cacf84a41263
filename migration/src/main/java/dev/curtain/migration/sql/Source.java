package dev.curtain.migration.sql;

import java.util.List;

/**
 * One statement as written.
 *
 * @param index 1 for the first of its script
 * @param text without the semicolon
 * @param line where it starts, 1 for the first
 * @param comments what is said before and inside it, without the marks
 */
public record Source(int index, String text, int line, List<Token> tokens, List<String> comments) {
  public Source {
    tokens = List.copyOf(tokens);
    comments = List.copyOf(comments);
  }
}
