package dev.curtain.language;

/** What a string token stands for. */
final class Strings {
  private static final String TRIPLE = "\"\"\"";

  private Strings() {}

  static String content(String source) {
    if (source.startsWith(TRIPLE) && source.length() >= 6 && source.endsWith(TRIPLE)) {
      return source.substring(3, source.length() - 3);
    }
    char quote = source.charAt(0);
    char last = source.charAt(source.length() - 1);
    boolean closed = source.length() > 1 && (last == quote || "”’“‘".indexOf(last) >= 0);
    return unescape(source.substring(1, closed ? source.length() - 1 : source.length()));
  }

  /** As much of a source text as a message can bear. */
  static String excerpt(String source) {
    String line = source.lines().findFirst().orElse("");
    return line.isEmpty() ? "end of file" : line.length() > 40 ? line.substring(0, 40) + "…" : line;
  }

  /** An escape that is not known stays as it is: {@code C:\path} needs no doubled backslash. */
  private static String unescape(String raw) {
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    StringBuilder text = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '\\' || i + 1 == raw.length()) {
        text.append(c);
        continue;
      }
      char escaped = raw.charAt(++i);
      switch (escaped) {
        case 'n' -> text.append('\n');
        case 't' -> text.append('\t');
        case 'r' -> text.append('\r');
        case '\\', '"', '\'' -> text.append(escaped);
        default -> text.append('\\').append(escaped);
      }
    }
    return text.toString();
  }
}
