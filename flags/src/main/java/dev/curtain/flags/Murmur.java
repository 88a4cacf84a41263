package dev.curtain.flags;

/**
 * MurmurHash3, x86 32 bit, over the UTF-8 of texts one after the other, which need be neither
 * joined nor encoded. Lone surrogates count as {@code ?}.
 */
final class Murmur {
  private int hash;
  private int block;
  private int shift;
  private int length;

  Murmur() {
    this(0);
  }

  Murmur(int seed) {
    hash = seed;
  }

  void add(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        octet(c);
      } else if (c < 0x800) {
        octet(0xC0 | c >> 6);
        octet(0x80 | c & 0x3F);
      } else if (!Character.isSurrogate(c)) {
        octet(0xE0 | c >> 12);
        octet(0x80 | c >> 6 & 0x3F);
        octet(0x80 | c & 0x3F);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        int point = Character.toCodePoint(c, text.charAt(i));
        octet(0xF0 | point >> 18);
        octet(0x80 | point >> 12 & 0x3F);
        octet(0x80 | point >> 6 & 0x3F);
        octet(0x80 | point & 0x3F);
      } else {
        octet('?');
      }
    }
  }

  private void octet(int octet) {
    block |= octet << shift;
    shift += 8;
    length++;
    if (shift == 32) {
      hash = Integer.rotateLeft(hash ^ scramble(block), 13) * 5 + 0xE6546B64;
      block = 0;
      shift = 0;
    }
  }

  private static int scramble(int block) {
    return Integer.rotateLeft(block * 0xCC9E2D51, 15) * 0x1B873593;
  }

  /** The hash of everything added, 0 up to 2^32 - 1. */
  long result() {
    int mixed = hash ^ scramble(block) ^ length;
    mixed = (mixed ^ mixed >>> 16) * 0x85EBCA6B;
    mixed = (mixed ^ mixed >>> 13) * 0xC2B2AE35;
    return (mixed ^ mixed >>> 16) & 0xFFFFFFFFL;
  }
}
