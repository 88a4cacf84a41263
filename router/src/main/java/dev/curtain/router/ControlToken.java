package dev.curtain.router;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** The secret between a controller and its router. It never shows itself. */
final class ControlToken {
  private static final int SHORTEST = 16;

  private final byte[] header;

  private ControlToken(String token) {
    header = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
  }

  static ControlToken read(Path file) throws IOException {
    String token = Files.readString(file).strip();
    if (token.length() < SHORTEST || !token.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
      throw new IOException(
          file
              + ": a token of "
              + token.length()
              + " characters (expected: "
              + SHORTEST
              + " or more, visible ASCII)");
    }
    return new ControlToken(token);
  }

  String header() {
    return new String(header, StandardCharsets.UTF_8);
  }

  /** Takes the same time wherever the first difference is. */
  boolean opens(String authorization) {
    return MessageDigest.isEqual(authorization.getBytes(StandardCharsets.UTF_8), header);
  }

  @Override
  public String toString() {
    return "ControlToken";
  }
}
