package dev.curtain.router;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Lets testers meet a version that users do not meet yet: {@code SERVICE@VERSION~EXPIRES~SIGNATURE}
 * in the header {@code x-curtain-pass} or the cookie {@code curtain_pass}; the signature is
 * HMAC-SHA-256. A pass that is not genuine or has expired is as if it were not there. Not
 * thread-safe.
 */
public final class TesterPass {
  static final String COOKIE = "curtain_pass";

  private static final int LONGEST = 1024;

  private final Mac mac;

  /**
   * @param key the secret shared with the router, 16 bytes or more
   */
  public TesterPass(byte[] key) {
    if (key.length < 16) {
      throw new IllegalArgumentException(
          "pass key: " + key.length + " bytes (expected: 16 or more)");
    }
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (NoSuchAlgorithmException | InvalidKeyException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** A pass for one version of one service. */
  public String sign(String service, String version, Instant expires) {
    String text = service + "@" + version + "~" + expires.getEpochSecond();
    if (!text.chars().allMatch(c -> c > 0x20 && c < 0x7F && c != ';' && c != '"' && c != ',')) {
      throw new IllegalArgumentException(
          "pass: \"" + text + "\" (expected: visible ASCII without ; \" and ,)");
    }
    return text + "~" + signature(text);
  }

  private String signature(String text) {
    return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
  }

  /** The version that a pass is for; null where it is none for this service now. */
  @Nullable String version(byte[] data, int start, int length, String service, long nowSeconds) {
    if (length > LONGEST) {
      return null;
    }
    String pass = new String(data, start, length, StandardCharsets.ISO_8859_1);
    int signature = pass.lastIndexOf('~');
    int expires = signature < 0 ? -1 : pass.lastIndexOf('~', signature - 1);
    if (expires < 0 || !pass.startsWith(service + "@")) {
      return null;
    }
    String until = pass.substring(expires + 1, signature);
    byte[] shown = pass.substring(signature + 1).getBytes(StandardCharsets.ISO_8859_1);
    byte[] right = signature(pass.substring(0, signature)).getBytes(StandardCharsets.ISO_8859_1);
    boolean genuine = MessageDigest.isEqual(shown, right);
    return genuine && until.matches("[0-9]{1,15}") && Long.parseLong(until) > nowSeconds
        ? pass.substring(service.length() + 1, expires)
        : null;
  }
}
