package dev.curtain.router;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * Where users are served. HTTP/1.1 and HTTP/2 are told apart by themselves: by ALPN over TLS, by
 * the preface (prior knowledge) without.
 *
 * @param address port 0 takes a free one
 * @param certificates the first is for clients that name no host, or one that none is for; none:
 *     without TLS
 * @param proxyProtocol whether every connection begins with a PROXY header (version 1 or 2), as a
 *     balancer in front sends it; connections without one are closed
 */
public record Listener(
    InetSocketAddress address, List<Certificate> certificates, boolean proxyProtocol) {
  public Listener {
    certificates = List.copyOf(certificates);
  }

  /** Without TLS. */
  public static Listener plain(InetSocketAddress address) {
    return new Listener(address, List.of(), false);
  }

  /**
   * Files in PEM, read again when they change.
   *
   * @param chain the certificate, then those that it hangs on
   * @param key its private key, PKCS#8, without a password
   */
  public record Certificate(Path chain, Path key) {}
}
