package dev.curtain.analysis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Kinds of errors in what programs write: lines that say they are errors, with whatever is
 * different each time taken out of them.
 *
 * <p>A kind that the serving version does not know is worth a look long before there are enough of
 * it to show in a share of requests. It is no proof of anything: a release may say in other words
 * what the one before said.
 */
public final class ErrorSignatures {
  /** Longer ones are the same if they begin so. */
  private static final int LONGEST = 160;

  /** A level as loggers write it, or what a runtime prints when it gives up. */
  private static final Pattern ERROR =
      Pattern.compile(
          "\\b(?:ERROR|FATAL|SEVERE|CRITICAL|PANIC)\\b"
              + "|\"?\\blevel\"?\\s*[=:]\\s*\"?(?:error|fatal|critical|panic)\\b"
              + "|^(?:panic|fatal error):"
              + "|^Traceback \\(most recent call last\\)"
              + "|^Exception in thread "
              + "|^(?:Caused by: )?(?:[a-z_$][\\w$]*\\.)+[A-Z][\\w$]*(?:Exception|Error)\\b"
              + "|^(?:[A-Z]\\w*)?(?:Error|Exception): ");

  /** When it was, who it was about, how many: in the order in which they are looked for. */
  private static final Pattern CHANGING =
      Pattern.compile(
          "\"[^\"]*\"|'[^']*'"
              + "|\\b\\d{4}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d:\\d\\d\\S*)?"
              + "|\\b\\d\\d:\\d\\d:\\d\\d\\S*"
              + "|\\b[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}\\b"
              + "|\\b(?=[a-fA-F]*\\d)[0-9a-fA-F]{6,}\\b"
              + "|@[0-9a-f]+\\b"
              + "|\\d+(?:\\.\\d+)*");

  private static final Pattern SAYING =
      Pattern.compile(
          "\"(?:msg|message|error|err|exception|logger|logger_name)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*+)\"");

  private static final Pattern SPACE = Pattern.compile("\\s+");

  private ErrorSignatures() {}

  /**
   * @param output lines
   * @return by kind, the first line of it; in the order in which they were met
   */
  public static Map<String, String> of(String output) {
    Map<String, String> found = new LinkedHashMap<>();
    output
        .lines()
        .map(String::strip)
        .filter(line -> ERROR.matcher(line).find())
        .forEach(line -> found.putIfAbsent(signature(line), line));
    return found;
  }

  static String signature(String line) {
    return line.startsWith("{") ? bare(said(line)) : bare(line);
  }

  /** Of a line that is JSON, what it says and not about whom. */
  private static String said(String line) {
    var said = new StringJoiner(" ");
    for (var field = SAYING.matcher(line); field.find(); ) {
      said.add(field.group(1));
    }
    return said.length() == 0 ? line : said.toString();
  }

  private static String bare(String line) {
    var bare = SPACE.matcher(CHANGING.matcher(line).replaceAll("#")).replaceAll(" ");
    return bare.length() > LONGEST ? bare.substring(0, LONGEST) : bare;
  }
}
