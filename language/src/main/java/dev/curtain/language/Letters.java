package dev.curtain.language;

/** Which characters may form a word, and which are nothing but room between tokens. */
final class Letters {
  private Letters() {}

  static boolean startsWord(int c) {
    return c < 128
        ? c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
        : Character.isLetter(c) || Character.getType(c) == Character.LETTER_NUMBER;
  }

  static boolean inWord(int c) {
    return c < 128
        ? c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= '0' && c <= '9'
        : Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
  }

  static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }

  /** No-break spaces and a byte order mark included, wherever they stand. */
  static boolean space(int c) {
    return switch (c) {
      case ' ', '\t', '\f', 0x0B, 0x85, 0xA0, 0xFEFF, 0x2028, 0x2029, 0x180E, 0x2060 -> true;
      default -> c >= 128 && (Character.isSpaceChar(c) || c >= 0x200B && c <= 0x200F);
    };
  }

  /**
   * Whether a text is the bytes of something else: a NUL, or more than a tenth of its first
   * characters being control or replacement characters.
   */
  static boolean binary(String text) {
    if (text.indexOf('\0') >= 0) {
      return true;
    }
    int sample = Math.min(text.length(), 4096);
    int strange = 0;
    for (int i = 0; i < sample; i++) {
      char c = text.charAt(i);
      if (c == 0xFFFD || c < ' ' && !space(c) && c != '\n' && c != '\r') {
        strange++;
      }
    }
    return strange * 10 > sample;
  }
}
