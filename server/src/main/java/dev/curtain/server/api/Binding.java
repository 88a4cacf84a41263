package dev.curtain.server.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where the API listens and who may use it.
 *
 * @param port 0: any free one
 * @param keys asked for as {@code Authorization: Bearer …}; a must beyond loopback
 */
public record Binding(String host, int port, Keys keys) {
  /** Where one looks for it first. */
  public static final int PORT = 4747;

  /** Names that mean this machine and nothing else, whatever DNS says. */
  static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  public Binding {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0..65535)");
    }
    if (keys.isOpen() && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "host: "
              + host
              + " (expected: 127.0.0.1, or a token as well: whoever reaches this address may"
              + " deploy)");
    }
  }

  /** With one token for everything, or none. */
  public Binding(String host, int port, Optional<String> token) {
    this(host, port, token.map(Keys::one).orElse(Keys.NONE));
  }

  /** On loopback, for whoever is on this machine. */
  public static Binding loopback(int port) {
    return new Binding("127.0.0.1", port, Keys.NONE);
  }

  /** Whether only this machine can reach it. */
  boolean loopbackOnly() {
    return isLoopback(host);
  }

  private static boolean isLoopback(String host) {
    if (LOOPBACK_NAMES.contains(host.toLowerCase(Locale.ROOT))) {
      return true;
    }
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "host: " + host + " (expected: an address of this machine)", e);
    }
  }
}
