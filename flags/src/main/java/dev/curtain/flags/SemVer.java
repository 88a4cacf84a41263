package dev.curtain.flags;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version by semver.org, read as flagd reads one: {@code v} in front and missing parts are
 * forgiven, build metadata is passed over.
 */
record SemVer(long major, long minor, long patch, List<String> before) {
  private static final int LONGEST = 256;
  private static final String NUMBER = "(0|[1-9]\\d{0,15})";
  private static final String WORD = "(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)";
  private static final Pattern FULL =
      Pattern.compile(
          "v?"
              + NUMBER
              + "\\."
              + NUMBER
              + "\\."
              + NUMBER
              + "(?:-("
              + WORD
              + "(?:\\."
              + WORD
              + ")*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?");
  private static final Pattern PARTIAL = Pattern.compile("(\\d{1,15})(?:\\.(\\d{1,15}))?");

  static Optional<SemVer> read(Value value) {
    String text = Coercion.text(value);
    if (text.startsWith("v") || text.startsWith("V")) {
      text = text.substring(1);
    }
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher full = FULL.matcher(text.strip());
    if (full.matches()) {
      String before = full.group(4);
      return Optional.of(
          new SemVer(
              Long.parseLong(full.group(1)),
              Long.parseLong(full.group(2)),
              Long.parseLong(full.group(3)),
              before == null ? List.of() : List.of(before.split("\\.", -1))));
    }
    Matcher partial = PARTIAL.matcher(text);
    if (!partial.matches()) {
      return Optional.empty();
    }
    String minor = partial.group(2);
    return Optional.of(
        new SemVer(
            Long.parseLong(partial.group(1)),
            minor == null ? 0 : Long.parseLong(minor),
            0,
            List.of()));
  }

  int compare(SemVer other) {
    int order = Long.compare(major, other.major);
    order = order != 0 ? order : Long.compare(minor, other.minor);
    order = order != 0 ? order : Long.compare(patch, other.patch);
    if (order != 0 || before.equals(other.before)) {
      return order;
    }
    if (before.isEmpty() || other.before.isEmpty()) {
      // 1.0.0-rc is before 1.0.0.
      return before.isEmpty() ? 1 : -1;
    }
    for (int i = 0; i < Math.min(before.size(), other.before.size()); i++) {
      order = compare(before.get(i), other.before.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(before.size(), other.before.size());
  }

  private static int compare(String left, String right) {
    boolean number = left.chars().allMatch(c -> c >= '0' && c <= '9');
    boolean otherNumber = right.chars().allMatch(c -> c >= '0' && c <= '9');
    if (number != otherNumber) {
      return number ? -1 : 1;
    }
    if (number && left.length() != right.length()) {
      return Integer.compare(left.length(), right.length());
    }
    return left.compareTo(right);
  }
}
