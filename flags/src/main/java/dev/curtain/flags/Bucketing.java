package dev.curtain.flags;

import java.util.Optional;

/**
 * How {@code fractional} chooses, fixed for a flag, so that no upgrade moves anybody.
 *
 * @param version 1: a percentage of the hash's absolute value; 2: hash times weight over 2^32; 3:
 *     as 2, over the key's deterministic CBOR (RFC 8949, 4.2.1)
 * @param salt stands for the flag's key where no key is computed, and in an exposure
 */
public record Bucketing(int version, Optional<String> salt) {
  public static final int OLDEST = 1;
  public static final int NEWEST = 3;

  /** flagd's own since its second generation. */
  public static final Bucketing STANDARD = new Bucketing(2, Optional.empty());

  public Bucketing {
    if (version < OLDEST || version > NEWEST) {
      throw new IllegalArgumentException(
          "bucketing version: " + version + " (expected: " + OLDEST + ".." + NEWEST + ")");
    }
  }

  /** What a user's key is joined to. */
  String prefix(String flagKey) {
    return salt.orElse(flagKey);
  }
}
