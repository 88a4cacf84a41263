package dev.curtain.flags;

import java.nio.charset.StandardCharsets;

/**
 * Divides users into 100 000 stable buckets. The same salt and user always give the same bucket;
 * different salts give independent ones, so the same people are not everybody's canaries.
 */
public final class Cohort {
  public static final int BUCKETS = 100_000;

  private Cohort() {}

  /** The bucket of a user, 0..99 999. */
  public static int bucket(String salt, String user) {
    byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
    return bucket(bytes, 0, bytes.length, seed(salt));
  }

  /**
   * The bucket of a user given as bytes, with a salt already reduced to a seed (see {@link #seed});
   * allocates nothing.
   */
  public static int bucket(byte[] bytes, int offset, int length, int seed) {
    return (int) ((murmur3(bytes, offset, length, seed) & 0xFFFFFFFFL) * BUCKETS >>> 32);
  }

  /** A salt reduced to the seed of a hash. */
  public static int seed(String salt) {
    byte[] bytes = salt.getBytes(StandardCharsets.UTF_8);
    return murmur3(bytes, 0, bytes.length, 0);
  }

  /** MurmurHash3, x86 32 bit (Austin Appleby, public domain). */
  static int murmur3(byte[] data, int offset, int length, int seed) {
    int hash = seed;
    int end = offset + (length & ~3);
    for (int i = offset; i < end; i += 4) {
      int block =
          (data[i] & 0xFF)
              | (data[i + 1] & 0xFF) << 8
              | (data[i + 2] & 0xFF) << 16
              | data[i + 3] << 24;
      hash ^= scramble(block);
      hash = Integer.rotateLeft(hash, 13) * 5 + 0xE6546B64;
    }
    int tail = 0;
    for (int i = offset + length - 1; i >= end; i--) {
      tail = tail << 8 | (data[i] & 0xFF);
    }
    hash ^= scramble(tail);
    hash ^= length;
    hash = (hash ^ hash >>> 16) * 0x85EBCA6B;
    hash = (hash ^ hash >>> 13) * 0xC2B2AE35;
    return hash ^ hash >>> 16;
  }

  private static int scramble(int block) {
    return Integer.rotateLeft(block * 0xCC9E2D51, 15) * 0x1B873593;
  }
}
