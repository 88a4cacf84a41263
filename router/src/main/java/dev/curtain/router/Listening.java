package dev.curtain.router;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Addresses as people write them. */
final class Listening {
  private Listening() {}

  /** {@code host:port}, {@code [::1]:port} or {@code :port}, which is every interface. */
  static InetSocketAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    int port = -1;
    if (colon >= 0 && text.substring(colon + 1).matches("[0-9]{1,5}")) {
      port = Integer.parseInt(text.substring(colon + 1));
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("address: \"" + text + "\" (expected: host:port)");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }

  static String text(InetSocketAddress address) {
    String host = address.getHostString();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** What to tell someone whose address cannot be had. */
  static IOException refused(InetSocketAddress address, Throwable cause) {
    String why = String.valueOf(cause.getMessage());
    if (address.isUnresolved()) {
      why = "no such host";
    } else if (why.contains("in use")) {
      why =
          "the port is in use; find its owner with `ss -ltnp sport = :"
              + address.getPort()
              + "` and stop it, or choose another port (0 takes a free one)";
    } else if (why.contains("ermission")) {
      why = "no permission; choose a port of 1024 or above";
    }
    return new IOException("cannot listen on " + text(address) + ": " + why, cause);
  }
}
