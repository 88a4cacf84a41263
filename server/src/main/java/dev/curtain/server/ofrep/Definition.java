package dev.curtain.server.ofrep;

import dev.curtain.flags.FlagSet;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Flags at one moment.
 *
 * @param revision the same for the same text
 */
public record Definition(FlagSet flags, String revision) {
  /**
   * @throws dev.curtain.flags.InvalidFlags with every reason why not
   */
  public static Definition of(String text) {
    return new Definition(FlagSet.read(text), digest(text));
  }

  /** The first 16 bytes of SHA-256, as hexadecimal digits. */
  static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
