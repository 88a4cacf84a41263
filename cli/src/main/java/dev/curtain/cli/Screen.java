package dev.curtain.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * Where results and messages go. Colour and redrawing happen only where the stream is a terminal
 * and {@code NO_COLOR} is not set; a pipe gets plain lines.
 *
 * @param out results
 * @param err messages and progress
 * @param outIsTerminal {@code out} is looked at by a person
 * @param errIsTerminal {@code err} is looked at by a person
 * @param colour whether colour is wanted at all
 * @param columns width of the terminal
 * @param rows its height
 */
record Screen(
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    boolean colour,
    int columns,
    int rows) {
  /** A style of text. */
  enum Style {
    BOLD("1"),
    DIM("2"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    BLUE("34"),
    CYAN("36");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  /** The process's own streams; the launcher says which of them are terminals and how wide. */
  static Screen of(Map<String, String> environment, PrintStream out, PrintStream err) {
    String terminals = environment.getOrDefault("CURTAIN_TERMINAL", "");
    boolean dumb = "dumb".equals(environment.get("TERM"));
    return new Screen(
        out,
        err,
        terminals.contains("out") && !dumb,
        terminals.contains("err") && !dumb,
        environment.getOrDefault("NO_COLOR", "").isEmpty(),
        size(environment.getOrDefault("CURTAIN_COLUMNS", ""), 100),
        size(environment.getOrDefault("CURTAIN_ROWS", ""), 50));
  }

  private static int size(String text, int otherwise) {
    return text.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(text) : otherwise;
  }

  /** {@code text} in a style, where {@code out} shows colour. */
  String styled(String text, Style... styles) {
    return styled(outIsTerminal, text, styles);
  }

  /** {@code text} in a style, where {@code err} shows colour. */
  String styledErr(String text, Style... styles) {
    return styled(errIsTerminal, text, styles);
  }

  private String styled(boolean terminal, String text, Style... styles) {
    if (!terminal || !colour || text.isEmpty()) {
      return text;
    }
    String codes = String.join(";", List.of(styles).stream().map(style -> style.code).toList());
    return "\u001b[" + codes + "m" + text + "\u001b[0m";
  }

  void line(String text) {
    out.println(text);
  }

  void message(String text) {
    err.println(text);
  }
}
