package dev.curtain.runtime.process;

import dev.curtain.runtime.ReplicaSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line of the model. It is split at blanks; single and double quotes keep blanks
 * together, a backslash outside single quotes takes the next character as it is. Nothing else means
 * anything: no variables, no globs, no pipes. Placeholders are filled in after splitting, so that a
 * value is never more than a part of one argument.
 */
final class CommandLine {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)}");

  private CommandLine() {}

  /**
   * @throws IllegalArgumentException naming what is wrong with the line
   */
  static List<String> arguments(String line, ReplicaSpec spec) {
    Map<String, String> values =
        Map.of(
            "version", spec.version(),
            "port", Integer.toString(spec.port()),
            "node", spec.node(),
            "replica", spec.id());
    List<String> arguments =
        split(line).stream().map(argument -> fill(argument, line, values)).toList();
    if (arguments.isEmpty() || arguments.getFirst().isEmpty()) {
      throw new IllegalArgumentException("run \"" + line + "\": no command (expected: a program)");
    }
    return arguments;
  }

  private static String fill(String argument, String line, Map<String, String> values) {
    return PLACEHOLDER
        .matcher(argument)
        .replaceAll(match -> {
          String value = values.get(match.group(1));
          if (value == null) {
            throw new IllegalArgumentException(
                "run \"%s\": unknown placeholder %s (expected: {version}, {port}, {node} or {replica})"
                    .formatted(line, match.group()));
          }
          return Matcher.quoteReplacement(value);
        });
  }

  private static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean within = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
        i++;
        word.append(line.charAt(i));
        within = true;
      } else if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote != 0) {
        word.append(c);
      } else if (c == '"' || c == '\'') {
        quote = c;
        within = true;
      } else if (Character.isWhitespace(c)) {
        if (within) {
          words.add(word.toString());
          word.setLength(0);
          within = false;
        }
      } else {
        word.append(c);
        within = true;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException(
          "run \"" + line + "\": a quote is not closed (expected: another " + quote + ")");
    }
    if (within) {
      words.add(word.toString());
    }
    return words;
  }
}
