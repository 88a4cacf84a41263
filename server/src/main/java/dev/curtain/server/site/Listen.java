package dev.curtain.server.site;

import dev.curtain.model.Deployment;
import java.net.InetSocketAddress;

/** Where users reach a deployment. */
public final class Listen {
  private static final int DEFAULT_PORT = 8080;

  private Listen() {}

  /**
   * The deployment's {@code listen}: {@code ":8080"} or {@code "127.0.0.1:8080"}; without a host it
   * is loopback.
   *
   * @throws IllegalArgumentException if it is not an address
   */
  public static InetSocketAddress of(Deployment deployment) {
    String text = deployment.properties().text("listen").orElse(":" + DEFAULT_PORT);
    int colon = text.lastIndexOf(':');
    String host = colon > 0 ? text.substring(0, colon) : "127.0.0.1";
    String port = text.substring(colon + 1);
    if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
      throw new IllegalArgumentException(
          deployment.id() + ": listen \"" + text + "\" (expected: \":PORT\" or \"HOST:PORT\")");
    }
    return new InetSocketAddress(
        host.equals("localhost") ? "127.0.0.1" : host, Integer.parseInt(port));
  }
}
