package dev.curtain.diagram;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A style sheet of simple rules written into the elements it is about, for programs that draw SVG
 * and read style sheets in ways of their own.
 */
final class Inlined {
  private static final Pattern RULE = Pattern.compile("([^{}]+)\\{([^{}]*)}");
  private static final Pattern CLASSES =
      Pattern.compile("class=\"([^\"]*)\"(?: style=\"([^\"]*)\")?");

  private Inlined() {}

  /**
   * @param svg in which no text holds a bare quotation mark
   * @param sheet rules whose selectors are single classes; others are for the whole and stay out
   */
  static String of(String svg, String sheet) {
    Map<String, String> rules = new LinkedHashMap<>();
    Matcher rule = RULE.matcher(sheet);
    while (rule.find()) {
      for (String selector : rule.group(1).split(",", -1)) {
        rules.merge(
            selector.strip().replaceFirst("^\\.", ""),
            rule.group(2).strip(),
            (a, b) -> a + " " + b);
      }
    }
    Matcher classes = CLASSES.matcher(svg);
    StringBuilder inlined = new StringBuilder(svg.length() * 2);
    while (classes.find()) {
      classes.appendReplacement(
          inlined, Matcher.quoteReplacement(style(classes.group(1), classes.group(2), rules)));
    }
    return classes.appendTail(inlined).toString();
  }

  /** Later rules hold over earlier ones, and what the element says itself over all of them. */
  private static String style(
      String classes, @org.jspecify.annotations.Nullable String own, Map<String, String> rules) {
    Map<String, String> style = new LinkedHashMap<>();
    String[] names = classes.split(" ", -1);
    rules.forEach((name, declarations) -> {
      for (String each : names) {
        if (each.equals(name)) {
          declare(declarations, style);
        }
      }
    });
    if (own != null) {
      declare(own, style);
    }
    StringBuilder text = new StringBuilder("style=\"");
    style.forEach((key, value) -> text.append(key).append(':').append(value).append(';'));
    return text.append('"').toString();
  }

  private static void declare(String declarations, Map<String, String> style) {
    for (String declaration : declarations.split(";", -1)) {
      int colon = declaration.indexOf(':');
      if (colon > 0) {
        style.put(
            declaration.substring(0, colon).strip(), declaration.substring(colon + 1).strip());
      }
    }
  }
}
