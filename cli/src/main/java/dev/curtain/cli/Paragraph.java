package dev.curtain.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text in lines of a width. Escape sequences take no room. */
final class Paragraph {
  private static final Pattern ESCAPE = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");

  private Paragraph() {}

  /** How much room it takes on a screen. */
  static int width(String text) {
    String plain = ESCAPE.matcher(text).replaceAll("");
    return plain.codePointCount(0, plain.length());
  }

  /**
   * Broken between words; a word that is longer than a line has one of its own.
   *
   * @return one line at least
   */
  static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    int length = 0;
    for (String word : text.split(" ", -1)) {
      int wordLength = width(word);
      if (length > 0 && length + 1 + wordLength > width) {
        lines.add(current.toString());
        current.setLength(0);
        length = 0;
      }
      current.append(length > 0 ? " " : "").append(word);
      length += (length > 0 ? 1 : 0) + wordLength;
    }
    lines.add(current.toString());
    return lines;
  }

  /** Lines that are indented; those after the first hang two deeper. */
  static List<String> hanging(int indent, String text, int width) {
    List<String> lines = new ArrayList<>();
    for (String line : wrapped(text, Math.max(20, width - indent - 2))) {
      lines.add(" ".repeat(lines.isEmpty() ? indent : indent + 2) + line);
    }
    return lines;
  }

  /** Its first {@code width} places; what is cut off is three points, and no colour goes on. */
  static String cut(String line, int width) {
    if (width(line) <= width) {
      return line;
    }
    StringBuilder kept = new StringBuilder();
    Matcher escape = ESCAPE.matcher(line);
    boolean styled = false;
    int room = Math.max(0, width - 1);
    for (int at = 0; at < line.length() && room > 0; ) {
      if (escape.find(at) && escape.start() == at) {
        kept.append(escape.group());
        styled = true;
        at = escape.end();
        continue;
      }
      int point = line.codePointAt(at);
      kept.appendCodePoint(point);
      at += Character.charCount(point);
      room--;
    }
    return kept + "…" + (styled ? "\u001b[0m" : "");
  }
}
