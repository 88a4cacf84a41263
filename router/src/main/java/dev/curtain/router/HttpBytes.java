package dev.curtain.router;

import java.nio.charset.StandardCharsets;

/** What HTTP says about single bytes and spans of them. */
final class HttpBytes {
  static final byte[] NOTHING = {};

  private static final boolean[] TOKEN = new boolean[256];

  static {
    for (int i = '0'; i <= '9'; i++) {
      TOKEN[i] = true;
    }
    for (int i = 'a'; i <= 'z'; i++) {
      TOKEN[i] = true;
      TOKEN[i - 32] = true;
    }
    for (byte b : ascii("!#$%&'*+-.^_`|~")) {
      TOKEN[b] = true;
    }
  }

  private HttpBytes() {}

  /** RFC 9110 §5.6.2 tchar. */
  static boolean isToken(byte b) {
    return TOKEN[b & 0xFF];
  }

  /** What may stand in a field's value: visible characters, blanks, obs-text (RFC 9110 §5.5). */
  static boolean isValue(byte b) {
    return b >= 0x20 ? b != 0x7F : b < 0 || b == '\t';
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
  }

  /** Whether the span is {@code lower}, letters in any case. */
  static boolean matches(byte[] data, int start, int end, byte[] lower) {
    if (end - start != lower.length) {
      return false;
    }
    for (int i = 0; i < lower.length; i++) {
      if (lower(data[start + i]) != lower[i]) {
        return false;
      }
    }
    return true;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Text that goes into a field's value as it is. */
  static byte[] fieldValue(String what, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (byte b : bytes) {
      if (!isValue(b)) {
        throw new IllegalArgumentException(
            what + ": a control character in \"" + text + "\" (expected: text for a header)");
      }
    }
    return bytes;
  }

  /**
   * 1*DIGIT that fits into 18 digits; RFC 9110 §8.6. Lists are not accepted, not even of equals.
   */
  static long contentLength(byte[] data, int start, int end) throws Refusal {
    if (end == start || end - start > 18) {
      throw Refusal.bad("Content-Length is not a length");
    }
    long value = 0;
    for (int i = start; i < end; i++) {
      if (!isDigit(data[i])) {
        throw Refusal.bad("Content-Length is not a length");
      }
      value = value * 10 + (data[i] - '0');
    }
    return value;
  }
}
