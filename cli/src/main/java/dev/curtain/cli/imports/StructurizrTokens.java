package dev.curtain.cli.imports;

import java.util.ArrayList;
import java.util.List;

/** A Structurizr DSL file by lines of words; comments are gone, quotes opened. */
final class StructurizrTokens {
  private StructurizrTokens() {}

  /**
   * One line.
   *
   * @param opens whether a brace at its end opens a block
   * @param closes whether it is a closing brace
   */
  record Line(int number, List<String> words, boolean opens, boolean closes) {
    Line {
      words = List.copyOf(words);
    }

    String word(int index) {
      return index < words.size() ? words.get(index) : "";
    }
  }

  static List<Line> of(String text) {
    List<Line> lines = new ArrayList<>();
    boolean comment = false;
    int number = 0;
    for (String raw : text.lines().toList()) {
      number++;
      String line = raw.strip();
      if (comment) {
        int end = line.indexOf("*/");
        if (end < 0) {
          continue;
        }
        line = line.substring(end + 2).strip();
        comment = false;
      }
      if (line.startsWith("/*")) {
        int end = line.indexOf("*/", 2);
        comment = end < 0;
        line = comment ? "" : line.substring(end + 2).strip();
      }
      if (!line.isEmpty() && !line.startsWith("//") && !line.startsWith("#")) {
        add(line, number, lines);
      }
    }
    return lines;
  }

  private static void add(String line, int number, List<Line> into) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '"') {
        StringBuilder word = new StringBuilder();
        at++;
        while (at < line.length() && line.charAt(at) != '"') {
          if (line.charAt(at) == '\\' && at + 1 < line.length()) {
            at++;
          }
          word.append(line.charAt(at++));
        }
        at++;
        words.add(word.toString());
      } else if (c == '=' || c == '{' && line.substring(at).strip().equals("{")) {
        words.add(c == '=' ? "\u0000=" : "\u0000{");
        at++;
      } else if (c == '}' && words.isEmpty()) {
        words.add("\u0000}");
        at++;
      } else {
        int start = at;
        while (at < line.length()
            && !Character.isWhitespace(line.charAt(at))
            && line.charAt(at) != '=') {
          at++;
        }
        words.add(line.substring(start, at));
      }
    }
    boolean opens = !words.isEmpty() && words.getLast().equals("\u0000{");
    boolean closes = !words.isEmpty() && words.getFirst().equals("\u0000}");
    if (opens) {
      words.removeLast();
    }
    into.add(new Line(number, words, opens, closes));
  }
}
