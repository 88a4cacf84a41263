package dev.curtain.server.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text that services serve at {@code /metrics}, as far as a sum of counters needs it. */
final class Exposition {
  private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})?");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})?\\s+(\\S+)(?:\\s+-?\\d+)?(?:\\s+#.*)?");
  private static final Pattern LABEL =
      Pattern.compile("\\s*([a-zA-Z_]\\w*)\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*,?");

  private Exposition() {}

  /**
   * The sum of the counters with this name and at least these labels; nothing where there is none.
   *
   * @param selector {@code orders_refused_total{reason="stock"}}
   */
  static OptionalDouble sum(String text, String selector) throws SourceFailure {
    return sum(text, selector, true);
  }

  /** Of any numbers; nothing also where one of them is none. */
  static OptionalDouble gauge(String text, String selector) throws SourceFailure {
    OptionalDouble sum = sum(text, selector, false);
    return sum.isPresent() && Double.isFinite(sum.getAsDouble()) ? sum : OptionalDouble.empty();
  }

  private static OptionalDouble sum(String text, String selector, boolean counts)
      throws SourceFailure {
    Matcher wanted = SELECTOR.matcher(selector.strip());
    if (!wanted.matches()) {
      throw new SourceFailure(selector + " (expected: name or name{label=\"value\"})");
    }
    Map<String, String> labels = labels(wanted.group(2), selector);
    OptionalDouble sum = OptionalDouble.empty();
    for (String line : text.lines().toList()) {
      if (!line.startsWith(wanted.group(1))) {
        continue;
      }
      Matcher sample = SAMPLE.matcher(line.strip());
      if (sample.matches()
          && sample.group(1).equals(wanted.group(1))
          && labels(sample.group(2), line).entrySet().containsAll(labels.entrySet())) {
        sum = OptionalDouble.of(sum.orElse(0) + number(sample.group(3), line, counts));
      }
    }
    return sum;
  }

  private static Map<String, String> labels(
      @org.jspecify.annotations.Nullable String text, String where) throws SourceFailure {
    Map<String, String> labels = new HashMap<>();
    if (text == null || text.isBlank()) {
      return labels;
    }
    Matcher label = LABEL.matcher(text);
    int end = 0;
    while (label.find() && label.start() == end) {
      end = label.end();
      labels.put(label.group(1), label.group(2));
    }
    if (end != text.length()) {
      throw new SourceFailure(where + " (expected: labels as name=\"value\")");
    }
    return labels;
  }

  private static double number(String text, String line, boolean count) throws SourceFailure {
    try {
      double value = Double.parseDouble(text.replace("Inf", "Infinity"));
      if (!count || (Double.isFinite(value) && value >= 0)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new SourceFailure(line + " (expected: a number)");
    }
    throw new SourceFailure(line + " (expected: a count, 0 or more)");
  }
}
