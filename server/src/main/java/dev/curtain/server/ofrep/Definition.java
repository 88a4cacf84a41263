package dev.curtain.server.ofrep;

import dev.curtain.flags.FlagSet;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;

/** Flags at one moment. */
public final class Definition {
  private final FlagSet flags;
  private final String revision;
  private final Supplier<String> text;

  private Definition(FlagSet flags, String revision, Supplier<String> text) {
    this.flags = flags;
    this.revision = revision;
    this.text = text;
  }

  /**
   * @throws dev.curtain.flags.InvalidFlags with every reason why not
   */
  public static Definition of(String text) {
    return new Definition(FlagSet.read(text), digest(text), () -> text);
  }

  /**
   * @param revision another one whenever the flags are others
   * @param text writes the definition, when somebody asks for it
   */
  public static Definition of(FlagSet flags, String revision, Supplier<String> text) {
    return new Definition(flags, revision, text);
  }

  public FlagSet flags() {
    return flags;
  }

  /** The same for the same flags. */
  public String revision() {
    return revision;
  }

  /** The definition as JSON. */
  public String text() {
    return text.get();
  }

  /** The first 16 bytes of SHA-256, as hexadecimal digits. */
  public static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
