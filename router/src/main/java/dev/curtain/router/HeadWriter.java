package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;

/**
 * A head being put together. In a plain array, as it is made of many short pieces: each would cost
 * more than itself in a buffer outside of the heap. Reused by its event loop.
 */
final class HeadWriter {
  private static final long NIBBLES = 0x0F0F_0F0F_0F0F_0F0FL;

  private byte[] bytes = new byte[4096];
  private int length;

  HeadWriter begin() {
    length = 0;
    return this;
  }

  HeadWriter put(byte[] text) {
    return put(text, 0, text.length);
  }

  HeadWriter put(byte[] from, int start, int end) {
    int more = end - start;
    ensure(more);
    System.arraycopy(from, start, bytes, length, more);
    length += more;
    return this;
  }

  HeadWriter put(char ascii) {
    ensure(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  /** Sixteen hexadecimal digits. */
  HeadWriter hex(long bits) {
    ensure(16);
    eight((int) (bits >>> 32));
    eight((int) bits);
    return this;
  }

  private void eight(int bits) {
    long digits = hexDigits(bits);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (digits >>> shift);
    }
  }

  /** Eight hexadecimal digits as eight bytes, the first in the highest: all at once, no table. */
  static long hexDigits(int bits) {
    long spread = bits & 0xFFFF_FFFFL;
    spread = (spread | spread << 16) & 0x0000_FFFF_0000_FFFFL;
    spread = (spread | spread << 8) & 0x00FF_00FF_00FF_00FFL;
    spread = (spread | spread << 4) & NIBBLES;
    long letters = (spread + 0x0606_0606_0606_0606L) >>> 4 & 0x0101_0101_0101_0101L;
    return spread + 0x3030_3030_3030_3030L + letters * 39;
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  /**
   * What was put, for the kernel.
   *
   * @param more bytes that there is to be room for behind it
   */
  ByteBuf buffer(ByteBufAllocator allocator, int more) {
    return allocator.ioBuffer(length + more).writeBytes(bytes, 0, length);
  }
}
