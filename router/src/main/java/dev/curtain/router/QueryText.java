package dev.curtain.router;

import java.util.Locale;
import java.util.regex.Pattern;

/** A query as it may be written down. */
final class QueryText {
  /** Names of parameters whose values are nobody's business. */
  private static final Pattern SECRET =
      Pattern.compile(
          "token|secret|passw|pwd|passphrase|key|auth|sig|session|sid|code|credential|jwt|otp|pin"
              + "|cookie|ticket|nonce|hash|hmac");

  private static final String HIDDEN = "***";

  private QueryText() {}

  static String of(String query, NoteOptions.Query rule) {
    return switch (rule) {
      case DROP -> "";
      case NAMES -> each(query, false);
      case KEEP -> each(query, true);
    };
  }

  private static String each(String query, boolean values) {
    StringBuilder out = new StringBuilder();
    for (String part : query.split("[&;]", -1)) {
      if (!out.isEmpty()) {
        out.append('&');
      }
      int equals = part.indexOf('=');
      if (equals < 0) {
        // There is no telling a name from a value here.
        out.append(part.isEmpty() ? "" : HIDDEN);
        continue;
      }
      String name = part.substring(0, equals);
      out.append(name).append('=');
      if (values) {
        // A name that is written with % may be any name.
        boolean secret =
            name.indexOf('%') >= 0 || SECRET.matcher(name.toLowerCase(Locale.ROOT)).find();
        out.append(secret ? HIDDEN : part.substring(equals + 1));
      }
    }
    return out.toString();
  }
}
